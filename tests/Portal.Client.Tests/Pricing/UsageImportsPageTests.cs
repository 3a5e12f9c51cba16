using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Client.Providers;
using Portal.Client.Tests.Providers;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Pricing;

public sealed class UsageImportsPageTests : PageTest
{
    readonly FakeUsageImports imports = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IUsageImportsService>(imports).AddSingleton<IProvidersService>(new FakeProviders());

    [Fact]
    public void File_IsComparedForTheChosenProvider_AndListed()
    {
        var page = Draw<UsageImportsPage>(Owner);
        Assert.Contains("No exports yet", page.Markup, StringComparison.Ordinal);
        page.Find("select").Change("prov_1");

        Bring(page, ("march.csv", "date,model,cost"));

        page.WaitForAssertion(() => Assert.Contains("3 of 4 lines differ", page.Find(".uploads li").TextContent, StringComparison.Ordinal));
        Assert.Equal(("date,model,cost", "prov_1"), Assert.Single(imports.Brought));
        Assert.Equal("pricing/imports/imp_1", page.Find(".uploads a").GetAttribute("href"));
        var row = page.Find(".import-table tbody tr");
        Assert.Equal("pricing/imports/imp_1", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["5 – 7 March 2026", "Local", "OpenAI", "4", "−12.4 k", "$4.00", "$6.75", "−$2.75"], row.QuerySelectorAll("td").Take(8).Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void EachFile_HasItsOwnEnd_AndTheServersWordsStandAtIt()
    {
        imports.Refusals["bad"] = ApiError.Invalid("Row 3, column 'input_tokens': '-1' is not a whole number of 0 or more.", "rows[3].input_tokens", "invalid_csv") with { RequestId = "req_1" };
        var page = Draw<UsageImportsPage>(Owner);

        Bring(page, ("wrong.csv", "bad"), ("right.csv", "good"));

        page.WaitForAssertion(() => Assert.Equal(2, imports.Brought.Count));
        var rows = page.FindAll(".uploads > li");
        Assert.Equal(["wrong.csv", "right.csv"], rows.Select(row => row.QuerySelector(".name")!.TextContent));
        Assert.Contains("Row 3, column 'input_tokens': '-1' is not", rows[0].QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("req_1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Null(rows[1].QuerySelector("[role=alert]"));
        Assert.Single(page.FindAll(".import-table tbody tr"));
        Assert.Null(imports.Brought[1].Provider);
    }

    [Fact]
    public void FileThatIsNoText_IsNotSent()
    {
        var page = Draw<UsageImportsPage>(Owner);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary([0xFF, 0xFE, 0x00], "binary.csv"));

        page.WaitForAssertion(() => Assert.Contains("not text in UTF-8", page.Find(".uploads [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(imports.Brought);
    }

    [Fact]
    public void FileThatIsTooLarge_IsNotRead()
    {
        var page = Draw<UsageImportsPage>(Owner);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[(16 * 1024 * 1024) + 1], "large.csv"));

        page.WaitForAssertion(() => Assert.Contains("more than 16 MiB", page.Find(".uploads [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(imports.Brought);
    }

    [Fact]
    public void WhatTheFileDoesNotSay_IsNoFigure()
    {
        imports.Kept.Add(FakeUsageImports.March with { HasTokens = false, ProviderId = null });
        imports.Kept.Add(FakeUsageImports.March with { Id = "imp_2", HasCost = false, ProviderId = "prov_gone" });

        var rows = Draw<UsageImportsPage>(Owner).FindAll(".import-table tbody tr");

        Assert.Equal(["All providers", "–", "−$2.75"], new[] { 1, 4, 7 }.Select(at => rows[0].QuerySelectorAll("td")[at].TextContent.Trim()));
        Assert.Equal(["A provider that is gone", "−12.4 k", "–"], new[] { 1, 4, 7 }.Select(at => rows[1].QuerySelectorAll("td")[at].TextContent.Trim()));
    }

    [Fact]
    public void OlderOnes_AreAPageAway()
    {
        imports.Kept.Add(FakeUsageImports.March);
        imports.Kept.Add(FakeUsageImports.March with { Id = "imp_2" });

        Assert.Contains("after=imp_2", Draw<UsageImportsPage>(Owner).Find("a[rel=next]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_CanBeTriedAgain()
    {
        imports.Unread = Refused;
        var page = Draw<UsageImportsPage>(Owner);
        Assert.Contains(Refused.Message, page.Find(".state-error").TextContent, StringComparison.Ordinal);

        imports.Unread = null;
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Try again").Click();

        Assert.Contains("No exports yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void ThoseWhoDoNotManage_SeeNothingOfIt()
    {
        imports.Kept.Add(FakeUsageImports.March);
        foreach (var markup in new[] { Draw<UsageImportsPage>(Viewer).Markup, Draw<UsageImportPage>(Viewer, of => of.Add(it => it.Id, "imp_1")).Markup })
        {
            Assert.Contains("administrators", markup, StringComparison.Ordinal);
            Assert.DoesNotContain("March", markup, StringComparison.Ordinal);
        }
    }

    static void Bring(IRenderedComponent<UsageImportsPage> page, params (string Name, string Text)[] files) =>
        page.FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Text, file.Name, contentType: "text/csv"))]);
}
