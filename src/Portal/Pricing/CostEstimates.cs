using Portal.Api;
using Portal.Client.Models;
using Portal.Client.Pricing;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Usage;

namespace Portal.Pricing;

/// <summary>A month's cost by the price book and the models' present prices; what is not given is taken from what the project really used.</summary>
internal sealed class CostEstimates(IDatabase database, IProjectUse use, PriceBook book, TimeProvider time)
{
    const int Days = 30;
    const int Decimals = 9;

    public async Task<CostEstimate> Estimate(string projectId, CostEstimateInput input, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var prices = await Prices(projectId, now, cancellation);
        var scenario = Fill(input, prices);
        var lines = new List<CostEstimateLine>();
        var without = new List<string>();
        if (prices.Table.Own(projectId, now) is { } own) AddOwn(lines, own, scenario);
        else AddModels(lines, without, prices, scenario);
        Add(lines, CostLineKind.Month, 1, Dollars("month", ""));
        Add(lines, CostLineKind.Memory, scenario.MemoryGb, Dollars("memory", ""));
        Add(lines, CostLineKind.Tools, scenario.ToolCalls, ToolPrice(projectId, prices, now));
        return new CostEstimate(lines.Sum(line => line.Amount), lines, scenario, without);

        decimal Dollars(string kind, string item) => UsageBuckets.Dollars(prices.Table.At(projectId, kind, item, now)?.Nanodollars ?? 0);
    }

    sealed record Known(
        PriceTable Table, IReadOnlyList<UsageSum> Tiers, IReadOnlyList<UsageSum> Models, IReadOnlyDictionary<string, long> ToolCalls, long Bytes,
        IReadOnlyList<ModelRow> Catalogue, IReadOnlyDictionary<string, PriceRow> ModelPrices);

    async Task<Known> Prices(string projectId, long now, CancellationToken cancellation)
    {
        var from = now - (Days * UsageCalendar.Day);
        var (tiers, models) = (await use.Sum(projectId, "tier", from, now, cancellation), await use.Sum(projectId, "model", from, now, cancellation));
        var table = await book.Get(cancellation);
        return await database.Read(connection => new Known(
            table, tiers, models, ChargesRepository.ToolCalls(connection, projectId, from, now), MemoryCharges.Bytes(connection, projectId),
            ModelsRepository.ListAll(connection).ToList(), ModelsRepository.PricesAt(connection, now)), cancellation);
    }

    static CostScenario Fill(CostEstimateInput input, Known known)
    {
        var all = UsageSum.Of(0, null, known.Models);
        var runs = input.RunsPerMonth ?? new RunsByTier { Reasoner = Runs(ModelTier.Reasoner), Fast = Runs(ModelTier.Fast), Tiny = Runs(ModelTier.Tiny) };
        var tokens = input.AverageTokens ?? new AverageTokens { Input = Average(all.InputTokens), Output = Average(all.OutputTokens) };
        return new(
            runs, tokens, input.MemoryGb ?? Round((decimal)known.Bytes / MemoryCharges.BytesInGigabyte), input.ToolCalls ?? all.ToolCalls,
            Share(all.CachedTokens, all.InputTokens), Share(all.ReasoningTokens, all.OutputTokens));

        long Runs(ModelTier tier) => known.Tiers.Where(sum => sum.Group == Wire.Word(tier)).Sum(sum => sum.Runs);
        long Average(long tokens) => all.Runs == 0 ? 0 : (long)Math.Round((decimal)tokens / all.Runs);
    }

    static void AddOwn(List<CostEstimateLine> lines, OwnPrice own, CostScenario scenario)
    {
        var runs = scenario.RunsPerMonth.Reasoner + scenario.RunsPerMonth.Fast + scenario.RunsPerMonth.Tiny;
        Add(lines, CostLineKind.Runs, runs, UsageBuckets.Dollars(own.PerRun));
        Add(lines, CostLineKind.Tokens, runs * (decimal)(scenario.AverageTokens.Input + scenario.AverageTokens.Output) / 1_000m, UsageBuckets.Dollars(own.Per1kTokens));
    }

    static void AddModels(List<CostEstimateLine> lines, List<string> without, Known known, CostScenario scenario)
    {
        foreach (var tier in Enum.GetValues<ModelTier>())
        {
            if (scenario.RunsPerMonth.Of(tier) is not (> 0 and var runs)) continue;
            if (ModelOf(tier, known) is not { } model)
            {
                without.Add(Wire.Word(tier));
                continue;
            }

            var (input, output) = (runs * (decimal)scenario.AverageTokens.Input / 1_000_000m, runs * (decimal)scenario.AverageTokens.Output / 1_000_000m);
            var (cached, reasoning) = (Round(input * scenario.CachedShare), Round(output * scenario.ReasoningShare));
            decimal[] quantities = [input - cached, cached, output - reasoning, reasoning];
            var price = known.ModelPrices[model];
            var parts = CallPrices.Parts(ModelContracts.ToPrice(price), price.EffectiveFrom);
            for (var index = 0; index < parts.Count; index++) Add(lines, parts[index].Kind, quantities[index], parts[index].UnitPrice, tier, model);
        }
    }

    /// <summary>The one that the project calls most, of those that have a price; else the first by name.</summary>
    static string? ModelOf(ModelTier tier, Known known) => known.Catalogue
        .Where(model => model.Tier == Wire.Word(tier) && known.ModelPrices.ContainsKey(model.Name))
        .OrderByDescending(model => known.Models.Where(sum => sum.Group == model.Name).Sum(sum => sum.ModelCalls)).ThenBy(model => model.Name, StringComparer.Ordinal)
        .FirstOrDefault()?.Name;

    /// <summary>Of an average call: by the tools really called, those without a price counted as nothing; before any was, the mean of the tools' prices.</summary>
    static decimal ToolPrice(string projectId, Known known, long now)
    {
        var prices = known.Table.Tools(projectId).Select(tool => (Tool: tool, Price: known.Table.At(projectId, "tool", tool, now)))
            .Where(one => one.Price is not null).ToDictionary(one => one.Tool, one => UsageBuckets.Dollars(one.Price!.Nanodollars));
        if (prices.Count == 0) return 0;
        var calls = known.Models.Sum(sum => sum.ToolCalls);
        return Round(calls == 0 ? prices.Values.Average() : known.ToolCalls.Sum(tool => tool.Value * prices.GetValueOrDefault(tool.Key)) / calls);
    }

    static void Add(List<CostEstimateLine> lines, CostLineKind kind, decimal quantity, decimal price, ModelTier? tier = null, string? model = null)
    {
        if (quantity > 0 && (price > 0 || model is not null)) lines.Add(new(kind, quantity, price, Round(quantity * price), tier, model));
    }

    static decimal Share(long part, long whole) => whole == 0 ? 0 : decimal.Round((decimal)part / whole, 4);

    static decimal Round(decimal value) => decimal.Round(value, Decimals, MidpointRounding.ToEven);
}
