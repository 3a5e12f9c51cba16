using Portal.Client.Limits;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>What a call wants to use.</summary>
/// <param name="Key">Names the call: the id of the reply that it makes.</param>
/// <param name="Scopes">See <see cref="Scope.OfCall"/>.</param>
/// <param name="ThreadId">What counts as one in flight, however many calls it has open.</param>
/// <param name="Input">Tokens.</param>
/// <param name="Output">The most tokens of output.</param>
/// <param name="RunSpent">Nano-dollars that the run has cost so far.</param>
/// <param name="Pressure">How far the limits are lowered, because its providers push back; null where they do not.</param>
internal sealed record Demand(
    string Key,
    IReadOnlyList<Scope> Scopes,
    string ThreadId,
    long Input,
    long Output,
    CallPrice Price,
    bool FirstOfRun = true,
    long RunSpent = 0,
    Func<Pressure?>? Pressure = null)
{
    public string ProjectId => Scopes[1].ProjectId;

    /// <summary>Whether it takes of what another waits for.</summary>
    public bool Competes(Block other) => Scopes.Contains(other.Scope) && other.Kind switch
    {
        LimitKind.Budget or LimitKind.MaxRunCost or LimitKind.Unpriced => Price.MostCost(Input, Output, FirstOfRun) > 0,
        LimitKind.Provider => Pressure?.Invoke() is not null,
        _ => true,
    };
}

/// <param name="TokensPerMinute">What the providers of a model are asked for at most.</param>
/// <param name="RestsUntil">Monotonic ticks until which they are not asked at all; 0 where they are.</param>
/// <param name="Reason">For people.</param>
internal sealed record Pressure(string ProviderId, long TokensPerMinute, long RestsUntil, string Reason);

/// <summary>Why a call may not go on at this moment.</summary>
/// <param name="Limit">Of the counter that stands in its way, as are the next three: tokens, requests, threads or nano-dollars.</param>
/// <param name="IsFinal">Waiting changes nothing before the counter begins anew.</param>
/// <param name="Wait">After which it may be tried again; null where it depends on others.</param>
/// <param name="CanBeCut">There is room for a shorter reply now.</param>
internal sealed record Block(
    LimitKind Kind, Scope Scope, string? BudgetId, long Limit, long Used, long Reserved, long Asked, bool IsFinal, TimeSpan? Wait, bool MayBeCheaper = false, bool CanBeCut = false)
{
    public string Code => Kind switch
    {
        LimitKind.ConcurrentThreads => "concurrency_exceeded",
        LimitKind.Budget or LimitKind.MaxRunCost or LimitKind.Unpriced => "budget_exceeded",
        _ => "rate_limit_exceeded",
    };
}

/// <summary>What may be used.</summary>
/// <param name="Output">Tokens of output: as many as were asked for, or as are left.</param>
/// <param name="Narrowed">Whose room the output was cut to; null where it was not.</param>
internal sealed record Grant(long Output, Block? Narrowed);
