using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Client.Models;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Models.Gateway;
using Portal.Organization;
using Portal.Projects;
using Portal.Providers;
using Portal.Usage;

namespace Portal.Limits;

internal sealed class LimitsService(
    IDatabase database, IJournal journal, LimitScopes scopes, Quota quota, QuotaBooks books, AdaptiveLimits adaptive, ProviderPressure pressure, LimitsReplays replays,
    Refusals refusals, IProjectDirectory projects, IProviderDirectory providers, IOrganizationSettings organization, CallContext context, TimeProvider time) : ILimitsService
{
    /// <summary>How many of the latest calls the cost of the next one is judged by.</summary>
    const int RecentCalls = 100;

    public async Task<Result<ScopeLimits>> Get(string? projectId, BudgetScope? scope, CancellationToken cancellation)
    {
        var found = await scopes.ToRead(projectId, scope, cancellation);
        return found.IsSuccess ? await Read(found.Value, await scopes.Names([found.Value], cancellation), cancellation) : found.Error;
    }

    public async Task<Result<ScopeLimits>> Set(string? projectId, BudgetScope? scope, LimitsInput input, CancellationToken cancellation)
    {
        var found = await scopes.ToChange(projectId, scope, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (projectId is not null && (await projects.Find(projectId, cancellation))!.CheckOpen() is { } archived) return archived;
        if (CheckScope(found.Value, input) is { } wrong) return wrong;
        var row = LimitsRow.From(found.Value, input, time.GetUtcNow().ToUnixTimeSeconds());
        var changes = AuditChanges.Between(books.Current.Of(found.Value) with { ScopeType = row.ScopeType, ScopeId = row.ScopeId, ProjectId = row.ProjectId }, row);
        if (changes.Count > 0)
        {
            await journal.Commit(new AuditEntry("limits.updated", Wire.Word(found.Value.Type), row.ScopeId, projectId) { Changes = changes }, connection =>
            {
                LimitsRepository.Save(connection, row);
                return true;
            }, cancellation);
            await books.Refresh(CancellationToken.None);
        }

        return await Read(found.Value, await scopes.Names([found.Value], cancellation), cancellation);
    }

    public async Task<Result<ListPage<ScopeLimits>>> List(string? projectId, CancellationToken cancellation)
    {
        if (scopes.CheckRead(projectId) is { } denied) return denied;
        if (projectId is not null && await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        var limited = books.Current.Limits.Where(row => row.ProjectId == (projectId ?? "")).Select(row => row.Scope).OrderBy(scope => scope.Type).ThenBy(scope => scope.Id, StringComparer.Ordinal).ToList();
        var names = await scopes.Names(limited, cancellation);
        var found = new List<ScopeLimits>();
        foreach (var scope in limited) found.Add(await Read(scope, names, cancellation));
        return new ListPage<ScopeLimits>(found, null, null, false);
    }

    public async Task<Result<LimitsState>> GetState(string? projectId, CancellationToken cancellation)
    {
        if ((projectId is null ? context.Caller.Check(Permission.ReadUsage) : context.Caller.Check(Permission.ReadUsage, projectId)) is { } denied) return denied;
        var visible = projectId is null ? context.Caller.ProjectsWith(Permission.ReadUsage) : [projectId];
        var waiting = quota.Waiters.Where(one => visible?.Contains(one.Demand.ProjectId) != false)
            .Select(one => new WaitingCall(one.Demand.ProjectId, one.Demand.ThreadId, one.Block.Kind, refusals.Explain(one.Block)));
        var loads = (await providers.List(cancellation)).Where(one => one.Value.Enabled).Select(one => (one.Key, one.Value.Name, State: pressure.Read(one.Key)))
            .Select(one => new ProviderLoad(one.Key, one.Name, one.State.Factor, one.State.RestsUntil?.ToUnixTimeSeconds(), one.State.Since, one.State.Reason));
        return new LimitsState([.. waiting], [.. loads.OrderBy(one => one.Factor).ThenBy(one => one.Name, StringComparer.Ordinal)]);
    }

    public async Task<Result<LimitsReplay>> DryRun(string? projectId, BudgetScope? scope, LimitsDryRunInput input, CancellationToken cancellation)
    {
        var found = await scopes.ToRead(projectId, scope, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (CheckScope(found.Value, input.Limits) is { } wrong) return wrong;
        return await replays.Run(found.Value, input, cancellation);
    }

    static ApiError? CheckScope(Scope scope, LimitsInput input) => scope.Type switch
    {
        ScopeType.Project => null,
        _ when input.Weight != 1 => ApiError.Invalid("'weight' is of a project: it says how the organization's tokens are shared.", "weight", "invalid_value"),
        _ when input.QueueSeconds != 0 => ApiError.Invalid("'queue_seconds' is of a project.", "queue_seconds", "invalid_value"),
        _ => null,
    };

    async Task<ScopeLimits> Read(Scope scope, IReadOnlyDictionary<string, string> names, CancellationToken cancellation)
    {
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var average = scope.Type is ScopeType.Project ? await database.Read(connection => UsageRepository.AverageCost(connection, scope.Id, RecentCalls), cancellation) : null;
        if (scope.Type is ScopeType.Project) await adaptive.Complexity(scope.Id, cancellation);
        var lowered = scope.Type is ScopeType.Project ? await Lowered(scope.Id, cancellation) : null;
        return quota.Look((ledger, moment) =>
        {
            var (row, account) = (ledger.Book.Of(scope), ledger.AccountOf(scope));
            var (day, month) = (account.Day(moment.Day).Tokens + account.Reserved.Tokens, account.Month(moment.Day).Tokens + account.Reserved.Tokens);
            var details = new Dictionary<string, LimitDetail>
            {
                ["tokens_per_minute"] = OfAMinute(row.TokensPerMinute, account.Tokens, account.LastTokens.Read(moment.Ticks) + account.Reserved.Tokens, lowered),
                ["requests_per_minute"] = OfAMinute(row.RequestsPerMinute, account.Requests, account.LastRequests.Read(moment.Ticks), null),
                ["concurrent_threads"] = Detail(row.ConcurrentThreads, null, account.Threads, null, null),
                ["tokens_per_day"] = Detail(row.TokensPerDay, null, day, calendar.EndOf(UsageInterval.Day, now), null),
                ["tokens_per_month"] = Detail(row.TokensPerMonth, null, month, calendar.EndOf(UsageInterval.Month, now), null),
            };
            if (average is { } cost) details["estimated_cost"] = EstimatedCost(ledger, scope, account, moment, ModelPrice.ToDollars(cost), calendar, now);
            return new ScopeLimits(
                scope.Type, scope.Id, row.TokensPerMinute, row.RequestsPerMinute, row.ConcurrentThreads, row.TokensPerDay, row.TokensPerMonth,
                row.MaxRunCostNanodollars is { } most ? ModelPrice.ToDollars(most) : null, (int)row.QueueSeconds, (int)row.Weight,
                average is { } next ? ModelPrice.ToDollars(next) : null, details)
            {
                ScopeName = names.GetValueOrDefault(scope.Id),
            };

            LimitDetail OfAMinute(long? limit, Bucket bucket, long unlimited, (long PerMinute, string Reason)? lowered) => limit is { } most
                ? Detail(most, lowered?.PerMinute, bucket.Taken(most, moment.Ticks), now + (long)Math.Ceiling(bucket.Until(most, most, moment.Ticks).TotalSeconds), lowered?.Reason)
                : Detail(null, lowered?.PerMinute, unlimited, null, lowered?.Reason);
        });
    }

    /// <summary>The tightest hard budget, for a call of average size.</summary>
    static LimitDetail EstimatedCost(Ledger ledger, Scope scope, Account account, Moment moment, decimal average, UsageCalendar calendar, long now)
    {
        var tightest = ledger.Book.BudgetsOf(scope).Where(budget => budget.IsHard)
            .MinBy(budget => budget.AmountNanodollars - Ledger.Spent(budget, account, moment) - account.Reserved.Nanodollars);
        if (tightest is null) return new(null, null, average, null, null, "No hard budget holds for the project.");
        var used = ModelPrice.ToDollars(Ledger.Spent(tightest, account, moment) + account.Reserved.Nanodollars);
        var amount = ModelPrice.ToDollars(tightest.AmountNanodollars);
        return new(amount, amount, used, amount - used, calendar.EndOf(tightest.IsDaily ? UsageInterval.Day : UsageInterval.Month, now), $"By the budget {tightest.Id}.");
    }

    static LimitDetail Detail(long? limit, long? lowered, long used, long? resetsAt, string? reason)
    {
        var effective = lowered ?? limit;
        return new(limit, effective, used, effective is { } most ? Math.Max(0, most - used) : null, limit is null ? null : resetsAt,
            reason ?? (limit is null ? "No limit is set." : "As it was set."));
    }

    /// <summary>By the provider that bears its load worst, of those that the fast tier would ask; null where all are well.</summary>
    async Task<(long TokensPerMinute, string Reason)?> Lowered(string projectId, CancellationToken cancellation)
    {
        var loads = (await providers.List(cancellation)).Where(one => one.Value.Enabled).Select(one => (one.Value.Name, State: pressure.Read(one.Key))).Where(one => one.State.Factor < 1).ToList();
        if (loads.Count == 0) return null;
        var (name, state) = loads.MinBy(one => one.State.Factor);
        var whole = adaptive.Base(ModelTier.Fast, projectId);
        return (Math.Max(1, (long)(whole * state.Factor)), $"Lowered to {state.Factor:P0} of {whole:N0} for calls to {name}: {state.Reason} A tenth comes back every ten seconds.");
    }
}
