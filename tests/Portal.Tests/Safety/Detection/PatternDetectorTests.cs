using System.Diagnostics;
using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class PatternDetectorTests
{
    [Theory]
    [InlineData("^CUST", "anchor ^")]
    [InlineData("CUST$", "anchor $")]
    [InlineData(@"\ACUST", @"anchor \A")]
    [InlineData(@"CUST\z", @"anchor \z")]
    [InlineData(@"CUST\Z", @"anchor \Z")]
    [InlineData(@"\GCUST", @"anchor \G")]
    [InlineData("(a|^b)", "anchor ^")]
    [InlineData(@"[\]^](^)", "anchor ^")]
    [InlineData("[^a]$", "anchor $")]
    [InlineData("[]a]$", "anchor $")]
    [InlineData("[a-z-[b]]$", "anchor $")]
    [InlineData("a(?=b)", "ahead or behind")]
    [InlineData("a(?!b)", "ahead or behind")]
    [InlineData("(?<=b)a", "ahead or behind")]
    [InlineData("(?<!b)a", "ahead or behind")]
    [InlineData(@"(a)\1", "back to a group")]
    [InlineData(@"(?<n>a)\k<n>", "back to a group")]
    [InlineData("(?>a+)b", "backtracking")]
    [InlineData("(?<n>a)(?<-n>b)", "backtracking")]
    [InlineData("(?x) a # [\n ^", "option x")]
    [InlineData("(?#[)^", "Comments")]
    [InlineData("a*", "empty text")]
    [InlineData("a|", "empty text")]
    [InlineData(@"\b", "empty text")]
    [InlineData("((a{100}){100}){100}", "too large")]
    [InlineData("a{1000000}", "too large")]
    [InlineData("[a", "does not compile")]
    [InlineData("(a", "does not compile")]
    [InlineData("a)", "does not compile")]
    [InlineData(@"a\", "does not compile")]
    [InlineData("", "1 to")]
    public void BadPattern_IsRefusedForItsReason(string pattern, string reason)
    {
        Assert.Contains(reason, PatternDetector.Check(pattern), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PatternDetector(pattern, "customer_id"));
    }

    [Theory]
    [InlineData(@"CUST-\d{6}")]
    [InlineData(@"[^a-z$]{3}")]
    [InlineData(@"[\^$]x")]
    [InlineData(@"\$\d+")]
    [InlineData(@"\bfoo\b")]
    [InlineData("(?i)acme")]
    [InlineData("(?:a|b)c")]
    [InlineData("(?<name>a)c")]
    [InlineData(@"\d{4}-\d{4}-\d{4}-\d{4}")]
    [InlineData("a{b}")]
    public void GoodPattern_IsTaken(string pattern) => Assert.Null(PatternDetector.Check(pattern));

    [Fact]
    public void CustomEntity_IsFoundFoldedToo()
    {
        var scanner = new Scanner([new PatternDetector(@"CUST-\d{6}\b", "customer_id")]);
        Assert.Equal(["CUST-123456", "CUST-\u200B65\u00AD4321", "ＣＵＳＴ－１２３４５６"], Found(scanner, "CUST-123456, CUST-1234567, CUST-\u200B65\u00AD4321 ＣＵＳＴ－１２３４５６"));
    }

    [Fact]
    public void PatternInAnotherScript_IsFound() =>
        Assert.Equal(["клиент-12"], Found(new([new PatternDetector(@"клиент-\d+", "customer_id")]), "наш клиент-12 ждёт"));

    [Fact]
    public void ContextWord_MustBeNear()
    {
        var scanner = new Scanner([new PatternDetector(@"\b\d{6}\b", "badge", contextWords: ["badge", "employee no"])]);
        Assert.Equal(["123456"], Found(scanner, $"Badge 123456.{new string(' ', 80)}654321 badgers"));
        Assert.Equal(["654321"], Found(scanner, "654321 is my employee no"));
    }

    [Fact]
    public void CheckDigit_MustFit()
    {
        var scanner = new Scanner([new PatternDetector(@"\b\d{4}-\d{4}\b", "member", checkDigit: "luhn")]);
        Assert.Equal(["1234-5674"], Found(scanner, "1234-5674 1234-5678"));
        Assert.Throws<ArgumentException>(() => new PatternDetector("a", "member", checkDigit: "magic"));
    }

    [Fact]
    public void MatchLongerThanAllowed_DoesNotCount()
    {
        var scanner = new Scanner([new PatternDetector("a[^b]*b", "ab", 8)]);
        Assert.Equal(["a  b", "a     b"], Found(scanner, "a  b a       a     b"));
    }

    /// <summary>Each start has a match that is too long.</summary>
    [Theory]
    [InlineData("a[^b]*b", 999)]
    [InlineData("a[^b]*b", 600)]
    [InlineData("[ab]+c", 200_000)]
    [InlineData("(a|aa)+c", 200_000)]
    public void HostileText_TakesLinearTime(string pattern, int every)
    {
        var text = string.Create(200_000, every, (signs, step) =>
        {
            signs.Fill('a');
            for (var index = step; index < signs.Length; index += step) signs[index] = 'b';
        });
        var scanner = new Scanner([new PatternDetector(pattern, "hostile", 512)]);
        scanner.Scan(text[..1000]);
        var clock = Stopwatch.StartNew();
        scanner.Scan(text);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    static IEnumerable<string> Found(Scanner scanner, string text) => scanner.Scan(text).Select(finding => text[finding.Start..finding.End]);
}
