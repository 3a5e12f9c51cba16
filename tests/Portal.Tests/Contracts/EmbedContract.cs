using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Embed;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class EmbedContract(PortalHost host, Side side) : Contract<IEmbedService>(host, side)
{
    [Fact]
    public async Task Saved_IsReadAgain_AndShownToAnybodyWhileItIsOn()
    {
        var assistant = await NewAssistant();
        var before = Ok(await Service.Get(assistant, Cancellation));
        Assert.Equal((false, 20, null), (before.Enabled, before.MessagesPerMinute, before.UpdatedAt));
        Refused(await Service.GetLook(assistant, Cancellation), 404, "not_found");

        var saved = Ok(await Service.Save(assistant, new EmbedInput
        {
            Enabled = true,
            AllowedOrigins = ["https://Shop.Example.org/", "https://shop.example.org:443", "https://bücher.example", "http://localhost:8080"],
            Greeting = "Good day",
            Scheme = EmbedScheme.Dark,
            Accent = "#AA5500",
        }, Cancellation));
        Assert.Equal(["https://shop.example.org", "https://xn--bcher-kva.example", "http://localhost:8080"], saved.AllowedOrigins);
        Assert.Equal(Wire.Serialize(saved), Wire.Serialize(Ok(await Service.Get(assistant, Cancellation))));
        Assert.Equal(new EmbedLook(assistant, "Helper", "Good day", EmbedScheme.Dark, "#aa5500"), Ok(await Service.GetLook(assistant, Cancellation)));

        Ok(await Service.Save(assistant, new EmbedInput { AllowedOrigins = saved.AllowedOrigins }, Cancellation));
        Refused(await Service.GetLook(assistant, Cancellation), 404, "not_found");
    }

    [Theory]
    [InlineData("https://shop.example.org/chat")]
    [InlineData("http://shop.example.org")]
    [InlineData("shop.example.org")]
    [InlineData("https://*.example.org")]
    [InlineData("https://user@shop.example.org")]
    [InlineData("https://shop.example.org; script-src *")]
    [InlineData("ftp://shop.example.org")]
    [InlineData("null")]
    public async Task NoOrigin_IsRefused(string origin) => Refused(
        await Service.Save(await NewAssistant(), new EmbedInput { Enabled = true, AllowedOrigins = ["https://fine.example.org", origin] }, Cancellation), 400, "invalid_value", "allowed_origins[1]");

    [Fact]
    public async Task OnForNoSite_IsRefused() =>
        Refused(await Service.Save(await NewAssistant(), new EmbedInput { Enabled = true }, Cancellation), 400, "missing_field", "allowed_origins");

    [Fact]
    public async Task Thread_IsForVisitors() => Refused(await Service.OpenThread(Cancellation), 403, "permission_denied");

    async Task<string> NewAssistant() =>
        (await Host.Admin.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, await Host.AddProject()))).Id;
}

public sealed class EmbedOnServer(PortalHost host) : EmbedContract(host, Side.Server);

public sealed class EmbedInBrowser(PortalHost host) : EmbedContract(host, Side.Browser);
