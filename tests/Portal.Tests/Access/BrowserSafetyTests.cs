using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Tests.Access;

/// <summary>What keeps other sites' pages and scripts away from a signed-in browser.</summary>
public sealed partial class BrowserSafetyTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WithoutTheToken_IsForbiddenAndDoesNothing()
    {
        using var browser = await host.SignedIn();
        var token = Assert.Single(browser.Client.DefaultRequestHeaders.GetValues(ApiHeaders.Antiforgery));
        browser.Client.DefaultRequestHeaders.Remove(ApiHeaders.Antiforgery);
        var answer = await browser.Client.Post("/v2/projects", """{"name":"From another site"}""");
        Assert.Equal((403, "antiforgery_failed"), (answer.Status, answer.Code));
        Assert.Equal(403, (await browser.Client.Delete("/v2/projects/proj_01m838vpdvce6n96v1g6vyzfgf")).Status);
        Assert.Equal(403, (await browser.Client.Put("/v2/organization/models/x", "{}")).Status);
        Assert.DoesNotContain("From another site", (await browser.Client.Get("/v2/projects")).Body.ToString());
        Assert.Equal(201, (await browser.Client.Post("/v2/projects", """{"name":"From our page"}""", (ApiHeaders.Antiforgery, token))).Status);
    }

    [Fact]
    public async Task Write_WithAnotherUsersToken_IsForbidden()
    {
        using var browser = await host.SignedIn();
        using var other = await host.SignedIn(await host.AddUser(Role.Admin), People.Password);
        var token = Assert.Single(other.Client.DefaultRequestHeaders.GetValues(ApiHeaders.Antiforgery));
        browser.Client.DefaultRequestHeaders.Remove(ApiHeaders.Antiforgery);
        Assert.Equal(403, (await browser.Client.Post("/v2/projects", """{"name":"x"}""", (ApiHeaders.Antiforgery, token))).Status);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData(null, 200)]
    public async Task Hub_OpenedByABrowser_MustComeFromOurOrigin(string? origin, int status)
    {
        using var browser = await host.SignedIn();
        var answer = await browser.Client.Post("/hubs/chat/negotiate?negotiateVersion=1", null, ("Origin", origin ?? host.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Hub_OpenedByAKey_TakesHeaderOrQuery()
    {
        Assert.Equal(200, (await host.Admin.Post("/hubs/chat/negotiate?negotiateVersion=1", null, ("Origin", "https://elsewhere.example"))).Status);
        using var client = host.Client(null);
        Assert.Equal(200, (await client.Post($"/hubs/chat/negotiate?negotiateVersion=1&access_token={PortalHost.AdminKey}")).Status);
        Assert.Equal(401, (await client.Post("/hubs/chat/negotiate?negotiateVersion=1")).Status);
        Assert.Equal(401, (await client.Get($"/v2/projects?access_token={PortalHost.AdminKey}")).Status);
        Assert.DoesNotContain(host.Log, line => line.Contains(PortalHost.AdminKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/v2/projects")]
    [InlineData("/v2/nothing")]
    [InlineData("/health/live")]
    [InlineData("/css/portal.css")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string path)
    {
        using var client = host.Client(null);
        var answer = await client.GetAsync(path, Cancellation);
        var policy = Nonce().Replace(Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), "nonce-…");
        Assert.Equal(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-…'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_CarriesTheNonceOfItsOwnAnswer()
    {
        using var browser = await host.SignedIn();
        var nonces = new HashSet<string>();
        for (var round = 0; round < 2; round++)
        {
            var page = await browser.Client.GetAsync("/projects", Cancellation);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var nonce = Nonce().Match(Assert.Single(page.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;
            Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancellation)));
            Assert.True(nonces.Add(nonce));
        }
    }

    [Fact]
    public async Task Cookie_OffLoopback_IsSecure()
    {
        using var client = host.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "portal.example";
        var answer = await client.SendAsync(request, Cancellation);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; secure", cookie));
    }

    [Fact]
    public async Task Refusal_ThatCannotBeRecorded_IsAServiceUnavailable()
    {
        await using var broken = PortalHost.With(services =>
        {
            services.AddSingleton<SqliteDatabase>();
            services.AddSingleton<BreakableDatabase>();
            services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<BreakableDatabase>());
        });
        using var client = broken.Client(null);
        Assert.Equal(401, (await client.Get("/v2/projects")).Status);
        Assert.Single(await broken.Audit("access.denied"));
        broken.Services.GetRequiredService<BreakableDatabase>().IsFull = true;
        var answer = await client.Get("/v2/projects");
        Assert.Equal((503, "unavailable_error"), (answer.Status, answer.Error.GetProperty("type").GetString()));
        Assert.Equal(503, (await broken.Admin.Post("/v2/projects", """{"name":"x"}""")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Cancellation)).StatusCode);
        broken.Services.GetRequiredService<BreakableDatabase>().IsFull = false;
        Assert.Equal(401, (await client.Get("/v2/projects")).Status);
        Assert.Equal(2, (await broken.Audit("access.denied")).Count);
    }

    [Fact]
    public async Task Health_IsOpenAndSilent()
    {
        using var client = host.Client(null);
        var before = (await host.Audit("access.denied")).Count;
        Assert.Equal("ok", (await client.Get("/health/live"))["status"].GetString());
        Assert.Equal("ok", (await client.Get("/health/ready"))["status"].GetString());
        Assert.Equal(before, (await host.Audit("access.denied")).Count);
    }

    [GeneratedRegex("nonce-([A-Za-z0-9+/=]+)")]
    private static partial Regex Nonce();
}
