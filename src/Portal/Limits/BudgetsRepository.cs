using System.Data;
using System.Text.Json.Serialization;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Models;

namespace Portal.Limits;

[method: ExplicitConstructor]
internal sealed record BudgetRow(
    string Id,
    string ScopeType,
    string ScopeId,
    string ProjectId,
    string Period,
    long AmountNanodollars,
    string Mode,
    string OnExhausted,
    string AlertAt,
    long CreatedAt,
    long UpdatedAt)
{
    IReadOnlyList<int>? alertsAt;

    [JsonIgnore]
    public Scope Scope => Scope.Of(ScopeType, ScopeId, ProjectId);

    [JsonIgnore]
    public bool IsHard => Mode == "hard";

    [JsonIgnore]
    public bool IsDaily => Period == "day";

    [JsonIgnore]
    public bool FallsToCheaperTier => OnExhausted == "cheaper_tier";

    [JsonIgnore]
    public IReadOnlyList<int> AlertsAt => alertsAt ??= Wire.Deserialize<IReadOnlyList<int>>(AlertAt);

    public static BudgetRow From(string id, Scope scope, BudgetInput input, long createdAt, long now) => new(
        id, Wire.Word(scope.Type), scope.Id, scope.ProjectId, Wire.Word(input.Period), ModelPrice.ToNanodollars(input.Amount),
        Wire.Word(input.Mode), Wire.Word(input.OnExhausted), Wire.Serialize(input.AlertAt.Distinct().Order()), createdAt, now);
}

internal static class BudgetsRepository
{
    const string Columns = "id, scope_type, scope_id, project_id, period, amount_nanodollars, mode, on_exhausted, alert_at, created_at, updated_at";

    public static List<BudgetRow> All(IDbConnection connection) => connection.Query<BudgetRow>($"SELECT {Columns} FROM budgets ORDER BY id").AsList();

    /// <param name="projectId">Empty for the organization's.</param>
    public static List<BudgetRow> List(IDbConnection connection, string projectId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<BudgetRow>(
            $"SELECT {Columns} FROM budgets WHERE project_id = @projectId AND {where} ORDER BY {order} LIMIT @Take",
            new { projectId, query.After, query.Before, Take = Keyset.Take(query) }).AsList();
    }

    public static BudgetRow? Find(IDbConnection connection, string projectId, string id) => connection.QueryFirstOrDefault<BudgetRow>(
        $"SELECT {Columns} FROM budgets WHERE project_id = @projectId AND id = @id", new { projectId, id });

    public static void Save(IDbConnection connection, BudgetRow row) => connection.Execute($"""
        INSERT INTO budgets ({Columns}) VALUES (@Id, @ScopeType, @ScopeId, @ProjectId, @Period, @AmountNanodollars, @Mode, @OnExhausted, @AlertAt, @CreatedAt, @UpdatedAt)
        ON CONFLICT (id) DO UPDATE SET amount_nanodollars = excluded.amount_nanodollars, period = excluded.period, mode = excluded.mode,
          on_exhausted = excluded.on_exhausted, alert_at = excluded.alert_at, updated_at = excluded.updated_at
        """, row);

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM budgets WHERE id = @id", new { id });
}
