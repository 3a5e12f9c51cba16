using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Providers;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Providers;

public sealed class ProvidersPageTests : PageTest
{
    readonly FakeProviders providers = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProvidersService>(providers)
        .AddSingleton<IProviderHealthService>(providers)
        .AddSingleton<IModelsService>(providers);

    [Fact]
    public void Test_ThatConnects_ShowsLatencyAndModels()
    {
        var page = Open("?provider=prov_1");

        Press(page, "Test connection");

        var outcome = page.Find(".notice-good");
        Assert.Contains("Connected in 123 ms, 2 models found", outcome.TextContent, StringComparison.Ordinal);
        Assert.Equal(["fast-v1", "slow-v1"], page.FindAll(".found li").Select(model => model.TextContent));
    }

    [Theory]
    [InlineData("provider=prov_1", "#field-name")]
    [InlineData("model=vendor/fast", "[id='field-targets[0]-model']")]
    public void Typed_AndNotSaved_IsAskedAboutBeforeThePanelCloses(string panel, string field)
    {
        var dialogs = DrawDialogs();
        var page = Open($"?{panel}&sort=name&order=asc");
        page.Find(field).Input("changed");

        page.Find(".side-panel-head button").Click();

        Assert.Equal($"/providers?{panel}&sort=name&order=asc", Address);
        Assert.Contains("Your changes are not saved.", dialogs.Markup, StringComparison.Ordinal);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Leave").Click();
        page.WaitForAssertion(() => Assert.Equal("/providers?sort=name&order=asc", Address));
    }

