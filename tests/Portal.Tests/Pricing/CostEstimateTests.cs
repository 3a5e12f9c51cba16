using Dapper;
using Portal.Api;
using Portal.Tests.Usage;
using Portal.Usage;

namespace Portal.Tests.Pricing;

public sealed class CostEstimateTests(PortalHost host) : IClassFixture<PortalHost>
{
    static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    [Fact]
    public async Task GivenScenario_AtTheModelsPrices_OnALineForEachTierAndKind()
    {
        var project = await host.AddProject();
        var model = await NewModel("reasoner", 2, 8);
        await host.AddUsage(Row(project) with { Model = model, Tier = "reasoner", CachedTokens = 0, ReasoningTokens = 0 });
        var estimate = await Estimate(project, """{"runs_per_month":{"reasoner":1000},"average_tokens":{"input":500,"output":250},"memory_gb":0,"tool_calls":0}""");
        // 0.5 million of input at $2, 0.25 million of output at $8.
        Assert.Equal([("input_tokens", 0.5m, 2m, 1m), ("output_tokens", 0.25m, 8m, 2m)], Lines(estimate));
        Assert.Equal((3m, "cost_estimate"), (estimate["monthly_cost"].GetDecimal(), estimate["object"].GetString()));
        Assert.All(estimate["lines"].EnumerateArray(), line => Assert.Equal((model, "reasoner"), (line.GetProperty("model").GetString(), line.GetProperty("tier").GetString())));
    }

    [Fact]
    public async Task LeftOutFields_AreTheLastThirtyDays()
    {
        var project = await host.AddProject();
        var model = await NewModel("fast", 1, 2);
        await host.AddUsage(
            Row(project) with { Model = model, ToolCalls = 4, InputTokens = 1_000, CachedTokens = 500, OutputTokens = 400, ReasoningTokens = 100 },
            Row(project) with { Model = model, InputTokens = 3_000, CachedTokens = 500, OutputTokens = 400, ReasoningTokens = 100, FirstOfRun = false },
            Row(project) with { Model = model, InputTokens = 2_000, CachedTokens = 500, OutputTokens = 0, ReasoningTokens = 0 },
            Row(project) with { CreatedAt = Now - (40 * 86_400), Model = model });
        await host.Write(connection => connection.Execute("INSERT INTO memory_use (project_id, bytes, sampled_bytes) VALUES (@project, 2500000000, 0)", new { project }));
        var estimate = await Estimate(project, "{}");
        var scenario = estimate["scenario"];
        Assert.Equal((0, 2, 0), (Runs("reasoner"), Runs("fast"), Runs("tiny")));
        Assert.Equal((3_000, 400, 2.5m, 4), (
            scenario.GetProperty("average_tokens").GetProperty("input").GetInt64(), scenario.GetProperty("average_tokens").GetProperty("output").GetInt64(),
            scenario.GetProperty("memory_gb").GetDecimal(), scenario.GetProperty("tool_calls").GetInt64()));
        Assert.Equal((0.25m, 0.25m), (scenario.GetProperty("cached_share").GetDecimal(), scenario.GetProperty("reasoning_share").GetDecimal()));
        Assert.Equal(0.006m + 0.0016m, estimate["monthly_cost"].GetDecimal());
        Assert.Equal(["input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens"], Lines(estimate).Select(line => line.Item1));

        long Runs(string tier) => scenario.GetProperty("runs_per_month").GetProperty(tier).GetInt64();
    }

