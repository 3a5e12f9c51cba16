using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Usage;
using Portal.Costs;
using Portal.Data;
using Portal.Organization;
using Portal.Usage;

namespace Portal.Limits;

/// <summary>
/// Keeps the ledger's limits and budgets as they stand on disk, and its sums as the rows of usage say: at the start, and when the
/// organization's zone moves the borders of its days.
/// </summary>
internal sealed class QuotaBooks(IDatabase database, Quota quota, IOrganizationSettings organization, TimeProvider time) : IMonthBudgets, IDisposable
{
    const long Minute = 60;

    readonly SemaphoreSlim turn = new(1, 1);
    string? zone;

    /// <summary>What holds now.</summary>
    public LimitBook Current { get; private set; } = LimitBook.Empty;

    /// <summary>After limits or budgets were changed on disk.</summary>
    public async Task Refresh(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            Set(await database.Read(Read, cancellation));
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask FollowZone(CancellationToken cancellation)
    {
        if ((await organization.Get(cancellation)).TimeZone != zone) await Load(cancellation);
    }

    /// <summary>Reads everything anew. No row is written meanwhile, because the writer itself reads.</summary>
    public async Task Load(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var wanted = (await organization.Get(cancellation)).TimeZone;
            var calendar = UsageCalendar.Of(wanted);
            var isStart = zone is null;
            await database.Write(connection =>
            {
                var now = time.GetUtcNow().ToUnixTimeSeconds();
                Set(Read(connection));
                var recent = UsageScopes.Recent(connection, now - Minute);
                var sums = UsageScopes.Sums(connection, calendar, Math.Min(calendar.StartOf(UsageInterval.Month, now), now - UsageCalendar.Day), now);
                quota.SetCalendar(calendar);
                quota.Change((ledger, _) =>
                {
                    ledger.Load(sums.SelectMany(sum => Spends(sum, calendar)), isStart ? [] : recent.Select(row => row.MessageId));
                    foreach (var row in isStart ? recent : [])
                    {
                        ledger.Replay(Scope.OfCall(row.ProjectId, row.AssistantId, Wire.Word<ActorType>(row.ActorType), row.ActorId), row.Tokens,
                            quota.TicksBefore(Math.Max(0, now - row.CreatedAt)));
                    }

                    return true;
                });
                return true;
            }, cancellation);
            zone = wanted;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether any limit or budget holds in these scopes, and whether any that caps a single call does.</summary>
    public (bool IsLimited, bool IsCapped) Limits(IReadOnlyList<Scope> scopes)
    {
        var (isLimited, isCapped) = (false, false);
        foreach (var scope in scopes)
        {
            var limits = Current.Of(scope);
            isCapped |= (limits.TokensPerDay ?? limits.TokensPerMonth ?? limits.MaxRunCostNanodollars) is not null || Current.BudgetsOf(scope).Any(budget => budget.IsHard);
            isLimited |= limits.TokensPerMinute is not null;
        }

        return (isLimited || isCapped, isCapped);
    }

    IReadOnlyList<MonthBudget> IMonthBudgets.Find(string? projectId) =>
    [
        .. Current.BudgetsOf(projectId is null ? Scope.Organization : Scope.Project(projectId)).Where(budget => !budget.IsDaily)
            .OrderBy(budget => budget.AmountNanodollars).ThenBy(budget => budget.Id, StringComparer.Ordinal).Select(budget => new MonthBudget(budget.Id, budget.Mode, budget.AmountNanodollars)),
    ];

    public void Dispose() => turn.Dispose();

    static LimitBook Read(System.Data.IDbConnection connection) => new(LimitsRepository.All(connection), BudgetsRepository.All(connection));

    void Set(LimitBook book)
    {
        Current = book;
        quota.Change((ledger, _) => ledger.Book = book);
    }

    static IEnumerable<(Scope, DateOnly, Amount)> Spends(UsageScopeSum sum, UsageCalendar calendar)
    {
        var (day, amount) = (calendar.DayOf(sum.Start), new Amount(sum.Tokens, sum.CostNanodollars));
        // What is charged beside the calls is the project's and the organization's; a tool's charge is also of whom it was called for.
        if (sum.Dimension is "project" or "kind")
        {
            yield return (Scope.Organization, day, amount);
            yield return (Scope.Project(sum.ProjectId), day, amount);
        }
        else
        {
            yield return (Scope.Of(sum.Dimension.Split(':')[^1], sum.Value, sum.ProjectId), day, amount);
        }
    }
}
