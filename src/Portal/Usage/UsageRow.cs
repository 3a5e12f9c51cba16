using Dapper;

namespace Portal.Usage;

/// <summary>One model call and what it took.</summary>
/// <param name="Id"><c>use_…</c></param>
/// <param name="MessageId">The reply that the call made; with <paramref name="Attempt"/> it names the call, so that nothing is billed twice.</param>
/// <param name="Attempt">Counts the calls made for one message, from 1.</param>
/// <param name="ActorType">The word of who asked: <c>user</c> or <c>key</c>.</param>
/// <param name="Tier">The word of the model's tier; null where the model has gone from the catalogue.</param>
/// <param name="CostNanodollars">The project's price; null where the model has none.</param>
/// <param name="ProviderCostNanodollars">What the provider charged; null where it does not say.</param>
/// <param name="Accuracy">The word of <see cref="Client.Threads.UsageAccuracy"/>.</param>
/// <param name="FirstOfRun">True for the first call of a run: sums to the number of runs.</param>
/// <param name="Metadata">The thread's metadata at the call, as a JSON object of strings.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="PriceId">Which price decided the cost; null without one.</param>
/// <param name="OvershootNanodollars">What the call cost beyond a hard budget: the provider took more than it was allowed to. Not part of the cost.</param>
/// <param name="PaysRun">A price for a run is paid with this call: with the first that was answered.</param>
[method: ExplicitConstructor]
internal sealed record UsageRow(
    string Id,
    string ProjectId,
    string AssistantId,
    string ThreadId,
    string RunId,
    string MessageId,
    int Attempt,
    string ActorType,
    string ActorId,
    string Model,
    string? Tier,
    string? ProviderId,
    string? Provider,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    long? CostNanodollars,
    long? ProviderCostNanodollars,
    string Accuracy,
    int ToolCalls,
    bool FirstOfRun,
    string Metadata,
    long CreatedAt,
    string? PriceId = null,
    long OvershootNanodollars = 0,
    bool PaysRun = false);
