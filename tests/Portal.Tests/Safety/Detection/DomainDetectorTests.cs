using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class DomainDetectorTests
{
    static readonly Scanner Scanner = new([new DomainDetector(["allowed.com", "*.court.gov", "münchen.de", "localhost"])]);

    [Theory]
    [InlineData("see https://evil.com/a?b=c.", "https://evil.com/a?b=c")]
    [InlineData("[here](http://evil.com/x) now", "http://evil.com/x")]
    [InlineData("![pixel](https://evil.com/p.png?d=secret)", "https://evil.com/p.png?d=secret")]
    [InlineData("![pixel](//evil.com/p.png)", "//evil.com/p.png")]
    [InlineData("[id]: https://evil.com", "https://evil.com")]
    [InlineData("<img src=\"//evil.com/p\">", "//evil.com/p")]
    [InlineData("<https://evil.com>", "https://evil.com")]
    [InlineData("www.evil.com", "www.evil.com")]
    [InlineData("ftp://evil.com", "ftp://evil.com")]
    [InlineData("HTTPS://EVIL.COM", "HTTPS://EVIL.COM")]
    [InlineData("https://allowed.com@evil.com/login", "https://allowed.com@evil.com/login")]
    [InlineData("https://allowed.com%2F@evil.com", "https://allowed.com%2F@evil.com")]
    [InlineData("https://allowed.com:443@evil.com", "https://allowed.com:443@evil.com")]
    [InlineData(@"https:\\evil.com\x", @"https:\\evil.com\x")]
    [InlineData(@"https://evil.com\@allowed.com", @"https://evil.com\@allowed.com")]
    [InlineData(@"""url"":""https:\/\/evil.com\/x""", @"https:\/\/evil.com\/x")]
    [InlineData("https:evil.com", "https:evil.com")]
    [InlineData("https://allowed.com.evil.com", "https://allowed.com.evil.com")]
    [InlineData("https://notallowed.com", "https://notallowed.com")]
    [InlineData("https://court.gov", "https://court.gov")]
    [InlineData("https://evilcourt.gov", "https://evilcourt.gov")]
    [InlineData("https://аllowed.com", "https://аllowed.com")]
    [InlineData("https://xn--llowed-2nf.com", "https://xn--llowed-2nf.com")]
    [InlineData("https://muenchen.de", "https://muenchen.de")]
    [InlineData("https://127.0.0.1:8080/", "https://127.0.0.1:8080/")]
    [InlineData("http://[::1]/x", "http://[::1]/x")]
    [InlineData("https://3232235777/", "https://3232235777/")]
    [InlineData("[x](https&#58;//evil.com)", "https&#58;//evil.com")]
    [InlineData("https://ev\u200Bil.com", "https://ev\u200Bil.com")]
    public void HostNotAllowed_IsFound(string text, string expected)
    {
        var found = Assert.Single(Scanner.Scan(text));
        Assert.Equal(expected, text[found.Start..found.End]);
    }

    [Theory]
    [InlineData("https://allowed.com/a/b?c=d#e")]
    [InlineData("[x](https://allowed.com.)")]
    [InlineData("https://ALLOWED.com:8443/")]
    [InlineData("https://user@allowed.com")]
    [InlineData("https://ａllowed。com")]
    [InlineData("https://www.court.gov https://a.b.court.gov/x")]
    [InlineData("https://münchen.de https://xn--mnchen-3ya.de https://MÜNCHEN.de")]
    [InlineData("http://localhost:5000/")]
    [InlineData("![chart](chart.png) and [part](#part)")]
    [InlineData("10:30 // a comment; C:\\Users\\ann; ratio 3:/4")]
    [InlineData("mailto:ann@evil.com")]
    [InlineData("std::string")]
    public void AllowedOrNoLink_Passes(string text) => Assert.Empty(Scanner.Scan(text));
}
