using Dapper;
using Portal.Api;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.Tests.Costs;

/// <summary>Charges and budgets as the price book and the limits write them.</summary>
static class CostRows
{
    /// <summary>A charge with its sums.</summary>
    /// <param name="kind"><c>memory</c>, <c>tool</c> or <c>month</c>.</param>
    public static Task AddCharge(this PortalHost host, string projectId, string kind, string item, long at, decimal dollars) => host.Write(connection =>
    {
        var charge = new { Id = Ids.New("chg"), projectId, kind, item, at, Amount = (long)(dollars * 1_000_000_000m), Calls = kind == "tool" ? 1 : 0 };
        connection.Execute("""
            INSERT INTO charges (id, project_id, kind, item, start_at, end_at, quantity, price_id, amount_nanodollars, created_at)
            VALUES (@Id, @projectId, @kind, @item, @at, @at, 1, 'price_1', @Amount, @at)
            """, charge);
        foreach (var (table, start) in new[] { ("usage_hours", at - (at % 3_600)), ("usage_days", at - (at % 86_400)), ("usage_months", UsagePlan.StartOfMonth(at)) })
        {
            connection.Execute($"""
                INSERT INTO {table}
                SELECT column1, @start, @projectId, column2, 0, 0, @Calls, 0, 0, 0, 0, @Amount, 0
                FROM (VALUES ('kind', @kind), ('tool', @item)) AS part WHERE column1 = 'kind' OR @kind = 'tool'
                ON CONFLICT (dimension, start, project_id, value) DO UPDATE SET
                  tool_calls = {table}.tool_calls + excluded.tool_calls, cost_nanodollars = {table}.cost_nanodollars + excluded.cost_nanodollars
                """, new { charge.projectId, charge.kind, charge.item, charge.Amount, charge.Calls, start });
        }

        return true;
    });

    public static Task AddBudget(this PortalHost host, string? projectId, string mode, decimal dollars) => host.Write(connection => connection.Execute("""
        INSERT INTO budgets (id, scope_type, scope_id, project_id, period, amount_nanodollars, mode, on_exhausted, alert_at, created_at, updated_at)
        VALUES (@Id, @Scope, @projectId, @projectId, 'month', @Amount, @mode, 'refuse', '[]', 0, 0)
        """, new { Id = Ids.New("bud"), Scope = projectId is null ? "organization" : "project", projectId = projectId ?? "", Amount = (long)(dollars * 1_000_000_000m), mode }));
}
