using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Organization;

namespace Portal.Tests.Organization;

public sealed class OrganizationSettingsTests : IAsyncLifetime
{
    const string Path = "/v2/organization/settings";

    readonly PortalHost portal = PortalHost.Start();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IOrganizationSettings Inside => portal.Services.GetRequiredService<IOrganizationSettings>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Get_NewPortal_HasTheDefaults()
    {
        var settings = await portal.Admin.Get(Path);
        Assert.Equal(("Portal", "UTC"), (settings["name"].GetString(), settings["time_zone"].GetString()));
        var rules = settings["sign_in"];
        Assert.Equal((12, false, 336), (rules.GetProperty("minimum_password_length").GetInt32(), rules.GetProperty("two_factor_required").GetBoolean(), rules.GetProperty("session_hours").GetInt32()));
        Assert.Equal("null", settings["smtp"].GetRawText());
        Assert.Equal("off", settings["backup"].GetProperty("interval").GetString());
    }

    [Fact]
    public async Task Update_ChangesWhatIsGiven_AndHoldsAtOnce()
    {
        Assert.Equal("Portal", (await Inside.Get(Cancellation)).Name);
        var changed = await portal.Admin.Post(Path,
            """{"name":" مكتب 🛟 ","time_zone":"Europe/Berlin","sign_in":{"minimum_password_length":16,"allowed_email_domains":["@Example.ORG "]}}""");
        Assert.Equal(200, changed.Status);
        await portal.Admin.Post(Path, """{"outbound_allowed_networks":["10.1.2.3","192.168.0.0/16"]}""");
        var now = await Inside.Get(Cancellation);
        Assert.Equal(("مكتب 🛟", "Europe/Berlin", 16), (now.Name, now.TimeZone, now.SignIn.MinimumPasswordLength));
        Assert.Equal(["example.org"], now.SignIn.AllowedEmailDomains);
        Assert.Equal(["10.1.2.3/32", "192.168.0.0/16"], now.OutboundAllowedNetworks);
        var audited = await portal.Admin.Get("/v2/organization/audit_logs?action=organization.updated");
        var change = audited["data"][1].GetProperty("changes").EnumerateArray().First(one => one.GetProperty("field").GetString() == "time_zone");
        Assert.Equal(("UTC", "Europe/Berlin"), (change.GetProperty("before").GetString(), change.GetProperty("after").GetString()));
    }

    [Fact]
    public async Task Update_FromAnOldState_IsRefused()
    {
        var tag = (await portal.Admin.Get(Path)).Response.Headers.ETag!.Tag;
        Assert.Equal(200, (await portal.Admin.Post(Path, """{"name":"First"}""", ("If-Match", tag))).Status);
        var stale = await portal.Admin.Post(Path, """{"name":"Second"}""", ("If-Match", tag));
        Assert.Equal((412, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal("First", (await Inside.Get(Cancellation)).Name);
    }

    [Fact]
    public async Task Settings_SurviveARestart()
    {
        var folder = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        await using (var first = PortalHost.Over(folder))
            await first.Admin.Post(Path, """{"name":"Kept","backup":{"interval":"daily","hour":4,"keep":3}}""");
        await using (var again = PortalHost.Over(folder))
        {
            var settings = await again.Admin.Get(Path);
            Assert.Equal(("Kept", 4), (settings["name"].GetString(), settings["backup"].GetProperty("hour").GetInt32()));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Logo_IsServedToThoseSigningIn_ButNeverRuns()
    {
        using var nobody = portal.Client(null);
        Assert.Equal(404, (await nobody.Get("/organization/logo")).Status);
        const string Svg = """<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>""";
        Assert.Equal(200, (await portal.Admin.Post(Path, $$"""{"logo":"data:image/svg+xml;base64,{{Base64(Svg)}}"}""")).Status);
        using var served = await nobody.GetAsync("/organization/logo", Cancellation);
        Assert.Equal("image/svg+xml", served.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", served.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", served.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(Svg, await served.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(200, (await portal.Admin.Post(Path, """{"logo":null}""")).Status);
        Assert.Equal(404, (await nobody.Get("/organization/logo")).Status);
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
