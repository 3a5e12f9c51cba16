using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Providers;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Providers;

public sealed class ModelEditorTests : PageTest
{
    readonly FakeProviders providers = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProvidersService>(providers)
        .AddSingleton<IModelsService>(providers);

    [Fact]
    public void Targets_AreMovedByKeyboard_AndKeepTheFocus()
    {
        var editor = Edit();
        Press(editor, "Add fallback");
        editor.Find("[id='field-targets[1]-provider_id']").Change("prov_1");
        editor.Find("[id='field-targets[1]-model']").Input("slow-v1");

        editor.FindAll("[role=group]")[1].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });

        Assert.Equal("Moved to place 1 of 2.", editor.Find(".visually-hidden[role=status]").TextContent);
        Assert.Single(JSInterop.VerifyFocusAsyncInvoke(1));
        editor.Find("form").Submit();
        Assert.Equal([("slow-v1", 0), ("fast-v1", 10)], providers.Models[^1].Input.Targets.Select(target => (target.Model, target.Priority)));

        editor.Find("button[aria-label='Move down']").Click();
        editor.Find("form").Submit();
        Assert.Equal(["fast-v1", "slow-v1"], providers.Models[^1].Input.Targets.Select(target => target.Model));
    }

    [Fact]
    public void Price_FromADay_IsSentWithIt()
    {
        var editor = Edit();
        editor.Find("#field-prices-input_per_1m").Change("2");
        editor.Find("#field-prices-effective_from").Input("2026-12-01");

        editor.Find("form").Submit();

        var prices = Assert.Single(providers.Models).Input.Prices!;
        Assert.Equal((2m, 6m), (prices.InputPer1m, prices.OutputPer1m));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), prices.EffectiveFrom);
    }

    [Fact]
    public void Prices_PastAndComing_AreTold()
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        providers.Prices.AddRange(
        [
            new ModelPrices { InputPer1m = 3, OutputPer1m = 9, EffectiveFrom = now + 86_400 },
            new ModelPrices { InputPer1m = 1.5m, OutputPer1m = 6, EffectiveFrom = now - 86_400 },
            new ModelPrices { InputPer1m = 1, OutputPer1m = 5, EffectiveFrom = 0 },
        ]);

        var rows = Edit().FindAll("tbody tr").Select(row => row.TextContent).ToArray();

        Assert.Contains("Coming", rows[0], StringComparison.Ordinal);
        Assert.Contains("In force", rows[1], StringComparison.Ordinal);
        Assert.Contains("The start", rows[2], StringComparison.Ordinal);
        Assert.DoesNotContain("In force", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ComingPrice_IsTakenBack_AndBroughtBackByUndo()
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var coming = new ModelPrices { InputPer1m = 3, OutputPer1m = 9, EffectiveFrom = now + 86_400 };
        providers.Prices.AddRange([coming, new ModelPrices { InputPer1m = 1, OutputPer1m = 5, EffectiveFrom = 0 }]);
        var editor = Edit();

        Press(editor, "Take back");

        Assert.DoesNotContain("Coming", editor.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Take back", editor.Find("tbody").TextContent, StringComparison.Ordinal);
        Press(editor, "Undo");
        Assert.Equal(coming, Assert.Single(providers.Models).Input.Prices);
        Assert.Contains("Coming", editor.Find("tbody").TextContent, StringComparison.Ordinal);
        providers.Failure = ApiError.Conflict("This price has begun.", "price_has_begun");
        Press(editor, "Take back");
        Assert.Equal("This price has begun.", editor.Find("[role=alert]").TextContent.Trim());
    }

    [Fact]
    public void WhoUsesIt_IsShown_AndKeepsItFromBeingDeleted()
    {
        providers.Users.Add(new ModelUser("asst_1", "Returns desk", "proj_1"));

        var editor = Edit();

        Assert.Equal("assistants/asst_1", editor.Find("[aria-label='Used by'] a").GetAttribute("href"));
        Assert.True(editor.FindAll("button").Single(button => button.TextContent.Trim() == "Delete").HasAttribute("disabled"));
        providers.Users.Clear();
        Assert.False(Edit().FindAll("button").Single(button => button.TextContent.Trim() == "Delete").HasAttribute("disabled"));
    }

    [Fact]
    public void Import_AddsWhatIsChosen_AndTellsWhatIsNot()
    {
        providers.Outcome = new ProviderTest(true, 10, ["bad name", "fast-v1", "slow-v1", "vendor/fast"], null);
        providers.Unfit.Add("bad name");
        var import = Render<ModelImport>(of => of.Add(shown => shown.Provider, FakeProviders.Local).Add(shown => shown.Catalogue, [FakeProviders.Fast]));
        Press(import, "List its models");
        Assert.True(import.FindAll("input[type=checkbox]")[3].HasAttribute("disabled"));
        import.Find("form").Submit();
        Assert.Equal("Choose at least one model.", import.Find(".error-text").TextContent);
        Assert.Empty(providers.Models);

        import.FindAll("input[type=checkbox]")[0].Change(true);
        import.FindAll("input[type=checkbox]")[2].Change(true);
        import.Find("#field-tier").Change("tiny");
        import.Find("#field-context_window").Change("32000");
        import.Find("form").Submit();

        var (name, input) = Assert.Single(providers.Models);
        Assert.Equal(("slow-v1", ModelTier.Tiny, 32_000, "prov_1", "slow-v1"), (name, input.Tier, input.ContextWindow, input.Targets[0].ProviderId, input.Targets[0].Model));
        Assert.Null(input.Prices);
        Assert.Contains("1 model added", import.Find(".notice-good").TextContent, StringComparison.Ordinal);
        Assert.Contains("'bad name' cannot be a model's name.", import.Markup, StringComparison.Ordinal);
        Assert.True(import.FindAll("input[type=checkbox]")[0].HasAttribute("checked"));
    }

    [Fact]
    public void Import_FromAProviderThatFails_SaysWhy()
    {
        providers.Outcome = new ProviderTest(false, 10, [], "401 Unauthorized");
        var import = Render<ModelImport>(of => of.Add(shown => shown.Provider, FakeProviders.Local).Add(shown => shown.Catalogue, []));

        Press(import, "List its models");

        Assert.Contains("401 Unauthorized", import.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    IRenderedComponent<ModelEditor> Edit() => Render<ModelEditor>(of => of
        .Add(shown => shown.Model, FakeProviders.Fast)
        .Add(shown => shown.Providers, [FakeProviders.Local]));

    static void Press<T>(IRenderedComponent<T> drawn, string text)
        where T : IComponent => drawn.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();
}
