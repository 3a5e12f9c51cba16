using System.Data;
using System.Globalization;
using Portal.Client.Pricing;
using Portal.Client.Usage;
using Portal.Models;
using Portal.Usage;

namespace Portal.Pricing;

/// <summary>Prices that have decided what a call cost, found again by the id that stands in its row.</summary>
internal static class CallPrices
{
    const string OwnPrefix = "price_";

    /// <summary>Null for a price that is not known any more.</summary>
    public static FormerPrice? Find(IDbConnection connection, string id) => id.StartsWith(OwnPrefix, StringComparison.Ordinal) ? Own(connection, id) : OfModel(connection, id);

    /// <summary>The call's cost as lines that add up to it. Lines are exact; what rounding the call once makes of them is a line too.</summary>
    public static IReadOnlyList<CostEstimateLine> Lines(UsageRow row, FormerPrice? price)
    {
        if (row.CostNanodollars is not { } nanodollars) return [];
        var cost = UsageBuckets.Dollars(nanodollars);
        if (price is null) return [new(CostLineKind.Recorded, 1, cost, cost)];
        var overshoot = UsageBuckets.Dollars(row.OvershootNanodollars);
        var lines = price.Parts.Select(part => Line(part, Quantity(part.Kind, row), row.Model)).Append(new(CostLineKind.Overshoot, -1, overshoot, -overshoot)).Where(line => line.Amount != 0 || line.Quantity > 0).ToList();
        var rounding = cost - lines.Sum(line => line.Amount);
        return rounding == 0 ? lines : [.. lines, new(CostLineKind.Rounding, 1, rounding, rounding)];
    }

    public static CostEstimateLine Line(PricePart part, decimal quantity, string? model) =>
        new(part.Kind, quantity, part.UnitPrice, quantity * part.UnitPrice, Model: part.Kind is CostLineKind.Runs or CostLineKind.Tokens ? null : model);

    /// <summary>What of a model's price is for what; quantities of its lines are millions of tokens.</summary>
    public static IReadOnlyList<PricePart> Parts(ModelPrice price, long effectiveFrom) =>
    [
        new(CostLineKind.InputTokens, ModelPrice.ToDollars(price.Input), effectiveFrom),
        new(CostLineKind.CachedInputTokens, ModelPrice.ToDollars(price.CachedInput), effectiveFrom),
        new(CostLineKind.OutputTokens, ModelPrice.ToDollars(price.Output), effectiveFrom),
        new(CostLineKind.ReasoningTokens, ModelPrice.ToDollars(price.Reasoning), effectiveFrom),
    ];

    static decimal Quantity(CostLineKind kind, UsageRow row) => kind switch
    {
        CostLineKind.Runs => row.PaysRun ? 1 : 0,
        CostLineKind.Tokens => (row.InputTokens + row.OutputTokens) / 1_000m,
        CostLineKind.InputTokens => (row.InputTokens - row.CachedTokens) / 1_000_000m,
        CostLineKind.CachedInputTokens => row.CachedTokens / 1_000_000m,
        CostLineKind.OutputTokens => (row.OutputTokens - row.ReasoningTokens) / 1_000_000m,
        _ => row.ReasoningTokens / 1_000_000m,
    };

    static FormerPrice? Own(IDbConnection connection, string id)
    {
        var (perRun, per1k, parts) = (0L, 0L, new List<PricePart>());
        foreach (var entry in id.Split('+'))
        {
            if (PricesRepository.Find(connection, entry) is not { } row) return null;
            var isRun = row.Kind == "run";
            if (isRun) perRun = row.Nanodollars;
            else per1k = row.Nanodollars;
            parts.Add(new(isRun ? CostLineKind.Runs : CostLineKind.Tokens, UsageBuckets.Dollars(row.Nanodollars), row.EffectiveFrom));
        }

        return new(id, UsagePriceSource.Project, new CallPrice(null, null, new OwnPrice(id, perRun, per1k)), parts);
    }

    static FormerPrice? OfModel(IDbConnection connection, string id)
    {
        var cut = id.LastIndexOf('@');
        if (cut < 0 || !long.TryParse(id[(cut + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var from)) return null;
        if (ModelsRepository.PriceFrom(connection, id[..cut], from) is not { } row) return null;
        var price = ModelContracts.ToPrice(row);
        return new(id, UsagePriceSource.Model, new CallPrice(price, id, null), Parts(price, from));
    }
}

/// <param name="Parts">What it is made of, in dollars.</param>
internal sealed record FormerPrice(string Id, UsagePriceSource Source, CallPrice Price, IReadOnlyList<PricePart> Parts)
{
    /// <summary>Nano-dollars that the call of the row costs by it.</summary>
    public long Cost(UsageRow row) =>
        Price.Cost(new TokenCount(row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens), row.PaysRun)!.Value;
}
