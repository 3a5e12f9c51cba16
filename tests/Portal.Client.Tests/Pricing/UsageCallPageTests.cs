using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Models;
using Portal.Client.Pricing;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Usage;

namespace Portal.Client.Tests.Pricing;

public sealed class UsageCallPageTests : PageTest, IUsageCallsService
{
    UsageCall call = new(
        "use_1", "proj_1", "asst_1", "Desk", "thread_1", "run_1", new UsageActor(ActorType.User, "user_1", "Ada"), "gpt-4-fast-2026", ModelTier.Fast, "OpenAI",
        1_000, 200, 300, 0, UsageAccuracy.Exact, 0.0028m, 0.002m, 0.0008m, 0, 0,
        new UsagePrice("gpt-4-fast-2026@5", UsagePriceSource.Model, [new(CostLineKind.InputTokens, 2, 5)]),
        [new(CostLineKind.InputTokens, 0.0008m, 2, 0.0016m), new(CostLineKind.OutputTokens, 0.0003m, 4, 0.0012m)]);

    protected override void Register(IServiceCollection services) => services.AddSingleton<IUsageCallsService>(this).AddSingleton<IPricingService>(new FakePricing());

    Task<Result<UsageCall>> IUsageCallsService.Get(string id, CancellationToken cancellation) => Task.FromResult<Result<UsageCall>>(call);

    Task<Result<ListPage<UsageCall>>> IUsageCallsService.List(string runId, ListQuery query, CancellationToken cancellation) =>
        Task.FromResult<Result<ListPage<UsageCall>>>(runId == "run_1" ? Page(call) : ApiError.NotFound("run", runId));

    [Fact]
    public void Call_IsExplained_ByLinesThatAddUp()
    {
        var page = Draw<UsageCallPage>(Owner, of => of.Add(it => it.Id, "use_1"));
        Assert.Equal(["$0.0028", "$0.0020", "$0.00080"], page.FindAll(".totals dd").Select(figure => figure.TextContent));
        Assert.Equal(["Input", "Output"], page.FindAll(".cost-lines tbody td:first-child").Select(cell => cell.TextContent));
        Assert.Equal("$0.0028", page.Find(".cost-lines tfoot .figure").TextContent);
        Assert.Contains("The model's, from", page.Markup, StringComparison.Ordinal);
        Assert.Equal("runs/run_1", page.Find("dd a").GetAttribute("href"));
    }

    [Fact]
    public void Overshoot_AndEstimatedCounts_AreSaid()
    {
        call = call with { Overshoot = 0.5m, Accuracy = UsageAccuracy.Estimated, ThreadId = null };
        var page = Draw<UsageCallPage>(Owner, of => of.Add(it => it.Id, "use_1"));
        Assert.Contains("more than the budget had left", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("Estimated", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Tried in the editor", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void CallWithoutAPrice_SaysSo()
    {
        call = call with { Cost = null, Margin = null, Price = null, Lines = [] };
        var page = Draw<UsageCallPage>(Owner, of => of.Add(it => it.Id, "use_1"));
        Assert.Contains("had no price", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Not known", page.Find(".totals dd").TextContent);
    }

    [Fact]
    public void Run_ListsItsCalls_AndItsTools()
    {
        GoTo("usage/calls?run=run_1");
        var page = Draw<UsageCallsPage>(Owner);
        Assert.Equal("usage/calls/use_1", page.FindAll("tbody a").Last(link => link.TextContent == "Why?").GetAttribute("href"));
        Assert.Contains("2 calls", page.Find(".cost-lines tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("$0.010", page.Find(".cost-lines tfoot").TextContent, StringComparison.Ordinal);
    }
}
