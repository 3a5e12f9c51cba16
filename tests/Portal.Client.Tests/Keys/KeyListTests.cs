using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Portal.Client.Api;
using Portal.Client.Keys;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Keys;

public sealed class KeyListTests : PageTest
{
    readonly FakeKeys keys = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IKeysService>(keys);

    [Fact]
    public void NewKey_ShowsItsSecretOnce_WithACommandThatUsesIt()
    {
        var (list, dialogs) = Draw();
        list.Find(".card-head button").Click();
        dialogs.Find("#field-name").Input("Importer two");
        dialogs.Find("form").Submit();

        var shown = dialogs.FindAll("pre").Select(text => text.TextContent).ToArray();
        Assert.Equal(FakeKeys.Secret, shown[0]);
        Assert.Contains($"Authorization: Bearer {FakeKeys.Secret}", shown[1], StringComparison.Ordinal);
        Assert.Contains("\"assistant_id\":\"asst_1\"", shown[1], StringComparison.Ordinal);

        Press(dialogs, "Done");

        Assert.DoesNotContain(FakeKeys.Secret, list.Markup + dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("Importer two", list.Find("tbody tr").TextContent, StringComparison.Ordinal);
        list.Find(".card-head button").Click();
        Assert.DoesNotContain(FakeKeys.Secret, dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void NewKey_CarriesScopesExpiryAndAddresses()
    {
        var (list, dialogs) = Draw();
        list.Find(".card-head button").Click();
        dialogs.Find("#field-name").Input("Reader");
        dialogs.FindAll("input[type=checkbox]")[2].Change(false);
        dialogs.Find("#field-expires_at").Input("2026-12-31");
        dialogs.Find("#field-allowed_addresses").Input("10.0.0.0/8, 203.0.113.7/32");

        dialogs.Find("form").Submit();

        var input = Assert.Single(keys.Inputs);
        Assert.Equal([KeyScope.Read, KeyScope.Chat], input.Scopes!);
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds(), input.ExpiresAt);
        Assert.Equal(["10.0.0.0/8", "203.0.113.7/32"], input.AllowedAddresses!);
    }

    [Fact]
    public void NewKey_RefusedAddress_StandsBesideTheField()
    {
        var (list, dialogs) = Draw();
        list.Find(".card-head button").Click();
        dialogs.Find("#field-name").Input("Reader");
        keys.Failure = ApiError.Invalid("'10.0.0.0/40' is no network.", "allowed_addresses[0]");

        dialogs.Find("form").Submit();

        Assert.Equal("'10.0.0.0/40' is no network.", dialogs.Find("#field-allowed_addresses-error").TextContent);
    }

    [Fact]
    public void Revoke_AsksFirst_ThenRemovesTheRow()
    {
        var (list, dialogs) = Draw();
        Press(list, "Revoke");
        Assert.Empty(keys.Revoked);
        Assert.Contains("Importer", dialogs.Find("p").TextContent, StringComparison.Ordinal);
        Assert.True(dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Revoke key").HasAttribute("disabled"));

        dialogs.Find("input").Input("Importer");
        Press(dialogs, "Revoke key");

        Assert.Equal(["key_1"], keys.Revoked);
        Assert.Empty(list.FindAll("tbody tr"));
    }

    [Fact]
    public void Revoke_ThatFails_KeepsTheRowAndSaysWhy()
    {
        var (list, dialogs) = Draw();
        Press(list, "Revoke");
        dialogs.Find("input").Input("Importer");
        keys.Failure = Refused;

        Press(dialogs, "Revoke key");

        Assert.Contains(Refused.Message, dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(list.FindAll("tbody tr"));
    }

    [Fact]
    public void Rotate_AsksHowLongTheOldOneWorks_AndShowsTheNewOneOnce()
    {
        var (list, dialogs) = Draw();
        Press(list, "Rotate");
        dialogs.Find("#field-overlap_seconds").Change("3600");

        Press(dialogs, "Rotate key");

        Assert.Equal(("key_1", 3600), Assert.Single(keys.Rotations));
        Assert.Equal(FakeKeys.Secret, dialogs.FindAll("pre")[0].TextContent);
        Assert.Contains($"Bearer {FakeKeys.Secret}", dialogs.FindAll("pre")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("works for 1 hour more", dialogs.Markup, StringComparison.Ordinal);
        Press(dialogs, "Done");
        Assert.DoesNotContain(FakeKeys.Secret, list.Markup + dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_SayWhenAndFromWhereAKeyWasUsed_AndThatItIsOver()
    {
        var used = FakeKeys.Make("key_1", "Importer") with { LastUsedAt = Clock.GetUtcNow().ToUnixTimeSeconds() - 7200, LastUsedAddress = "203.0.113.7", AllowedAddresses = ["203.0.113.0/24", "10.0.0.0/8"] };
        var (list, _) = Draw(used, FakeKeys.Make("key_2", "Old") with { ExpiresAt = 1_700_000_000 });

        var rows = list.FindAll("tbody tr");
        Assert.Contains("2 h ago", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("203.0.113.7", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("203.0.113.0/24 +1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Expired", rows[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(rows[1].QuerySelectorAll("button"), button => button.TextContent.Trim() == "Rotate");
    }

    [Fact]
    public void OrganizationsKeys_AreTheAdministrators()
    {
        Assert.Contains("administrators", Draw<KeysPage>(Viewer).Find("[role=alert]").TextContent, StringComparison.Ordinal);

        var page = Draw<KeysPage>(Owner);

        Assert.Null(Assert.Single(keys.Listed));
        Assert.Contains("Importer", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    static void Press<T>(IRenderedComponent<T> drawn, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => drawn.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    (IRenderedComponent<KeyList> List, IRenderedComponent<MudDialogProvider> Dialogs) Draw(params ApiKey[] shownKeys)
    {
        var dialogs = DrawDialogs();
        var list = Render<KeyList>(of => of
            .Add(shown => shown.ProjectId, "proj_1")
            .Add(shown => shown.AssistantId, "asst_1")
            .Add(shown => shown.Page, Page(shownKeys is [] ? [FakeKeys.Make("key_1", "Importer")] : shownKeys)));
        return (list, dialogs);
    }
}
