using Portal.Client.Limits;

namespace Portal.Limits;

/// <param name="Ticks">Monotonic: no clock that is set changes it.</param>
/// <param name="Day">As the organization's clocks have it.</param>
internal readonly record struct Moment(long Ticks, DateOnly Day);

/// <param name="Percent">Of the budget's amount, passed by what was just spent.</param>
internal sealed record Crossing(BudgetRow Budget, int Percent, long Spent);

/// <summary>
/// Who may use how much, and who has used how much: a plain state machine, entered by one at a time (see <see cref="Quota"/>).
/// A call reserves in every scope that it counts in, or in none; it is charged when the provider has told what it took, and
/// settled once its row of usage is on disk. So what is spent here is what the rows say, and what is reserved is what is open.
/// </summary>
internal sealed class Ledger
{
    /// <summary>Where not even so many tokens of output are left, a reply is not begun.</summary>
    public const long LeastOutput = 16;

    sealed record Reservation(Demand Demand, IReadOnlyList<Account> Accounts, long Tokens, long Nanodollars);

    readonly Dictionary<Scope, Account> accounts = [];
    readonly Dictionary<string, Reservation> open = [];
    readonly Dictionary<(string Project, string Provider), Bucket> pressed = [];
    readonly FairShares shares = new();

    /// <summary>Rows that were read from disk before their calls were settled here.</summary>
    readonly HashSet<string> counted = [];

    public LimitBook Book { get; set; } = LimitBook.Empty;

    public int Open => open.Count;

    public bool Holds(string key) => open.ContainsKey(key);

    public Account AccountOf(Scope scope) => accounts.TryGetValue(scope, out var account) ? account : accounts[scope] = new Account();

    /// <summary>How much the project has used of late for its weight.</summary>
    public double Served(string projectId, Moment now) => shares.Of(projectId, now.Ticks) / Book.WeightOf(projectId);

    /// <summary>Reserves, in place of what the same key held; where that cannot be, changes nothing.</summary>
    /// <param name="canWait">Rather than to be cut to what others have not reserved.</param>
    public (Grant? Grant, Block? Block) Try(Demand demand, Moment now, bool canWait = false)
    {
        IReadOnlyList<Account> within = [.. demand.Scopes.Select(AccountOf)];
        var held = open.GetValueOrDefault(demand.Key);
        var saved = held is null ? [] : within.SelectMany(account => new[] { account.Tokens, account.Requests }).Select(bucket => (bucket, bucket.Saved)).ToList();
        if (held is not null) Drop(held, held.Tokens, 1, now);
        var room = new Room(demand, Book, now);
        for (var i = 0; i < within.Count && room.Block is null; i++) room.Narrow(demand.Scopes[i], within[i]);
        if (canWait) room.Block ??= room.Crowded;
        for (var i = 0; i < within.Count && room.Block is null; i++) room.Pace(demand.Scopes[i], within[i]);
        room.Block ??= CheckPressure(demand, room.Tokens, now) ?? shares.Check(demand, room.Tokens, Book, AccountOf(Scope.Organization), now);
        if (room.Block is not { } block)
        {
            Hold(new Reservation(demand, within, room.Tokens, demand.Price.MostCost(demand.Input, room.Output, demand.FirstOfRun)), now);
            return (new Grant(room.Output, room.Narrowed), null);
        }

        if (held is null) return (null, block);
        Hold(held, now);
        foreach (var (bucket, taken) in saved) bucket.Restore(taken);
        return (null, block);
    }

    /// <summary>
    /// The provider has told what the call took. Where that is more than was reserved, what hard budgets have left is taken as
    /// well, and no more: the rest is overshoot.
    /// </summary>
    public (long Charged, long Overshoot) Charge(string key, IReadOnlyList<Scope> scopes, long cost, Moment now)
    {
        var held = open.GetValueOrDefault(key) ?? new Reservation(
            new Demand(key, scopes, key, 0, 0, new(null, null, null)), [.. scopes.Select(AccountOf)], 0, 0);
        if (!open.ContainsKey(key)) Hold(held, now);
        var left = scopes.Zip(held.Accounts).SelectMany(pair => Book.BudgetsOf(pair.First).Where(budget => budget.IsHard)
            .Select(budget => budget.AmountNanodollars - Spent(budget, pair.Second, now) - pair.Second.Reserved.Nanodollars)).Append(long.MaxValue).Min();
        var charged = Math.Min(cost, held.Nanodollars + Math.Min(Math.Max(0, left), Math.Max(0, cost - held.Nanodollars)));
        foreach (var account in held.Accounts) account.Reserved += new Amount(0, charged - held.Nanodollars);
        open[key] = held with { Nanodollars = charged };
        return (charged, cost - charged);
    }

    /// <summary>The row of the call is on disk: what was reserved is spent or free again.</summary>
    /// <param name="day">Of the row.</param>
    public IReadOnlyList<Crossing> Settle(string key, IReadOnlyList<Scope> scopes, Amount used, DateOnly day, Moment now)
    {
        if (open.Remove(key, out var held)) Drop(held, held.Tokens - used.Tokens, 0, now);
        foreach (var scope in scopes) AccountOf(scope).LastTokens.Add(used.Tokens, now.Ticks);
        return counted.Remove(key) ? [] : Spend(scopes, used, day, now);
    }

