using Dapper;

namespace Portal.Usage;

/// <summary>What calls took in one stretch of time, of one group.</summary>
[method: ExplicitConstructor]
internal sealed record UsageSum(
    long Start,
    string? Group,
    long Runs,
    long ModelCalls,
    long ToolCalls,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    long CostNanodollars,
    long ProviderCostNanodollars)
{
    public static UsageSum Of(UsageRow row) => new(
        row.CreatedAt, null, row.FirstOfRun ? 1 : 0, 1, row.ToolCalls, row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens,
        row.CostNanodollars ?? 0, row.ProviderCostNanodollars ?? 0);

    public static UsageSum Of(long start, string? group, IEnumerable<UsageSum> parts) =>
        parts.Aggregate(new UsageSum(start, group, 0, 0, 0, 0, 0, 0, 0, 0, 0), static (sum, part) => sum.With(part, 1));

    /// <summary>Whether nothing is left, once what was taken off is taken off.</summary>
    public bool IsEmpty => this == Of(Start, Group, []);

    public UsageSum Less(UsageSum part) => With(part, -1);

    /// <summary>The same in another stretch, where its sign says so taken off.</summary>
    public UsageSum At(long start, int sign) => Of(start, Group, []).With(this, sign);

    UsageSum With(UsageSum part, int sign) => this with
    {
        Runs = Runs + (sign * part.Runs),
        ModelCalls = ModelCalls + (sign * part.ModelCalls),
        ToolCalls = ToolCalls + (sign * part.ToolCalls),
        InputTokens = InputTokens + (sign * part.InputTokens),
        CachedTokens = CachedTokens + (sign * part.CachedTokens),
        OutputTokens = OutputTokens + (sign * part.OutputTokens),
        ReasoningTokens = ReasoningTokens + (sign * part.ReasoningTokens),
        CostNanodollars = CostNanodollars + (sign * part.CostNanodollars),
        ProviderCostNanodollars = ProviderCostNanodollars + (sign * part.ProviderCostNanodollars),
    };
}
