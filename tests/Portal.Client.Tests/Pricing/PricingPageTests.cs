using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Client.Projects;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Pricing;

public sealed class PricingPageTests : PageTest, IReconciliationService
{
    readonly FakePricing pricing = new();
    readonly List<bool> repairs = [];
    Reconciliation? last = new("recon_1", 0, 10, 2, 0, 0, 0, []);

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IPricingService>(pricing).AddSingleton<IReconciliationService>(this).AddSingleton<IProjectsService>(new FakeProjects());

    Task<Result<ListPage<Reconciliation>>> IReconciliationService.List(ListQuery query, CancellationToken cancellation) =>
        Task.FromResult<Result<ListPage<Reconciliation>>>(last is null ? Page<Reconciliation>() : Page(last));

    Task<Result<Reconciliation>> IReconciliationService.Check(ReconciliationInput input, CancellationToken cancellation)
    {
        repairs.Add(input.Repair);
        return Task.FromResult<Result<Reconciliation>>(new Reconciliation("recon_2", 0, 10, 2, 0, 0, 0, []));
    }

    [Fact]
    public void Price_IsTriedOnTheLastDays_ThenAdded()
    {
        var page = Draw<PricingPage>(Owner);
        Assert.Contains("No prices here", page.Markup, StringComparison.Ordinal);
        Press(page, "Add a price");
        page.Find("form").Submit();
        Assert.Contains("Enter a price", page.Find("#field-price-error").TextContent, StringComparison.Ordinal);
        page.Find("#field-project_id").Change(page.FindAll("#field-project_id option")[1].GetAttribute("value"));
        page.Find("#field-price").Change("0.02");
        Press(page, "Try on the last 30 days");
        Assert.Equal((PriceKind.Run, 0.02m), (pricing.Tried[0].Prices[0].Kind, pricing.Tried[0].Prices[0].Price));
        Assert.Contains("41 calls cost", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("$3.00 more", page.Find(".notice").TextContent, StringComparison.Ordinal);
        page.Find("form").Submit();
        Assert.Equal((PriceKind.Run, 0.02m), (pricing.Kept[0].Kind, pricing.Kept[0].Price));
        Assert.Empty(page.FindAll("form"));
        Assert.Contains("In force", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void EndedPrice_IsNull_AndTheSameMomentStandsBesideItsField()
    {
        var page = Draw<PricingPage>(Owner);
        Press(page, "Add a price");
        page.Find("#field-kind").Change("memory");
        page.Find("input[type=checkbox]").Change(true);
        page.Find("form").Submit();
        Assert.Equal((PriceKind.Memory, null, null), (pricing.Kept[0].Kind, pricing.Kept[0].Price, pricing.Kept[0].ProjectId));
        Press(page, "Add a price");
        page.Find("#field-kind").Change("memory");
        page.Find("#field-price").Change("1");
        page.Find("form").Submit();
        Assert.Contains("same moment", page.Find("#field-effective_from-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ComingPrice_IsTakenBack_AfterAsking()
    {
        pricing.Kept.Add(new("price_1", null, PriceKind.Tool, "lookup", 0.1m, 9_999_999_999, null, PriceStatus.Coming, 0));
        var dialogs = DrawDialogs();
        var page = Draw<PricingPage>(Owner);
        page.Find("[aria-label='Take back: Tool lookup, Organization']").Click();
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Take back").Click();
        Assert.Empty(pricing.Kept);
    }

    [Fact]
    public void Filters_StandInTheAddress()
    {
        pricing.Kept.Add(new("price_1", null, PriceKind.Memory, null, 0.1m, 0, null, PriceStatus.InForce, 0));
        GoTo("pricing?kind=run");
        var page = Draw<PricingPage>(Owner);
        Assert.Contains("No prices here", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Run", page.Find("nav [aria-current=true]").TextContent);
    }

    [Fact]
    public void ThoseWhoDoNotManage_SeeNothingOfIt() => Assert.Contains("administrators", Draw<PricingPage>(Viewer).Markup, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Badge_SaysThatSumsEqualRows_OrWhatDiffers_AndHasThemWrittenAnew()
    {
        Assert.Contains("Sums equal rows", Draw<ReconciliationBadge>(Viewer).Markup, StringComparison.Ordinal);
        last = last! with { DifferenceCount = 1, Differences = [new(DifferenceKind.Day, "proj_1", "model/gpt", 0, "input_tokens", 5, 7)] };
        var badge = Draw<ReconciliationBadge>(Owner, of => of.Add(it => it.Details, true));
        Assert.Contains("1 difference between sums and rows", badge.Markup, StringComparison.Ordinal);
        Assert.Contains("Day model/gpt", badge.Find("td.mono").TextContent, StringComparison.Ordinal);
        Press(badge, "Write the sums anew from the rows");
        Assert.Equal([true], repairs);
        Assert.Contains("Sums equal rows", badge.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Badge_BeforeTheFirstComparison_OffersOne()
    {
        last = null;
        Assert.DoesNotContain("compared", Draw<ReconciliationBadge>(Viewer).Markup, StringComparison.Ordinal);
        var badge = Draw<ReconciliationBadge>(Owner);
        Assert.Contains("not been compared yet", badge.Markup, StringComparison.Ordinal);
        Press(badge, "Check now");
        Assert.Contains("Sums equal rows", badge.Markup, StringComparison.Ordinal);
    }

    static void Press<T>(IRenderedComponent<T> page, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("button").First(button => button.TextContent.Trim() == text).Click();
}
