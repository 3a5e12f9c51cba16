using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Pricing;
using Portal.Client.Providers;
using Portal.Client.Tests.Providers;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Pricing;

public sealed class UsageImportPageTests : PageTest
{
    readonly FakeUsageImports imports = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IUsageImportsService>(imports).AddSingleton<IProvidersService>(new FakeProviders());

    [Fact]
    public void Differences_StandWorstFirst_AndEqualLinesAreFoldedAway()
    {
        imports.Kept.Add(FakeUsageImports.March with { ProviderId = null });
        var page = Open();

        Assert.Equal("5 – 7 March 2026", page.Find("h1").TextContent);
        Assert.Contains("An export of OpenAI, 4 rows, beside the calls of all providers", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal(["much", "a-little", "tokens"], Models(page));
        Assert.Equal(["7 Mar 2026", "much", "$0", "$3.00", "−$3.00", "0", "12.5 k", "−12.5 k", "Runs"], Cells(page, 0));
        Assert.Equal(["$2.00", "$2.00", "$0", "1,000", "900", "+100"], Cells(page, 2)[2..^1]);
        Assert.Equal(["$4.00", "$6.75", "−$2.75", "−12.4 k", "3 of 4"], page.FindAll(".totals dd").Select(figure => figure.TextContent.Trim()));
        Assert.Equal(["All lines", "", "$4.00", "$6.75", "−$2.75"], page.FindAll("tfoot td").Take(5).Select(cell => cell.TextContent.Trim()));
        Assert.Contains("1 line is equal", page.Find("p.secondary").TextContent, StringComparison.Ordinal);
        Assert.Equal("Only differences", page.Find("nav [aria-current=true]").TextContent);
        Assert.Equal("v2/organization/usage_imports/imp_1?format=csv", page.Find("#export a").GetAttribute("href"));
    }

    [Fact]
    public void AllLines_StandInTheAddress_AndCanBeSorted()
    {
        imports.Kept.Add(FakeUsageImports.March);
        GoTo("pricing/imports/imp_1?lines=all");
        var page = Open();
        Assert.Equal(["much", "a-little", "tokens", "equal"], Models(page));
        Assert.Empty(page.FindAll("p.secondary"));

        GoTo("pricing/imports/imp_1?lines=all&sort=day&order=asc");

        Assert.Equal("much", Models(Open())[^1]);
    }

    [Fact]
    public void MoneyAlone_IsCompared_WhereTheFileSaysNothingOfTokens()
    {
        imports.Kept.Add(FakeUsageImports.March with { HasTokens = false });
        var page = Open();

        Assert.Equal(["much", "a-little"], Models(page));
        Assert.Contains("money alone is compared", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("th"), head => head.TextContent.Contains("oken", StringComparison.Ordinal));
    }

    [Fact]
    public void TokensAlone_AreCompared_WhereTheFileSaysNothingOfMoney()
    {
        imports.Kept.Add(FakeUsageImports.March with { HasCost = false });
        var page = Open();

        Assert.Equal(["much", "tokens"], Models(page));
        Assert.Contains("tokens alone are compared", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("th"), head => head.TextContent.Contains("harge", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(0, false)]
    public void Requests_CanBeShown_WhereTheFileCountsThem(long requests, bool offered)
    {
        imports.Kept.Add(FakeUsageImports.Make(FakeUsageImports.Line("2026-03-05", "model", new(requests, 10, 0, 1, 2), new(3, 10, 0, 1, 1))));

        Assert.Equal(offered, Open().FindAll(".column-choice label").Any(choice => choice.TextContent.Trim() == "Requests off by"));
    }

    [Fact]
    public void Line_LeadsToItsRunsHere_WhereOneModelIsBehindIt()
    {
        var lines = FakeUsageImports.March.Lines;
        imports.Kept.Add(FakeUsageImports.Make(lines[1], lines[2] with { OurModels = ["one", "two"] }, lines[3] with { OurModels = [] }));

        var link = Assert.Single(Open().FindAll("tbody a"));

        Assert.Equal("usage/runs?period=2026-03-05..2026-03-05&from=1772668800&to=1772755200&by=model&group=our-a-little", link.GetAttribute("href"));
    }

    [Fact]
    public void WhereNothingDiffers_ThePageSaysSo()
    {
        imports.Kept.Add(FakeUsageImports.Make(FakeUsageImports.March.Lines[0]));

        Assert.Contains("1 line of this export is what was counted here", Open().Find(".state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelThatIsNotInTheCatalogue_IsSaidToBe()
    {
        imports.Kept.Add(FakeUsageImports.Make(FakeUsageImports.March.Lines[1] with { OurModels = [] }));

        Assert.Contains("Not in the catalogue", Open().Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyLines_AreDrawnByAndBy_AndSortedOnlyAsAWhole()
    {
        imports.Kept.Add(FakeUsageImports.Make([.. Enumerable.Range(0, 250).Select(number => FakeUsageImports.Line("2026-03-05", $"model-{number}", new(1, 1, 0, 1, 1 + number), new(1, 1, 0, 1, 0)))]));
        var page = Open();
        Assert.Equal((200, 0), (page.FindAll("tbody tr").Count, page.FindAll("a.sort").Count));
        Assert.Equal("model-249", Models(page)[0]);

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Show more").Click();

        Assert.Equal(250, page.FindAll("tbody tr").Count);
        Assert.NotEmpty(page.FindAll("a.sort"));
    }

    [Fact]
    public void Comparison_IsDeletedAfterAQuestion()
    {
        imports.Kept.Add(FakeUsageImports.March);
        var dialogs = DrawDialogs();
        var page = Open();

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Delete").Click();
        Assert.Contains("The usage itself stays", dialogs.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(imports.Kept);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Delete comparison").Click();

        Assert.Empty(imports.Kept);
        Assert.Equal("/pricing/imports", Address);
    }

    [Fact]
    public void Unknown_IsAnError() => Assert.Contains("No usage import", Open().Find("[role=alert]").TextContent, StringComparison.Ordinal);

    IRenderedComponent<UsageImportPage> Open() => Draw<UsageImportPage>(Owner, page => page.Add(it => it.Id, "imp_1"));

    static List<string> Models(IRenderedComponent<UsageImportPage> page) => [.. page.FindAll("tbody tr > td:nth-child(2)").Select(cell => cell.TextContent.Trim())];

    static List<string> Cells(IRenderedComponent<UsageImportPage> page, int row) => [.. page.FindAll("tbody tr")[row].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim())];
}