    /// <summary>Counts what was spent, also without a reservation.</summary>
    public IReadOnlyList<Crossing> Spend(IReadOnlyList<Scope> scopes, Amount used, DateOnly day, Moment now)
    {
        var crossings = new List<Crossing>();
        foreach (var scope in scopes)
        {
            var account = AccountOf(scope);
            var budgets = Book.BudgetsOf(scope).Select(budget => (budget, before: Spent(budget, account, now))).ToList();
            account.Spend(day, used);
            foreach (var (budget, before) in budgets)
                crossings.AddRange(Crossed(budget, before, Spent(budget, account, now)));
        }

        return crossings;
    }

    public void Rename(string from, string to)
    {
        if (open.Remove(from, out var held)) open[to] = held with { Demand = held.Demand with { Key = to } };
    }

    /// <summary>The call makes no row: nothing of it is left.</summary>
    public void Release(string key, Moment now)
    {
        if (open.Remove(key, out var held)) Drop(held, held.Tokens, 1, now);
    }

    public void ReleaseThread(string threadId, Moment now)
    {
        foreach (var key in open.Where(pair => pair.Value.Demand.ThreadId == threadId).Select(pair => pair.Key).ToList()) Release(key, now);
    }

    /// <summary>Begins anew from what is on disk; what is open stays reserved.</summary>
    /// <param name="rows">Calls whose rows are among what was read, and that may not have been settled here yet.</param>
    public void Load(IEnumerable<(Scope Scope, DateOnly Day, Amount Amount)> spent, IEnumerable<string> rows)
    {
        foreach (var account in accounts.Values) account.Forget();
        foreach (var (scope, day, amount) in spent) AccountOf(scope).Spend(day, amount);
        counted.Clear();
        counted.UnionWith(rows);
    }

    /// <summary>A call of the last minute, before this process began: it still counts in that minute. The oldest first.</summary>
    public void Replay(IReadOnlyList<Scope> scopes, long tokens, long ticks)
    {
        foreach (var scope in scopes)
        {
            var (account, limits) = (AccountOf(scope), Book.Of(scope));
            if (limits.TokensPerMinute is { } perMinute) account.Tokens.Taken(perMinute, ticks);
            if (limits.RequestsPerMinute is { } requests) account.Requests.Taken(requests, ticks);
            account.Tokens.Take(tokens);
            account.Requests.Take(1);
            account.LastTokens.Add(tokens, ticks);
            account.LastRequests.Add(1, ticks);
        }
    }

    /// <summary>The thresholds that are passed already, for those who were not told before the last process ended.</summary>
    public IEnumerable<Crossing> Passed(Moment now) => Book.Budgets.SelectMany(budget => Crossed(budget, 0, Spent(budget, AccountOf(budget.Scope), now)));

    public static long Spent(BudgetRow budget, Account account, Moment now) =>
        (budget.IsDaily ? account.Day(now.Day) : account.Month(now.Day)).Nanodollars;

    static IEnumerable<Crossing> Crossed(BudgetRow budget, long before, long after) => budget.AlertsAt
        .Where(percent => before * 100m < budget.AmountNanodollars * (decimal)percent && after * 100m >= budget.AmountNanodollars * (decimal)percent)
        .Select(percent => new Crossing(budget, percent, after));

    Block? CheckPressure(Demand demand, long tokens, Moment now)
    {
        if (demand.Pressure?.Invoke() is not { } pressure) return null;
        var project = Scope.Project(demand.ProjectId);
        var taken = Pressed(demand.ProjectId, pressure.ProviderId);
        var wait = TimeSpan.FromTicks(Math.Max(0, pressure.RestsUntil - now.Ticks));
        var until = taken.Until(Math.Min(tokens, pressure.TokensPerMinute), pressure.TokensPerMinute, now.Ticks);
        if (until > wait) wait = until;
        return wait == TimeSpan.Zero ? null : new Block(
            LimitKind.Provider, project, null, pressure.TokensPerMinute, taken.Taken(pressure.TokensPerMinute, now.Ticks), 0, tokens, false, wait);
    }

    Bucket Pressed(string projectId, string providerId) =>
        pressed.TryGetValue((projectId, providerId), out var bucket) ? bucket : pressed[(projectId, providerId)] = new Bucket();

    void Hold(Reservation held, Moment now)
    {
        open[held.Demand.Key] = held;
        foreach (var account in held.Accounts)
        {
            account.Reserved += new Amount(held.Tokens, held.Nanodollars);
            account.Tokens.Take(held.Tokens);
            account.Requests.Take(1);
            account.LastRequests.Add(1, now.Ticks);
            account.Enter(held.Demand.ThreadId);
        }

        Pace(held.Demand, held.Tokens, now);
    }

    /// <param name="tokens">Given back to the minute; fewer than none where more was used than reserved.</param>
    void Drop(Reservation held, long tokens, long requests, Moment now)
    {
        open.Remove(held.Demand.Key);
        foreach (var account in held.Accounts)
        {
            account.Reserved -= new Amount(held.Tokens, held.Nanodollars);
            account.Tokens.Take(-tokens);
            account.Requests.Take(-requests);
            account.LastRequests.Add(-requests, now.Ticks);
            account.Leave(held.Demand.ThreadId);
        }

        Pace(held.Demand, -tokens, now);
    }

    void Pace(Demand demand, long tokens, Moment now)
    {
        if (demand.Pressure?.Invoke() is { } pressure) Pressed(demand.ProjectId, pressure.ProviderId).Take(tokens);
        shares.Add(demand.ProjectId, tokens, now.Ticks);
    }
}
