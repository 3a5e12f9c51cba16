using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Threads;
using Portal.Limits;
using Portal.Models.Gateway;
using Portal.Usage;

namespace Portal.Assistants;

/// <param name="AssistantId">Null for a definition that was never saved.</param>
internal sealed record Trial(
    string Id, string ProjectId, string? AssistantId, string Model, MessageStatus Status, ModelOutcome Outcome, int ToolCalls, long DurationMs);

/// <summary>Writes what a tried reply took: the same usage and audit rows as of a run, in one transaction.</summary>
internal sealed partial class TrialRecord(IJournal journal, CallContext context, Settlements settlements, TimeProvider time, ILogger<TrialRecord> logger)
{
    /// <summary>Stands for the assistant where there is none yet.</summary>
    public const string Unsaved = "draft";

    public async Task Write(Trial trial)
    {
        var outcome = trial.Outcome;
        if (outcome.Error is not null)
            TryFailed(logger, outcome.Upstream.Provider, outcome.Upstream.Model, outcome.Upstream.Attempts, outcome.Upstream.RequestId, outcome.OperatorDetail);
        var entry = new AuditEntry("model.called", "assistant", trial.AssistantId, trial.ProjectId)
        {
            Outcome = trial.Status is MessageStatus.Failed ? AuditOutcome.Failure : AuditOutcome.Success,
            Upstream = outcome.Upstream,
            Usage = outcome.Usage,
            DurationMs = trial.DurationMs,
        };
        var row = ToRow(trial);
        await journal.Commit(entry, connection =>
        {
            UsageRepository.Insert(connection, row);
            return true;
        }, CancellationToken.None);
        settlements.Settle(trial.Id, trial.ProjectId, trial.AssistantId, context.Caller.Kind, context.Caller.Id, outcome, row.CreatedAt);
    }

    /// <summary>It is no run in a thread, so that it counts as a model call and not as a run.</summary>
    UsageRow ToRow(Trial trial)
    {
        var (caller, outcome) = (context.Caller, trial.Outcome);
        return new UsageRow(
            Ids.New("use"), trial.ProjectId, trial.AssistantId ?? Unsaved, "", trial.Id, trial.Id, 1, Wire.Word(caller.Kind), caller.Id, outcome.Model ?? trial.Model,
            outcome.Tier is { } tier ? Wire.Word(tier) : null, outcome.ProviderId, outcome.Upstream.Provider,
            outcome.Usage.InputTokens, outcome.Usage.CachedTokens, outcome.Usage.OutputTokens, outcome.Usage.ReasoningTokens,
            outcome.Usage.Cost is { } cost ? Models.ModelPrice.ToNanodollars(cost) : null, outcome.ProviderCostNanodollars,
            Wire.Word(outcome.Usage.Accuracy), trial.ToolCalls, FirstOfRun: false, "{}", time.GetUtcNow().ToUnixTimeSeconds(), outcome.PriceId, outcome.OvershootNanodollars, outcome.PaysRun);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tried assistant got no answer from {Provider} ({Model}) after {Attempts} attempts, upstream request {UpstreamRequestId}: {Detail}")]
    static partial void TryFailed(ILogger logger, string? provider, string? model, int attempts, string? upstreamRequestId, string? detail);
}