    [Fact]
    public async Task ProjectsOwnPrices_MonthMemoryAndTools_StandInTheirPlace()
    {
        var project = await host.AddProject();
        foreach (var price in new[] { """ "kind":"run","price":0.5""", """ "kind":"tokens","price":0.002""", """ "kind":"month","price":49""", """ "kind":"memory","price":0.25""", """ "kind":"tool","item":"lookup","price":0.01""" })
            Assert.Equal(201, (await host.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{project}}",{{price}} }""")).Status);
        var estimate = await Estimate(project, """{"runs_per_month":{"fast":10,"tiny":10},"average_tokens":{"input":900,"output":100},"memory_gb":4,"tool_calls":7}""");
        Assert.Equal(
            [("runs", 20m, 0.5m, 10m), ("tokens", 20m, 0.002m, 0.04m), ("month", 1m, 49m, 49m), ("memory", 4m, 0.25m, 1m), ("tools", 7m, 0.01m, 0.07m)], Lines(estimate));
        Assert.Equal(60.11m, estimate["monthly_cost"].GetDecimal());
    }

    [Theory]
    [InlineData("""{"runs_per_month":{"fast":-1}}""", "runs_per_month.fast")]
    [InlineData("""{"average_tokens":{"input":1.5}}""", "average_tokens.input")]
    [InlineData("""{"memory_gb":-1}""", "memory_gb")]
    [InlineData("""{"tool_calls":1000000001}""", "tool_calls")]
    [InlineData("""{"runs":1}""", "runs")]
    public async Task BadValues_AreNamed(string body, string param)
    {
        var answer = await host.Admin.Post($"/v2/projects/{await host.AddProject()}/cost_estimate", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task DryRun_ChargesEachCallAnew_BesideWhatItCost()
    {
        var project = await host.AddProject();
        var model = await NewModel("fast", 10, 10);
        await host.AddUsage(
            Row(project) with { Model = model, CreatedAt = Now, CostNanodollars = 5_000_000 },
            Row(project) with { Model = model, CreatedAt = Now, FirstOfRun = false, CostNanodollars = null },
            Row(project) with { CreatedAt = Now - (8 * 86_400) });
        var run = await Dry(project, """{"prices":[{"kind":"run","price":0.02},{"kind":"tokens","price":0.001}],"days":7}""");
        Assert.Equal((2, 1, 260), (run["model_calls"].GetInt32(), run["runs"].GetInt32(), run["tokens"].GetInt32()));
        Assert.Equal((0.005m, 0.02026m, 0.01526m), (run["cost_now"].GetDecimal(), run["cost_then"].GetDecimal(), run["difference"].GetDecimal()));

        // Without a price of its own the project pays the model's; what it has of its own stays where nothing is said of it.
        Assert.Equal(201, (await host.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{project}}","kind":"run","price":1}""")).Status);
        Assert.Equal(1.00026m, (await Dry(project, """{"prices":[{"kind":"tokens","price":0.001}],"days":7}"""))["cost_then"].GetDecimal());
        var models = await Dry(project, """{"prices":[{"kind":"run","price":null}],"days":7}""");
        // Of the two calls: the prices of the model began after both, or at their second.
        Assert.Equal(2, models["model_calls"].GetInt32());
        Assert.True(models["cost_then"].GetDecimal() + models["unpriced_calls"].GetInt32() > 0);
        var month = await Dry(project, """{"prices":[{"kind":"month","price":31}],"days":30}""");
        Assert.InRange(month["cost_then"].GetDecimal(), 29m, 34m);
        Assert.Equal(0.006m, month["cost_now"].GetDecimal());
    }

    [Theory]
    [InlineData("""{"prices":[{"kind":"memory","price":1}]}""", "prices[0].kind")]
    [InlineData("""{"prices":[{"kind":"run","price":1},{"kind":"run","price":2}]}""", "prices[1].kind")]
    [InlineData("""{"prices":[{"kind":"run","price":-1}]}""", "prices[0].price")]
    [InlineData("""{"prices":[]}""", "prices")]
    [InlineData("""{"prices":[{"kind":"run","price":1}],"days":93}""", "days")]
    public async Task DryRun_BadValues_AreNamed(string body, string param)
    {
        var answer = await host.Admin.Post($"/v2/projects/{await host.AddProject()}/price_dry_run", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    static UsageRow Row(string project) => UsageRows.Of(project, Now - 86_400) with { RunId = Ids.New("run") };

    async Task<Answered> Estimate(string project, string body) => Ok(await host.Admin.Post($"/v2/projects/{project}/cost_estimate", body));

    async Task<Answered> Dry(string project, string body) => Ok(await host.Admin.Post($"/v2/projects/{project}/price_dry_run", body));

    static Answered Ok(Answered answer)
    {
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Body}");
        return answer;
    }

    static List<(string?, decimal, decimal, decimal)> Lines(Answered estimate) => [.. estimate["lines"].EnumerateArray().Select(line => (
        line.GetProperty("kind").GetString(), line.GetProperty("quantity").GetDecimal(), line.GetProperty("unit_price").GetDecimal(), line.GetProperty("amount").GetDecimal()))];

    async Task<string> NewModel(string tier, int input, int output)
    {
        var model = $"priced-{Guid.NewGuid():N}";
        var made = await host.Admin.Put($"/v2/organization/models/{model}",
            $$"""{"tier":"{{tier}}","targets":[{"provider_id":"prov_00000000000000000000000000","model":"x"}],"context_window":1000,"prices":{"input_per_1m":{{input}},"output_per_1m":{{output}} } }""");
        Assert.True(made.Status is 200 or 201, made.Body.ToString());
        return model;
    }
}
