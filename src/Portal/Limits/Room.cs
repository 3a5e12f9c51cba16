using Portal.Client.Limits;

namespace Portal.Limits;

/// <summary>What is left for one call, scope by scope: first how much of it, then how soon.</summary>
internal sealed class Room(Demand demand, LimitBook book, Moment now)
{
    readonly long least = Math.Min(demand.Output, Ledger.LeastOutput);

    /// <summary>Tokens of output that would fit, were nothing reserved by others.</summary>
    long free = demand.Output;

    /// <summary>Tokens of output that fit.</summary>
    public long Output { get; private set; } = demand.Output;
    public long Tokens => demand.Input + Output;

    /// <summary>Whose room the output was cut to.</summary>
    public Block? Narrowed { get; private set; }

    /// <summary>What cut the output by others' reservations alone: when they are gone, all of it may fit.</summary>
    public Block? Crowded => Narrowed is not null && free == demand.Output ? Narrowed with { IsFinal = false, CanBeCut = true } : null;

    public Block? Block { get; set; }

    /// <summary>Cuts the output to what days, months, the run and hard budgets have left.</summary>
    public void Narrow(Scope scope, Account account)
    {
        var limits = book.Of(scope);
        if (limits.TokensPerDay is { } perDay) FitTokens(LimitKind.TokensPerDay, scope, perDay, account.Day(now.Day).Tokens, account.Reserved.Tokens);
        if (limits.TokensPerMonth is { } perMonth) FitTokens(LimitKind.TokensPerMonth, scope, perMonth, account.Month(now.Day).Tokens, account.Reserved.Tokens);
        if (limits.MaxRunCostNanodollars is { } most) FitMoney(LimitKind.MaxRunCost, scope, null, most, demand.RunSpent, 0);
        foreach (var budget in book.BudgetsOf(scope))
            if (budget.IsHard) FitMoney(LimitKind.Budget, scope, budget, budget.AmountNanodollars, Ledger.Spent(budget, account, now), account.Reserved.Nanodollars);
    }

    /// <summary>What is let through within a minute, and at once.</summary>
    public void Pace(Scope scope, Account account)
    {
        var limits = book.Of(scope);
        if (limits.ConcurrentThreads is { } threads && !account.HasThread(demand.ThreadId) && account.Threads >= threads)
            Block ??= new Block(LimitKind.ConcurrentThreads, scope, null, threads, account.Threads, 0, 1, false, null);
        if (limits.RequestsPerMinute is { } requests && account.Requests.Until(1, requests, now.Ticks) is { Ticks: > 0 } soon)
            Block ??= new Block(LimitKind.RequestsPerMinute, scope, null, requests, account.Requests.Taken(requests, now.Ticks), 0, 1, false, soon);
        // What is more than a whole minute allows has a minute for itself.
        if (limits.TokensPerMinute is { } tokens && account.Tokens.Until(Math.Min(Tokens, tokens), tokens, now.Ticks) is { Ticks: > 0 } wait)
            Block ??= new Block(LimitKind.TokensPerMinute, scope, null, tokens, account.Tokens.Taken(tokens, now.Ticks), 0, Tokens, false, wait);
    }

    void FitTokens(LimitKind kind, Scope scope, long limit, long used, long reserved) =>
        Fit(limit - used - reserved - demand.Input, limit - used - demand.Input, new Block(kind, scope, null, limit, used, reserved, demand.Input + demand.Output, true, null));

    void FitMoney(LimitKind kind, Scope scope, BudgetRow? budget, long limit, long used, long reserved)
    {
        if (!demand.Price.Exists)
        {
            Block ??= new Block(LimitKind.Unpriced, scope, budget?.Id, limit, used, reserved, 0, true, null);
            return;
        }

        // What costs nothing is not a matter of money, also where nothing is left.
        var most = demand.Price.MostCost(demand.Input, demand.Output, demand.FirstOfRun);
        if (most == 0) return;
        Fit(OutputFor(limit - used - reserved), OutputFor(limit - used), new Block(
            kind, scope, budget?.Id, limit, used, reserved, most, true, null, budget?.FallsToCheaperTier ?? false));
    }

    long OutputFor(long nanodollars) => demand.Price.OutputFor(nanodollars, demand.Input, demand.FirstOfRun);

    /// <param name="left">Tokens of output that fit now.</param>
    /// <param name="unshared">As many as would, were nothing reserved by others.</param>
    void Fit(long left, long unshared, Block block)
    {
        if (left < least || left < 0) Block ??= block with { IsFinal = unshared < least || unshared < 0 };
        else if (left < Output) (Output, Narrowed) = (left, block);
        free = Math.Min(free, unshared);
    }
}
