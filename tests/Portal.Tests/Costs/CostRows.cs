using Dapper;
using Portal.Api;
using Portal.Pricing;
using Portal.Tests.Hosting;

namespace Portal.Tests.Costs;

/// <summary>Charges and budgets as the price book and the limits write them.</summary>
static class CostRows
{
    /// <summary>A charge with its sums.</summary>
    /// <param name="kind"><c>memory</c>, <c>tool</c> or <c>month</c>.</param>
    public static Task AddCharge(this PortalHost host, string projectId, string kind, string item, long at, decimal dollars) => host.Write(connection => ChargesRepository.Insert(
        connection, new ChargeRow(Ids.New("chg"), projectId, kind, item, null, null, at, at, 1, "price_1", (long)(dollars * 1_000_000_000m), at, Ids.New("chg"))));

    public static Task AddBudget(this PortalHost host, string? projectId, string mode, decimal dollars) => host.Write(connection => connection.Execute("""
        INSERT INTO budgets (id, scope_type, scope_id, project_id, period, amount_nanodollars, mode, on_exhausted, alert_at, created_at, updated_at)
        VALUES (@Id, @Scope, @projectId, @projectId, 'month', @Amount, @mode, 'refuse', '[]', 0, 0)
        """, new { Id = Ids.New("bud"), Scope = projectId is null ? "organization" : "project", projectId = projectId ?? "", Amount = (long)(dollars * 1_000_000_000m), mode }));
}
