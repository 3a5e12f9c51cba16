using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Models;

namespace Portal.Client.Pricing;

/// <summary>A month to be estimated. A field that is left out is taken from the project's use of the last 30 days.</summary>
public sealed record CostEstimateInput
{
    public RunsByTier? RunsPerMonth { get; init; }

    /// <summary>For one run, all its model calls together.</summary>
    public AverageTokens? AverageTokens { get; init; }

    /// <summary>Stored conversations, in gigabytes.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? MemoryGb { get; init; }

    /// <summary>Tool calls a month.</summary>
    [Range(0, 1_000_000_000L)]
    public long? ToolCalls { get; init; }
}

public sealed record RunsByTier
{
    [Range(0, 1_000_000_000L)]
    public long Reasoner { get; init; }

    [Range(0, 1_000_000_000L)]
    public long Fast { get; init; }

    [Range(0, 1_000_000_000L)]
    public long Tiny { get; init; }

    public long Of(ModelTier tier) => tier switch { ModelTier.Reasoner => Reasoner, ModelTier.Fast => Fast, _ => Tiny };
}

public sealed record AverageTokens
{
    [Range(0, 1_000_000_000L)]
    public long Input { get; init; }

    [Range(0, 1_000_000_000L)]
    public long Output { get; init; }
}

/// <param name="Scenario">What was calculated, with what was filled in.</param>
/// <param name="WithoutPrice">What has runs or calls but no price, so that the sum lacks it: <c>reasoner</c>, <c>fast</c>, <c>tiny</c>, <c>memory</c>, <c>tools</c>.</param>
public sealed record CostEstimate(decimal MonthlyCost, IReadOnlyList<CostEstimateLine> Lines, CostScenario Scenario, IReadOnlyList<string> WithoutPrice)
{
    public string Object => "cost_estimate";
}

/// <summary>Amount = quantity × unit price, in US dollars, rounded to nine decimals; the lines add up to the sum.</summary>
/// <param name="Quantity">In the price's unit: millions of tokens of a model, thousands of tokens, runs, months, gigabyte-months, calls.</param>
/// <param name="Tier">Of the lines of a model.</param>
/// <param name="Model">Whose price it is: the one that the project uses most in the tier, else the first that has a price.</param>
public sealed record CostEstimateLine(CostLineKind Kind, decimal Quantity, decimal UnitPrice, decimal Amount, ModelTier? Tier = null, string? Model = null);

[JsonConverter(typeof(SnakeCaseEnum<CostLineKind>))]
public enum CostLineKind
{
    InputTokens,
    CachedInputTokens,
    OutputTokens,
    ReasoningTokens,
    Runs,
    Tokens,
    Month,
    Memory,
    Tools,
    /// <summary>What rounding the sum once adds or takes, where lines are exact.</summary>
    Rounding,
    /// <summary>What a provider took beyond a hard budget, which the project does not pay.</summary>
    Overshoot,
    /// <summary>A cost whose price is no longer known.</summary>
    Recorded,
}

/// <param name="CachedShare">The part of the input, 0 to 1, that was cached in the last 30 days.</param>
/// <param name="ReasoningShare">The part of the output that was reasoning.</param>
public sealed record CostScenario(
    RunsByTier RunsPerMonth, AverageTokens AverageTokens, decimal MemoryGb, long ToolCalls, decimal CachedShare, decimal ReasoningShare);
