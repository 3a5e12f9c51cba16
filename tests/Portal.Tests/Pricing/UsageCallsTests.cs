using System.Text.Json;
using Portal.Api;
using Portal.Client.Projects;
using Portal.Tests.Usage;
using Portal.Usage;

namespace Portal.Tests.Pricing;

public sealed class UsageCallsTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long At = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public async Task Call_AtTheModelsPrice_IsExplainedByLinesThatAddUp()
    {
        var (project, model) = (await host.AddProject(), await NewModel());
        var from = (await host.Admin.Get($"/v2/organization/models/{model}"))["prices"].GetProperty("effective_from").GetInt64();
        // 80 × 3 + 20 × 0.3 + 20 × 15 + 10 × 20 nano-dollars a token's millionth: 746 nano-dollars of dollars by the million.
        var row = Row(project) with { Model = model, CostNanodollars = 746_000, ProviderCostNanodollars = 700_000, PriceId = $"{model}@{from}" };
        await host.AddUsage(row);
        var call = await host.Admin.Get($"/v2/usage/{row.Id}");
        Assert.Equal(("usage.call", 0.000746m, 0.0007m, 0.000046m, "exact"), (
            call["object"].GetString(), call["cost"].GetDecimal(), call["provider_cost"].GetDecimal(), call["margin"].GetDecimal(), call["accuracy"].GetString()));
        Assert.Equal(
            [("input_tokens", 0.00008m, 3m), ("cached_input_tokens", 0.00002m, 0.3m), ("output_tokens", 0.00002m, 15m), ("reasoning_tokens", 0.00001m, 20m)],
            Lines(call).Select(line => (line.GetProperty("kind").GetString(), line.GetProperty("quantity").GetDecimal(), line.GetProperty("unit_price").GetDecimal())));
        Assert.Equal(call["cost"].GetDecimal(), Lines(call).Sum(line => line.GetProperty("amount").GetDecimal()));
        Assert.Equal(("model", from), (call["price"].GetProperty("source").GetString(), call["price"].GetProperty("parts")[0].GetProperty("effective_from").GetInt64()));

        // What was charged stays explained when the model has gone.
        Assert.Equal(200, (await host.Admin.Delete($"/v2/organization/models/{model}")).Status);
        Assert.Equal(call.Body.ToString(), (await host.Admin.Get($"/v2/usage/{row.Id}")).Body.ToString());
    }

    [Fact]
    public async Task Call_AtTheProjectsPrice_NamesEachEntry_AndWhatRoundingTook()
    {
        var project = await host.AddProject();
        var run = await host.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{project}}","kind":"run","price":0.01}""");
        var tokens = await host.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{project}}","kind":"tokens","price":0.000000003}""");
        // 130 tokens at 3 nano-dollars for a thousand: 0.39, rounded to nothing.
        var row = Row(project) with { CostNanodollars = 10_000_000, PriceId = $"{run.Id}+{tokens.Id}" };
        await host.AddUsage(row, row with { Id = Ids.New("use"), MessageId = Ids.New("msg"), FirstOfRun = false, PaysRun = false, CostNanodollars = 0 });
        var call = await host.Admin.Get($"/v2/usage/{row.Id}");
        Assert.Equal(["runs", "tokens", "rounding"], Lines(call).Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(0.01m, Lines(call).Sum(line => line.GetProperty("amount").GetDecimal()));
        Assert.Equal(JsonValueKind.Null, call["provider_cost"].ValueKind);
        Assert.Equal(2, (await host.Admin.Get($"/v2/usage?run_id={row.RunId}"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task Overshoot_IsALine_ThatTheProjectDoesNotPay()
    {
        var project = await host.AddProject();
        var tokens = await host.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{project}}","kind":"tokens","price":1}""");
        var row = Row(project) with { CostNanodollars = 100_000_000, OvershootNanodollars = 30_000_000, PriceId = tokens.Id };
        await host.AddUsage(row);
        var call = await host.Admin.Get($"/v2/usage/{row.Id}");
        Assert.Equal([("tokens", 0.13m), ("overshoot", -0.03m)], Lines(call).Select(line => (line.GetProperty("kind").GetString(), line.GetProperty("amount").GetDecimal())));
        Assert.Equal(0.03m, call["overshoot"].GetDecimal());
    }

    [Fact]
    public async Task Call_WithoutAKeptPrice_SaysSo_AndWithoutCostHasNoLines()
    {
        var project = await host.AddProject();
        var (kept, free) = (Row(project), Row(project) with { CostNanodollars = null, RunId = Ids.New("run") });
        await host.AddUsage(kept, free);
        var call = await host.Admin.Get($"/v2/usage/{kept.Id}");
        Assert.Equal(("recorded", 0.001m), (Lines(call).Single().GetProperty("kind").GetString(), Lines(call).Single().GetProperty("amount").GetDecimal()));
        Assert.Equal(JsonValueKind.Null, call["price"].ValueKind);
        var unpriced = await host.Admin.Get($"/v2/usage/{free.Id}");
        Assert.Equal((JsonValueKind.Null, 0), (unpriced["cost"].ValueKind, Lines(unpriced).Count));
    }

    [Fact]
    public async Task AnotherProjectsCall_IsUnknown_AndRunIdIsAskedFor()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        var row = Row(other);
        await host.AddUsage(row);
        using var viewer = await host.AddMember(own, Role.Viewer, ChatAccess.None);
        Assert.Equal(404, (await viewer.Client.Get($"/v2/usage/{row.Id}")).Status);
        Assert.Equal(404, (await viewer.Client.Get($"/v2/usage?run_id={row.RunId}")).Status);
        Assert.Equal(404, (await host.Admin.Get("/v2/usage?run_id=run_none")).Status);
        var without = await host.Admin.Get("/v2/usage");
        Assert.Equal((400, "run_id"), (without.Status, without.Param));
    }

    static UsageRow Row(string project) => UsageRows.Of(project, At) with { RunId = Ids.New("run") };

    static List<JsonElement> Lines(Answered call) => [.. call["lines"].EnumerateArray()];

    async Task<string> NewModel()
    {
        var model = $"priced-{Guid.NewGuid():N}";
        var made = await host.Admin.Put($"/v2/organization/models/{model}", """
            {"tier":"fast","targets":[{"provider_id":"prov_00000000000000000000000000","model":"x"}],"context_window":1000,
             "prices":{"input_per_1m":3,"cached_input_per_1m":0.3,"output_per_1m":15,"reasoning_per_1m":20}}
            """);
        Assert.True(made.Status is 200 or 201, made.Body.ToString());
        return model;
    }
}
