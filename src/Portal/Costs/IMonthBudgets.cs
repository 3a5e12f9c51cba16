using Dapper;
using Portal.Data;

namespace Portal.Costs;

/// <summary>The budgets that a forecast of the month is held against; asks for no right.</summary>
internal interface IMonthBudgets
{
    /// <summary>The monthly budgets of a project as a whole, or, where it is null, of the organization; the lowest first.</summary>
    Task<IReadOnlyList<MonthBudget>> Find(string? projectId, CancellationToken cancellation);
}

/// <param name="Mode"><c>hard</c> or <c>soft</c>.</param>
internal sealed record MonthBudget(string Id, string Mode, long Nanodollars);

internal sealed class MonthBudgets(IDatabase database) : IMonthBudgets
{
    public async Task<IReadOnlyList<MonthBudget>> Find(string? projectId, CancellationToken cancellation) => await database.Read(
        connection => connection.Query<(string Id, string Mode, long Nanodollars)>("""
            SELECT id, mode, amount_nanodollars FROM budgets
            WHERE project_id = @Project AND scope_type = @Scope AND period = 'month' ORDER BY amount_nanodollars, id
            """, new { Project = projectId ?? "", Scope = projectId is null ? "organization" : "project" })
            .Select(row => new MonthBudget(row.Id, row.Mode, row.Nanodollars)).ToList(), cancellation);
}
