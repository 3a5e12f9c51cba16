using Microsoft.Extensions.DependencyInjection;
using Portal.Chaos;
using Portal.Limits;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using Portal.Tests.Usage;

namespace Portal.Tests.Limits;

public sealed class BudgetAlertsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Thresholds_AreToldOnce_AndTheEndAsCritical()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", """{"amount":0.0004,"mode":"hard","alert_at":[50,100]}""");
        var threadId = await scene.NewThread();
        for (var number = 0; number < 2; number++)
        {
            // $0.0002 each.
            scene.Provider.Enqueue(new FakeReply().Say("Yes.").Done(new FakeUsage(100, 50)));
            await scene.Ask(threadId, "Go on?");
        }

        await Until.True(async () => (await Alerts(scene.ProjectId)).Count == 2, "both thresholds are told", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([("budget_exhausted", "critical"), ("budget_threshold", "warning")], await Alerts(scene.ProjectId));
        // A restart tells nothing anew: the occasion is the same.
        host.Services.GetRequiredService<BudgetWatch>().Tell(host.Services.GetRequiredService<Quota>().Look((ledger, now) => ledger.Passed(now).ToList()));
        await host.Write(_ => true);
        Assert.Equal(2, (await Alerts(scene.ProjectId)).Count);
    }

    [Fact]
    public async Task Overshoot_IsToldOf()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", """{"amount":0.0002,"mode":"hard","alert_at":[]}""");
        scene.Provider.Enqueue(new FakeReply().Say("Short.").Done(new FakeUsage(10, 5_000)));
        await scene.Ask(await scene.NewThread(), "Talk.");
        await Until.True(async () => (await Alerts(scene.ProjectId)).Contains(("overshoot", "warning")), "the overshoot is told", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Provider_ThatPushesBack_IsToldOf()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(FakeReply.Status(429, retryAfter: "1"));
        await scene.Ask(await scene.NewThread(), "Hello?");
        await Until.True(async () => (await host.Admin.Get("/v2/alerts?kind=provider_limited"))["data"].EnumerateArray().Any(alert => alert.GetProperty("title").GetString()!.StartsWith("Fake", StringComparison.Ordinal)),
            "the provider is told of", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var load = (await host.Admin.Get("/v2/organization/limits/state"))["providers"][0];
        Assert.True(load.GetProperty("factor").GetDouble() < 1);
    }

    [Fact]
    public async Task Forecast_ThatPassesABudget_IsToldWithItsRange_AndStandsAtTheBudget()
    {
        var project = await host.AddProject();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await host.AddUsage([.. Enumerable.Range(1, 56).Select(day => UsageRows.Of(project, now - (day * 86_400)) with { MessageId = $"msg_{project}_{day}", CostNanodollars = 10_000_000_000, ProviderCostNanodollars = 7_000_000_000 })]);
        var budget = await host.Admin.Post($"/v2/projects/{project}/budgets", """{"amount":150,"alert_at":[]}""");
        var read = await host.Admin.Get($"/v2/projects/{project}/budgets/{budget.Id}");
        // Ten dollars a day, over a month.
        Assert.InRange(read["forecast"].GetDecimal(), 270, 320);
        await host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<BudgetForecasts>().Single().Check(TestContext.Current.CancellationToken);
        Assert.Contains(("budget_forecast", "warning"), await Alerts(project));
    }

    async Task<List<(string, string)>> Alerts(string project)
    {
        var list = await host.Admin.Get($"/v2/alerts?project_id={project}&status=open");
        return [.. list["data"].EnumerateArray().Select(alert => (alert.GetProperty("kind").GetString()!, alert.GetProperty("severity").GetString()!))];
    }
}
