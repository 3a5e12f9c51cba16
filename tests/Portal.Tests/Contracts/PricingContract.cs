using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Client.Usage;
using Portal.Tests.Usage;

namespace Portal.Tests.Contracts;

public abstract class PricingContract(PortalHost host, Side side) : Contract<IPricingService>(host, side)
{
    [Fact]
    public async Task Create_Read_List_TakeBack()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(new() { ProjectId = project, Kind = PriceKind.Run, Price = 0.5m, EffectiveFrom = Later }, Cancellation));
        Assert.Equal((PriceStatus.Coming, 0.5m), (made.Status, made.Price));
        Assert.Equal(made, Ok(await Service.Get(made.Id, Cancellation)));
        Assert.Equal(made, Assert.Single(Ok(await Service.List(new(project, PriceKind.Run), ListQuery.Default, Cancellation)).Data));
        Refused(await Service.Create(new() { ProjectId = project, Kind = PriceKind.Run, Price = 1, EffectiveFrom = Later }, Cancellation), 409, "price_exists", "effective_from");
        Assert.Equal(new Deleted(made.Id, "price.deleted"), Ok(await Service.Delete(made.Id, Cancellation)));
        Refused(await Service.Get(made.Id, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Estimate_DryRun_AndCharges()
    {
        var project = await Host.AddProject();
        Ok(await Service.Create(new() { ProjectId = project, Kind = PriceKind.Tokens, Price = 2 }, Cancellation));
        var estimate = Ok(await Service.Estimate(project, new() { RunsPerMonth = new() { Fast = 3 }, AverageTokens = new() { Input = 900, Output = 100 } }, Cancellation));
        Assert.Equal(new CostEstimateLine(CostLineKind.Tokens, 3, 2, 6), Assert.Single(estimate.Lines));
        Assert.Equal((6m, 3L), (estimate.MonthlyCost, estimate.Scenario.RunsPerMonth.Fast));
        await Host.AddUsage(UsageRows.Of(project, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        var run = Ok(await Service.DryRun(project, new() { Prices = [new() { Kind = PriceKind.Run, Price = 1 }], Days = 1 }, Cancellation));
        Assert.Equal((1L, 0.001m, 1.26m), (run.ModelCalls, run.CostNow, run.CostThen));
        Assert.Empty(Ok(await Service.ListCharges(project, PriceKind.Tool, null, ListQuery.Default, Cancellation)).Data);
    }

    [Fact]
    public async Task Reconciliation_IsKept()
    {
        var found = Ok(await Another<IReconciliationService>().Check(new(), Cancellation));
        var last = Ok(await Another<IReconciliationService>().List(new(1), Cancellation)).Data[0];
        Assert.True(string.CompareOrdinal(found.Id, last.Id) <= 0);
        Assert.Equal(found.Ok, found.DifferenceCount == 0);
    }

    [Fact]
    public async Task Import_IsReadAgain()
    {
        var imports = Another<IUsageImportsService>();
        var made = Ok(await imports.Import("date,model,cost\n2026-03-05,contract-model,1.25\n", null, Cancellation));
        Assert.Equal(1.25m, made.Total.Difference.Cost);
        Assert.Equal(made.Total.Provider, Ok(await imports.Get(made.Id, Cancellation)).Total.Provider);
        Assert.Contains(Ok(await imports.List(ListQuery.Default, Cancellation)).Data, one => one.Id == made.Id);
        Refused(await imports.Import("date,model,cost\n2026-03-05,x,-1\n", null, Cancellation), 400, "invalid_csv", "rows[2].cost");
        Assert.Equal(new Deleted(made.Id, "usage_import.deleted"), Ok(await imports.Delete(made.Id, Cancellation)));
        Refused(await imports.Get(made.Id, Cancellation), 404, "not_found");
        Refused(await imports.Delete(made.Id, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Call_SaysWhy()
    {
        var project = await Host.AddProject();
        var row = UsageRows.Of(project, DateTimeOffset.UtcNow.ToUnixTimeSeconds()) with { RunId = Ids.New("run") };
        await Host.AddUsage(row);
        var call = Ok(await Another<IUsageCallsService>().Get(row.Id, Cancellation));
        Assert.Equal((0.001m, CostLineKind.Recorded), (call.Cost, Assert.Single(call.Lines).Kind));
        Assert.Equal(row.Id, Assert.Single(Ok(await Another<IUsageCallsService>().List(row.RunId, ListQuery.Default, Cancellation)).Data).Id);
        Refused(await Another<IUsageCallsService>().Get("use_none", Cancellation), 404, "not_found");
    }

    static long Later { get; } = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400;
}

public sealed class PricingOnServer(PortalHost host) : PricingContract(host, Side.Server);

public sealed class PricingInBrowser(PortalHost host) : PricingContract(host, Side.Browser);
