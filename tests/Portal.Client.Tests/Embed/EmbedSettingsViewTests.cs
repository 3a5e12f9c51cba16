using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Embed;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Embed;

public sealed class EmbedSettingsViewTests : PageTest
{
    readonly FakeEmbed embed = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IEmbedService>(embed);

    [Fact]
    public void Saved_IsWhatWasTyped_AndTheScriptIsShown()
    {
        var view = Show();
        Assert.Empty(view.FindAll("#embed-code"));
        view.Find("#field-enabled").Change(true);
        view.Find("#field-allowed_origins").Input(" https://shop.example.org \n\nhttps://other.example.org");
        view.Find("#field-title").Input(" ");
        view.Find("#field-greeting").Input("Good day");
        view.Find("#field-accent").Input("#aa5500");
        Assert.Contains("Unsaved changes", view.Markup);
        view.Find("form").Submit();

        Assert.Equal(["https://shop.example.org", "https://other.example.org"], embed.Saved!.AllowedOrigins);
        Assert.Equal((true, null, "Good day", "#aa5500", 20), (embed.Saved.Enabled, embed.Saved.Title, embed.Saved.Greeting, embed.Saved.Accent, embed.Saved.MessagesPerMinute));
        Assert.Contains("embed.js\" data-assistant=\"asst_1\" data-accent=\"#aa5500\" async", view.Find("pre").TextContent);
        Assert.Contains("Saved. It holds at once.", view.Markup);
    }

    [Fact]
    public void WrongOrigin_StandsAtItsField()
    {
        embed.Refusal = ApiError.Invalid("'allowed_origins[0]' must be an origin.", "allowed_origins[0]", "invalid_value");
        var view = Show();
        view.Find("#field-allowed_origins").Input("shop");
        view.Find("form").Submit();
        Assert.Contains("must be an origin", view.Find("#field-allowed_origins-error").TextContent);
    }

    [Fact]
    public void WhoMayNotManage_ReadsOnly()
    {
        var view = RenderComponent(readOnly: true);
        Assert.All(view.FindAll("input, textarea, select"), field => Assert.True(field.HasAttribute("disabled")));
        Assert.Empty(view.FindAll("button[type=submit]"));
    }

    [Theory]
    [InlineData("#ffffff", "#000000")]
    [InlineData("#ffcc00", "#000000")]
    [InlineData("#0b6b73", "#ffffff")]
    [InlineData("#000000", "#ffffff")]
    public void Accent_CarriesTheTextThatStandsOut(string accent, string text) => Assert.Contains(
        $"--portal-on-accent: {text}", EmbedTheme.Of(new EmbedLook("asst_1", "Help", null, EmbedScheme.System, accent)));

    IRenderedComponent<EmbedSettingsView> Show() => RenderComponent(readOnly: false);

    IRenderedComponent<EmbedSettingsView> RenderComponent(bool readOnly) =>
        Render<EmbedSettingsView>(parameters => parameters.Add(view => view.AssistantId, "asst_1").Add(view => view.ReadOnly, readOnly));

    sealed class FakeEmbed : IEmbedService
    {
        public EmbedInput? Saved { get; private set; }

        public ApiError? Refusal { get; set; }

        public Task<Result<EmbedSettings>> Get(string assistantId, CancellationToken cancellation) => Task.FromResult<Result<EmbedSettings>>(Of(assistantId, new()));

        public Task<Result<EmbedSettings>> Save(string assistantId, EmbedInput input, CancellationToken cancellation)
        {
            if (Refusal is not null) return Task.FromResult<Result<EmbedSettings>>(Refusal);
            Saved = input;
            return Task.FromResult<Result<EmbedSettings>>(Of(assistantId, input));
        }

        public Task<Result<EmbedLook>> GetLook(string assistantId, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ChatThread>> OpenThread(CancellationToken cancellation) => throw new NotSupportedException();

        static EmbedSettings Of(string assistantId, EmbedInput input) => new(
            assistantId, input.Enabled, input.AllowedOrigins, input.Title, input.Greeting, input.Scheme, input.Accent, input.MessagesPerMinute, null);
    }
}
