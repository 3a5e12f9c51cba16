using Portal.Approvals;
using Microsoft.Extensions.AI;
using Portal.Client.Models;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Models.Gateway;

/// <summary>One piece of a streamed model call.</summary>
internal abstract record ModelChunk
{
    ModelChunk()
    {
    }

    internal sealed record TextDelta(string Text) : ModelChunk;

    internal sealed record ReasoningDelta(string Text) : ModelChunk;

    /// <param name="Index">Which of the parallel calls this continues, from 0.</param>
    /// <param name="Id">With the call's first piece only.</param>
    /// <param name="Name">With the call's first piece only.</param>
    internal sealed record ToolCallDelta(int Index, string? Id, string? Name, string? ArgumentsDelta) : ModelChunk;

    /// <summary>A rule has found something. It is recorded already.</summary>
    internal sealed record Flagged(SafetyFlag Flag) : ModelChunk;

    /// <summary>What went out to the model in place of what was asked. Before any piece of the answer.</summary>
    internal sealed record Sent(IReadOnlyList<ChatMessage> Messages) : ModelChunk;

    /// <summary>The call waits for room within its limits, or no longer. Before any piece of the answer.</summary>
    /// <param name="Reason">What it waits for, for people; null once there is room and a model is asked.</param>
    internal sealed record Waiting(string? Reason) : ModelChunk;

    internal sealed record Ended(ModelOutcome Outcome) : ModelChunk;
}

/// <summary>How a model call ended, and what it took.</summary>
/// <param name="Error">Null for success; otherwise <c>provider_error</c>, <c>provider_timeout</c>, <c>policy_blocked</c> or <c>policy_unavailable</c> with one sentence for the person in the chat.</param>
/// <param name="OperatorDetail">The upstream's own words, without its key, for the trace and the log.</param>
/// <param name="ProviderId">Who was asked last; null when nobody could be.</param>
/// <param name="Usage">Its cost is what the project pays; null without a price.</param>
/// <param name="ProviderCostNanodollars">What the provider charged: as it says, else by the model's price; null without one.</param>
internal sealed record ModelOutcome(
    MessageError? Error,
    string? OperatorDetail,
    Upstream Upstream,
    string? ProviderId,
    ModelTier? Tier,
    TokenUsage Usage,
    long? ProviderCostNanodollars,
    string? FinishReason)
{
    /// <summary>The harshest thing that a rule did, such as <c>pii.redact</c>; null where none found anything.</summary>
    public string? SafetyFlag { get; init; }

    /// <summary>The model that answered, where it is not the one that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Which price decided the cost; null without one.</summary>
    public string? PriceId { get; init; }

    /// <summary>The project's price for a run is part of the cost.</summary>
    public bool PaysRun { get; init; }

    /// <summary>What the call took beyond a hard budget, which is not charged.</summary>
    public long OvershootNanodollars { get; init; }

    /// <summary>What a person must approve before it goes on; null where nothing waits.</summary>
    public AskedApproval? Ask { get; init; }
}
