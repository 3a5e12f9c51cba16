using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Costs;
using Portal.Data;
using Portal.Models;
using Portal.Organization;
using Portal.Projects;

namespace Portal.Limits;

internal sealed class BudgetsService(
    IDatabase database, IJournal journal, LimitScopes scopes, Quota quota, QuotaBooks books, BudgetWatch watch, ScopeOutlooks outlooks, IProjectDirectory projects,
    IOrganizationSettings organization, TimeProvider time) : IBudgetsService
{
    const int MostOfAProject = 200;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<Budget>>> List(string? projectId, ListQuery query, CancellationToken cancellation)
    {
        if (await CheckRead(projectId, cancellation) is { } denied) return denied;
        var page = Keyset.Page(await database.Read(connection => BudgetsRepository.List(connection, projectId ?? "", query), cancellation), query, row => row.Id);
        return new ListPage<Budget>(await ToContract(page.Data, cancellation), page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<Budget>> Get(string? projectId, string id, CancellationToken cancellation)
    {
        if (await CheckRead(projectId, cancellation) is { } denied) return denied;
        return await Find(projectId, id, cancellation) is { } row ? (await ToContract([row], cancellation))[0] : ApiError.NotFound("budget", id);
    }

    public async Task<Result<Budget>> Create(string? projectId, BudgetInput input, CancellationToken cancellation)
    {
        var scope = await scopes.ToChange(projectId, input.Scope, cancellation);
        if (!scope.IsSuccess) return scope.Error;
        if (projectId is not null && (await projects.Find(projectId, cancellation))!.CheckOpen() is { } archived) return archived;
        if (CheckInput(input) is { } wrong) return wrong;
        if (books.Current.Budgets.Count(budget => budget.ProjectId == (projectId ?? "")) >= MostOfAProject)
            return ApiError.Conflict($"There are {MostOfAProject} budgets, which is the most. Delete one first.", "too_many");
        var row = BudgetRow.From(Ids.New("bud"), scope.Value, input, Now, Now);
        await Save(row, new AuditEntry("budget.created", "budget", row.Id, projectId), cancellation);
        return (await ToContract([row], cancellation))[0];
    }

    public async Task<Result<Budget>> Update(string? projectId, string id, BudgetInput input, CancellationToken cancellation)
    {
        var scope = await scopes.ToChange(projectId, input.Scope, cancellation);
        if (!scope.IsSuccess) return scope.Error;
        if (await Find(projectId, id, cancellation) is not { } before) return ApiError.NotFound("budget", id);
        if (input.Scope is not null && scope.Value != before.Scope) return ApiError.Invalid("'scope' does not change: make another budget.", "scope", "invalid_value");
        if (CheckInput(input) is { } wrong) return wrong;
        var row = BudgetRow.From(id, before.Scope, input, before.CreatedAt, Now);
        var changes = AuditChanges.Between(before, row);
        if (changes.Count > 0) await Save(row, new AuditEntry("budget.updated", "budget", id, projectId) { Changes = changes }, cancellation);
        return (await ToContract([row], cancellation))[0];
    }

    public async Task<Result<Deleted>> Delete(string? projectId, string id, CancellationToken cancellation)
    {
        if (scopes.Check(projectId, Permission.ManageProject) is { } denied) return denied;
        if (await Find(projectId, id, cancellation) is null) return ApiError.NotFound("budget", id);
        await journal.Commit(new AuditEntry("budget.deleted", "budget", id, projectId), connection =>
        {
            BudgetsRepository.Delete(connection, id);
            return true;
        }, cancellation);
        await books.Refresh(CancellationToken.None);
        return new Deleted(id, "budget.deleted");
    }

    static ApiError? CheckInput(BudgetInput input) => input.AlertAt.Any(percent => percent is < 1 or > 1_000)
        ? ApiError.Invalid("'alert_at' must hold percentages from 1 to 1000.", "alert_at", "out_of_range")
        : decimal.Round(input.Amount, 9) != input.Amount ? ApiError.Invalid("'amount' must have at most nine decimals.", "amount", "invalid_value") : null;

    async Task<ApiError?> CheckRead(string? projectId, CancellationToken cancellation)
    {
        if (scopes.CheckRead(projectId) is { } denied) return denied;
        return projectId is not null && await projects.Find(projectId, cancellation) is null ? ApiError.NotFound("project", projectId) : null;
    }

    Task<BudgetRow?> Find(string? projectId, string id, CancellationToken cancellation) =>
        database.Read(connection => BudgetsRepository.Find(connection, projectId ?? "", id), cancellation);

    async Task Save(BudgetRow row, AuditEntry entry, CancellationToken cancellation)
    {
        await journal.Commit(entry, connection =>
        {
            BudgetsRepository.Save(connection, row);
            return true;
        }, cancellation);
        await books.Refresh(CancellationToken.None);
        // What is spent already may be over it.
        watch.Tell(quota.Look((ledger, now) => ledger.Passed(now).Where(crossing => crossing.Budget.Id == row.Id).ToList()));
    }

    async Task<IReadOnlyList<Budget>> ToContract(IReadOnlyList<BudgetRow> rows, CancellationToken cancellation)
    {
        var names = await scopes.Names([.. rows.Select(row => row.Scope)], cancellation);
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var counters = quota.Look((ledger, now) => rows.Select(row => (Spent: Ledger.Spent(row, ledger.AccountOf(row.Scope), now), ledger.AccountOf(row.Scope).Reserved.Nanodollars)).ToList());
        var expected = new List<ScopeOutlook>();
        foreach (var row in rows) expected.Add(await outlooks.Find(BudgetForecasts.ScopeOf(row), cancellation));
        return [.. rows.Zip(counters, expected).Select(one => ToContract(one.First, one.Second, one.Third, calendar, names))];
    }

    Budget ToContract(
        BudgetRow row, (long Spent, long Nanodollars) counter, ScopeOutlook outlook, UsageCalendar calendar, IReadOnlyDictionary<string, string> names) => new(
        row.Id, row.ProjectId.Length == 0 ? null : row.ProjectId, new BudgetScope(row.Scope.Type, row.Scope.Type is ScopeType.Organization ? null : row.ScopeId),
        Wire.Word<BudgetPeriod>(row.Period), ModelPrice.ToDollars(row.AmountNanodollars), Wire.Word<BudgetMode>(row.Mode), Wire.Word<BudgetExhausted>(row.OnExhausted),
        row.AlertsAt, ModelPrice.ToDollars(counter.Spent), ModelPrice.ToDollars(counter.Nanodollars), row.IsDaily ? outlook.ProviderCostOfDay : outlook.ProviderCostOfMonth, row.IsDaily ? null : outlook.Month?.Expected,
        calendar.EndOf(row.IsDaily ? UsageInterval.Day : UsageInterval.Month, Now), row.CreatedAt, row.UpdatedAt)
    {
        ScopeName = names.GetValueOrDefault(row.ScopeId),
    };
}
