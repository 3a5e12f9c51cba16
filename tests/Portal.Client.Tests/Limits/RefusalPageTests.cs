using Bunit;
using Portal.Client.Access;
using Portal.Client.Limits;

namespace Portal.Client.Tests.Limits;

public sealed class RefusalPageTests : LimitsTest
{
    [Fact]
    public void Budget_IsShownAsASum_WithItsLinks()
    {
        fake.Refusals.Add(FakeLimits.Refused);

        var page = Open(Owner);

        Assert.Equal(["$49.5", "$0.4", "$0.2", "$50.1", "$50"], page.FindAll(".sum td").Select(cell => cell.TextContent));
        Assert.Equal("more than the limit of", page.FindAll(".sum th")[^1].TextContent);
        Assert.Equal(
            ["limits?project=proj_1&open=budget:bud_1", "providers?model=gpt-4-fast-2026"],
            page.FindAll(".card-body .actions a").Select(link => link.GetAttribute("href")!.Replace("%3A", ":", StringComparison.Ordinal)));
        Assert.Contains("14 times within a minute", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("assistants/asst_1", page.Find(".facts a").GetAttribute("href"));
        Assert.Contains("This project has a budget of $50.00.", page.Find("header").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_AreWholeNumbers_AndLeadToTheLimitsOfTheirScope()
    {
        fake.Refusals.Add(FakeLimits.Refused with { DecidedBy = LimitKind.TokensPerMinute, ScopeType = ScopeType.Key, ScopeId = "key_1", BudgetId = null, Limit = 1_000, Used = 900, Reserved = 0, Asked = 250 });

        var page = Open(Viewer);

        Assert.Equal(["900", "0", "250", "1,150", "1,000"], page.FindAll(".sum td").Select(cell => cell.TextContent));
        Assert.Equal(
            ["limits?project=proj_1&open=limits:key:key_1"],
            page.FindAll(".card-body .actions a").Select(link => link.GetAttribute("href")!.Replace("%3A", ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void ModelWithoutAPrice_SaysWhatIsMissing()
    {
        fake.Refusals.Add(FakeLimits.Refused with { DecidedBy = LimitKind.Unpriced, Asked = 0 });

        var page = Open(Owner);

        Assert.Contains("the model gpt-4-fast-2026 has no price", page.Markup.Replace("<strong>", "", StringComparison.Ordinal).Replace("</strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".sum"));
    }

    [Fact]
    public void OrganizationsLimit_IsNoLinkForAViewer()
    {
        fake.Refusals.Add(FakeLimits.Refused with { ScopeType = ScopeType.Organization, ScopeId = "" });

        Assert.Empty(Open(Viewer).FindAll(".card-body .actions a"));
    }

    [Fact]
    public void Unknown_IsAnError() => Assert.Contains("No refusal", Open(Owner).Find("[role=alert]").TextContent, StringComparison.Ordinal);

    IRenderedComponent<RefusalPage> Open(Session session) => Draw<RefusalPage>(session, page => page.Add(it => it.Id, "ref_1"));
}
