using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Tests.Proxy;

public sealed partial class ProxyTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ForwardedAddressAndScheme_OfATrustedProxy_AreBelieved()
    {
        await using var portal = PortalHost.Start();
        await portal.Admin.Post("/v2/projects", """{"name":"Proxied"}""", ("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-Proto", "https"));
        var row = (await portal.Admin.Get("/v2/organization/audit_logs?action=project.created"))["data"][0];
        Assert.Equal("198.51.100.7", row.GetProperty("actor").GetProperty("ip").GetString());
    }

    [Fact]
    public async Task ForwardedAddress_OfAnybodyElse_IsIgnored()
    {
        await using var portal = PortalHost.Start(("Portal:Proxy:TrustedNetworks:0", "203.0.113.0/24"));
        await portal.Admin.Post("/v2/projects", """{"name":"Proxied"}""", ("X-Forwarded-For", "198.51.100.7"));
        var row = (await portal.Admin.Get("/v2/organization/audit_logs?action=project.created"))["data"][0];
        Assert.Equal("127.0.0.1", row.GetProperty("actor").GetProperty("ip").GetString());
    }

    [Fact]
    public async Task ForwardedChain_IsFollowedAsFarAsItIsTrusted()
    {
        await using var portal = PortalHost.Start(("Portal:Proxy:TrustedNetworks:0", "127.0.0.1"), ("Portal:Proxy:TrustedNetworks:1", "10.0.0.0/8"));
        await portal.Admin.Post("/v2/projects", """{"name":"Proxied"}""", ("X-Forwarded-For", "6.6.6.6, 198.51.100.7, 10.0.0.2"));
        var row = (await portal.Admin.Get("/v2/organization/audit_logs?action=project.created"))["data"][0];
        Assert.Equal("198.51.100.7", row.GetProperty("actor").GetProperty("ip").GetString());
    }

    [Theory]
    [InlineData("Portal:Proxy:TrustedNetworks:0", "everybody")]
    [InlineData("Portal:PathBase", "portal")]
    [InlineData("Portal:PathBase", "/portal/")]
    [InlineData("Portal:PathBase", "/a b")]
    public void WrongSetting_EndsTheStart_AndIsNamed(string setting, string value)
    {
        var failure = Assert.ThrowsAny<Exception>(() => PortalHost.Start((setting, value)));
        Assert.Contains(setting.Replace(":0", "", StringComparison.Ordinal), failure.ToString());
    }

    [Fact]
    public async Task BelowAPath_SignInLinksRedirectsAndCookies_StayThere()
    {
        await using var portal = PortalHost.Start(("Portal:PathBase", "/desk"));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/desk/threads?x=1");
        asked.Headers.Accept.ParseAdd("text/html");
        using var away = await client.SendAsync(asked, Cancellation);
        Assert.Equal(("/desk/sign-in?return_url=%2Fdesk%2Fthreads%3Fx%3D1", HttpStatusCode.Redirect), (away.Headers.Location!.ToString(), away.StatusCode));
        using var form = await client.GetAsync("/desk/sign-in?return_url=%2Fdesk%2Fthreads", Cancellation);
        var html = await form.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("<base href=\"/desk/\"", html);
        StaysBelow(html, "/desk/sign-in");
        Assert.All(form.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("path=/desk", cookie));

        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value),
            ["email"] = PortalHost.AdminEmail,
            ["password"] = PortalHost.AdminPassword,
            ["return_url"] = "/desk/threads",
        };
        using var posted = new HttpRequestMessage(HttpMethod.Post, "/desk/sign-in") { Content = new FormUrlEncodedContent(fields) };
        posted.Headers.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        using var signedIn = await client.SendAsync(posted, Cancellation);
        Assert.Equal("/desk/threads", signedIn.Headers.Location?.ToString());
        var session = signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("portal_session=", StringComparison.Ordinal));
        Assert.Contains("path=/desk", session);

        client.DefaultRequestHeaders.Add("Cookie", session.Split(';')[0]);
        await portal.AddProject();
        var shell = await client.GetStringAsync("/desk/projects", Cancellation);
        var pages = Navigation().Matches(shell).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value)).ToList();
        Assert.Contains("settings", pages);
        foreach (var page in pages)
        {
            using var opened = await client.GetAsync($"/desk/{page}", Cancellation);
            Assert.Equal((200, page), ((int)opened.StatusCode, page));
            StaysBelow(await opened.Content.ReadAsStringAsync(Cancellation), $"/desk/{page}");
        }
    }

    [Fact]
    public async Task BehindHttps_CookiesAreSecure()
    {
        await using var portal = PortalHost.Start();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = portal.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var form = await client.GetAsync("/sign-in", Cancellation);
        Assert.All(form.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie));
    }

    /// <summary>Links are relative to the page's base, so that the same page works below any path.</summary>
    static void StaysBelow(string html, string page)
    {
        var strays = Link().Matches(html).Select(link => link.Groups[1].Value).Where(link => !link.StartsWith("/desk/", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(strays.Count == 0, $"{page} leads out of /desk: {string.Join(", ", strays)}. Write page links without the first slash.");
    }

    [GeneratedRegex("""\s(?:href|src|action)="(/[^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Link();

    [GeneratedRegex("""class="shell-link[^"]*"\s+href="([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Navigation();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
