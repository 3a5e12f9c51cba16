using Portal.Api;
using Portal.Client.Audit;
using Portal.Models.Gateway;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>Told by whoever writes rows of usage, once they are on disk; and of calls that make none.</summary>
internal sealed class Settlements(Quota quota, BudgetWatch watch) : IChargesWatcher
{
    /// <param name="key">Of the call's <see cref="CallPayer"/>.</param>
    /// <param name="at">Unix seconds of the row.</param>
    public void Settle(string key, string projectId, string? assistantId, ActorType actor, string actorId, ModelOutcome outcome, long at)
    {
        var cost = outcome.Usage.Cost is { } dollars ? Models.ModelPrice.ToNanodollars(dollars) : 0;
        var crossings = quota.Settle(key, Scope.OfCall(projectId, assistantId, actor, actorId), new Amount(outcome.Usage.InputTokens + outcome.Usage.OutputTokens, cost), at);
        watch.Tell(crossings);
        if (outcome.OvershootNanodollars > 0) watch.TellOvershoot(key, projectId, outcome);
    }

    /// <summary>What is spent beside model calls.</summary>
    void IChargesWatcher.Charged(ChargeRow charge) => watch.Tell(quota.Spend(
        charge.ActorType is null
            ? [Scope.Organization, Scope.Project(charge.ProjectId)]
            : Scope.OfCall(charge.ProjectId, charge.AssistantId, Wire.Word<ActorType>(charge.ActorType), charge.ActorId!),
        new Amount(0, charge.AmountNanodollars), charge.CreatedAt));

    /// <summary>What was reserved before the reply had a name is the reply's.</summary>
    public void Rename(string room, string key) => quota.Rename(room, key);

    public void Release(string key) => quota.Release(key);

    public void ReleaseThread(string threadId) => quota.ReleaseThread(threadId);
}
