using Portal.Client.Shared;

namespace Portal.Client.Pricing;

/// <summary>How prices and the lines of a cost read on a page.</summary>
static class PriceWords
{
    public static string Name(PriceKind kind, string? item = null) => kind switch
    {
        PriceKind.Run => "Run",
        PriceKind.Tokens => "Tokens",
        PriceKind.Month => "Flat price",
        PriceKind.Memory => "Memory",
        _ => item is null ? "Tool" : $"Tool {item}",
    };

    public static string Unit(PriceKind kind) => kind switch
    {
        PriceKind.Run => "a run",
        PriceKind.Tokens => "for 1,000 tokens",
        PriceKind.Month => "a month",
        PriceKind.Memory => "a GB-month",
        _ => "a call",
    };

    public static string Help(PriceKind kind) => kind switch
    {
        PriceKind.Run => "Paid with the first model call of each run, in place of the models' prices.",
        PriceKind.Tokens => "For input and output together, in place of the models' prices.",
        PriceKind.Month => "Beside what calls cost. With tokens at $0 it stands in place of the models' prices.",
        PriceKind.Memory => "For stored conversations, measured every hour; a month is 30.4375 days.",
        _ => "For each call of the tool that goes out.",
    };

    public static string Name(CostLineKind kind) => kind switch
    {
        CostLineKind.InputTokens => "Input",
        CostLineKind.CachedInputTokens => "Cached input",
        CostLineKind.OutputTokens => "Output",
        CostLineKind.ReasoningTokens => "Reasoning",
        CostLineKind.Runs => "Runs",
        CostLineKind.Tokens => "Tokens",
        CostLineKind.Month => "Flat price",
        CostLineKind.Memory => "Memory",
        CostLineKind.Tools => "Tool calls",
        CostLineKind.Rounding => "Rounding",
        CostLineKind.Overshoot => "Beyond the budget, not charged",
        _ => "As recorded",
    };

    public static string Quantity(CostLineKind kind, decimal quantity) => kind switch
    {
        CostLineKind.InputTokens or CostLineKind.CachedInputTokens or CostLineKind.OutputTokens or CostLineKind.ReasoningTokens =>
            $"{Figures.Short((long)(quantity * 1_000_000))} tokens",
        CostLineKind.Tokens => $"{Figures.Short((long)(quantity * 1_000))} tokens",
        CostLineKind.Runs => Wording.Count((long)quantity, "run"),
        CostLineKind.Month => Wording.Count((long)quantity, "month"),
        CostLineKind.Memory => $"{quantity:0.######} GB",
        CostLineKind.Tools => Wording.Count((long)quantity, "call"),
        _ => "",
    };

    public static string Unit(CostLineKind kind) => kind switch
    {
        CostLineKind.InputTokens or CostLineKind.CachedInputTokens or CostLineKind.OutputTokens or CostLineKind.ReasoningTokens => "for 1 M tokens",
        CostLineKind.Tokens => "for 1,000 tokens",
        CostLineKind.Runs => "a run",
        CostLineKind.Month => "a month",
        CostLineKind.Memory => "a GB-month",
        CostLineKind.Tools => "a call",
        _ => "",
    };
}
