using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Pricing;
using Portal.Client.Threads;

namespace Portal.Client.Usage;

/// <summary>One model call: what it took, what it cost the project, and why.</summary>
/// <param name="Id"><c>use_…</c></param>
/// <param name="ThreadId">Null for a reply that was tried in the editor.</param>
/// <param name="Cost">US dollars at the price; null where there was none.</param>
/// <param name="ProviderCost">What the provider stated, else its list price; null where neither is known.</param>
/// <param name="Margin">Cost less provider cost; null where either is.</param>
/// <param name="Overshoot">What the provider took beyond a hard budget: not part of the cost.</param>
/// <param name="Price">Which decided the cost; null where there was none, or it was not kept.</param>
/// <param name="Lines">Add up to the cost.</param>
public sealed record UsageCall(
    string Id,
    string ProjectId,
    string AssistantId,
    string? AssistantName,
    string? ThreadId,
    string RunId,
    UsageActor Actor,
    string Model,
    ModelTier? Tier,
    string? Provider,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    UsageAccuracy Accuracy,
    decimal? Cost,
    decimal? ProviderCost,
    decimal? Margin,
    decimal Overshoot,
    long CreatedAt,
    UsagePrice? Price,
    IReadOnlyList<CostEstimateLine> Lines)
{
    public string Object => "usage.call";
}

/// <param name="Id">A model and the Unix seconds at which its price began (<c>gpt-4-fast-2026@1767225600</c>), or entries of the price book with a plus between them.</param>
public sealed record UsagePrice(string Id, UsagePriceSource Source, IReadOnlyList<PricePart> Parts);

/// <param name="UnitPrice">US dollars: for a million tokens of a model, for a run, or for 1,000 tokens.</param>
public sealed record PricePart(CostLineKind Kind, decimal UnitPrice, long EffectiveFrom);

[JsonConverter(typeof(SnakeCaseEnum<UsagePriceSource>))]
public enum UsagePriceSource
{
    /// <summary>The project pays the model's price.</summary>
    Model,
    /// <summary>The project's own price.</summary>
    Project,
}