    [Fact]
    public void Test_ThatFails_ShowsTheExactError()
    {
        providers.Outcome = new ProviderTest(false, 31, [], "401 Unauthorized: Incorrect API key provided: sk-…9f.");
        var page = Open("?provider=prov_1");

        Press(page, "Test connection");

        Assert.Contains("The connection failed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("401 Unauthorized: Incorrect API key provided: sk-…9f.", page.Find(".notice pre").TextContent);
    }

    [Fact]
    public void Test_ThatPortalRefuses_ShowsItsError()
    {
        var page = Open("?provider=prov_1");
        providers.Failure = Refused;

        Press(page, "Test connection");

        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_WithUnsavedChanges_Waits()
    {
        var page = Open("?provider=prov_1");

        page.Find("#field-name").Input("Changed");

        Assert.True(page.FindAll("button").Single(button => button.TextContent.Trim() == "Test connection").HasAttribute("disabled"));
    }

    [Fact]
    public void ChangedAddress_AsksForTheKeyAgain()
    {
        var page = Open("?provider=prov_1");
        Assert.Contains("Stored", page.Find("#field-api_key").GetAttribute("placeholder"), StringComparison.Ordinal);
        page.Find("#field-base_url").Input("http://127.0.0.1:9100/v1");

        page.Find("form").Submit();

        Assert.Empty(providers.Inputs);
        Assert.Contains("Enter the key again", page.Find("#field-api_key-error").TextContent, StringComparison.Ordinal);

        page.Find("#field-api_key").Input("sk-new");
        page.Find("form").Submit();

        Assert.Equal("sk-new", Assert.Single(providers.Inputs).ApiKey);
    }

    [Fact]
    public void SavedWithoutAKey_LeavesTheStoredOneAlone()
    {
        var page = Open("?provider=prov_1");
        page.Find("#field-name").Input("Local two");

        page.Find("form").Submit();

        // A null would clear it: the field has to be absent.
        var body = JsonSerializer.Serialize(Assert.Single(providers.Inputs), ApiJson.Default.ProviderInput);
        Assert.DoesNotContain("api_key", body, StringComparison.Ordinal);
        Assert.Contains("Saved.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void ModerationModel_IsSaved()
    {
        var page = Open("?provider=prov_1");
        page.Find("#field-moderation_model").Input("omni-moderation-latest");

        page.Find("form").Submit();

        Assert.Equal("omni-moderation-latest", Assert.Single(providers.Inputs).ModerationModel);
    }

    [Fact]
    public void RefusedAddress_StandsBesideTheField()
    {
        var page = Open("?provider=new");
        page.Find("#field-name").Input("Broken");
        page.Find("#field-base_url").Input("not a url");
        providers.Failure = ApiError.Invalid("'base_url' must be an absolute http or https address.", "base_url");

        page.Find("form").Submit();

        Assert.Equal("'base_url' must be an absolute http or https address.", page.Find("#field-base_url-error").TextContent);
    }

    [Fact]
    public void Model_WithAFallbackAndPrices_IsPut()
    {
        var page = Open("?model=vendor/fast");
        Press(page, "Add fallback");
        page.Find("[id='field-targets[1]-provider_id']").Change("prov_1");
        page.Find("[id='field-targets[1]-model']").Input("slow-v1");
        page.Find("#field-prices-reasoning_per_1m").Change("7.25");

        page.Find("form").Submit();

        var (name, input) = Assert.Single(providers.Models);
        Assert.Equal("vendor/fast", name);
        Assert.Equal([("fast-v1", 0), ("slow-v1", 10)], input.Targets.Select(target => (target.Model, target.Priority)));
        Assert.Equal((1.5m, 6m, 7.25m), (input.Prices!.InputPer1m, input.Prices.OutputPer1m, input.Prices.ReasoningPer1m!.Value));
    }

    [Fact]
    public void Model_WithHalfAPrice_IsNotSent()
    {
        var page = Open("?model=new");
        page.Find("#field-id").Input("mine");
        page.Find("[id='field-targets[0]-model']").Input("mine-v1");
        page.Find("#field-prices-input_per_1m").Change("2");

        page.Find("form").Submit();

        Assert.Empty(providers.Models);
        Assert.NotEmpty(page.Find("#field-prices-output_per_1m-error").TextContent);
    }

    [Fact]
    public void Added_StaysOpenAsItself_AndSaysThatItIsSaved()
    {
        var page = Open("?provider=new");
        page.Find("#field-name").Input("Mine");
        page.Find("#field-base_url").Input("http://127.0.0.1:9100/v1");

        page.Find("form").Submit();

        Assert.Equal("/providers?provider=prov_2", Address);
        Assert.Equal("Mine", page.Find(".side-panel h2").TextContent);
        Assert.Contains("Saved.", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
        Assert.Equal("Mine", page.Find("#field-name").GetAttribute("value"));
        Assert.Equal(2, page.FindAll("section:has(#providers) tbody tr").Count);
    }

    [Fact]
    public void Pause_IsOneClick_AndUndoTakesItBack()
    {
        var page = Open("");

        Press(page, "Pause");

        Assert.False(providers.Stored[0].Enabled);
        Assert.Contains("Paused", page.Find("tbody .chip").TextContent, StringComparison.Ordinal);
        Press(page, "Undo");
        Assert.True(providers.Stored[0].Enabled);
        Assert.DoesNotContain("Paused", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_ThatFails_SaysWhy_AndOffersNoUndo()
    {
        var page = Open("");
        providers.Failure = Refused;

        Press(page, "Pause");

        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Undo", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void LastHour_StandsInTheList_AndInThePanel()
    {
        var from = Clock.GetUtcNow().ToUnixTimeSeconds() - 3540;
        providers.Hours.Add(new ProviderHealth("prov_1", ProviderStatus.Open, from + 3600, from, 2000, 1, 0.0005, 240, 1900, [new(from, 2000, 1, 240)]));

        var page = Open("?provider=prov_1");

        var row = page.Find("section:has(#providers) tbody tr").TextContent;
        Assert.Contains("< 0.1 %", row, StringComparison.Ordinal);
        Assert.Contains("240 ms", row, StringComparison.Ordinal);
        Assert.Equal("2,000 calls in the last hour, 1 failed", page.Find("tbody svg.health-chart").GetAttribute("aria-label"));
        Assert.Contains("no call goes to it until", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
        Assert.Contains("1.9 s at most", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_IsToldWhoseWorkItIs()
    {
        var page = Draw<ProvidersPage>(Viewer);

        Assert.Contains("administrators", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    static void Press(IRenderedComponent<ProvidersPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    IRenderedComponent<ProvidersPage> Open(string query)
    {
        GoTo("/providers" + query);
        return Draw<ProvidersPage>(Owner);
    }
}
