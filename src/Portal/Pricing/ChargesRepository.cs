using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Usage;

namespace Portal.Pricing;

/// <param name="StartAt">Unix seconds; with <paramref name="EndAt"/> the stretch, of a tool's call twice its moment.</param>
/// <param name="Quantity">Calls, byte-seconds or seconds.</param>
/// <param name="Source">What it is for, unique among a project's of its kind: nothing is charged twice.</param>
/// <param name="CreatedAt">The moment that it counts at: of a stretch its last second.</param>
/// <param name="ActorType">The word of who asked for what the tool was called for; null where it is for no tool.</param>
[method: ExplicitConstructor]
internal sealed record ChargeRow(
    string Id, string ProjectId, string Kind, string Item, string? AssistantId, string? RunId, long StartAt, long EndAt, long Quantity,
    string PriceId, long AmountNanodollars, long CreatedAt, string Source,
    string? ActorType = null, string? ActorId = null)
{
    public static ChargeRow OfStretch(string projectId, string kind, long from, long to, long quantity, string priceId, long nanodollars) => new(
        Ids.New("chg"), projectId, kind, "", null, null, from, to, quantity, priceId, nanodollars, to - 1, from.ToString());
}

internal static class ChargesRepository
{
    const string Columns =
        "id, project_id, kind, item, assistant_id, run_id, start_at, end_at, quantity, price_id, amount_nanodollars, created_at, source, actor_type, actor_id";

    /// <summary>False, and nothing done, where it is there already.</summary>
    public static bool Insert(IDbConnection connection, ChargeRow row)
    {
        var added = connection.Execute($"""
            INSERT INTO charges ({Columns})
            VALUES (@Id, @ProjectId, @Kind, @Item, @AssistantId, @RunId, @StartAt, @EndAt, @Quantity, @PriceId, @AmountNanodollars, @CreatedAt, @Source, @ActorType, @ActorId)
            ON CONFLICT (project_id, kind, source) DO NOTHING
            """, row) == 1;
        var tool = row.Kind == "tool" ? new ChargedTool(row.Item, row.Quantity, row.AssistantId, row.ActorType, row.ActorId) : null;
        if (added) UsageSums.AddCharge(connection, row.ProjectId, row.Kind, tool, row.AmountNanodollars, row.CreatedAt);
        return added;
    }

    public static IEnumerable<(ChargeRow Charge, long UnitNanodollars)> List(
        IDbConnection connection, string projectId, string? kind, string? runId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "charges.id");
        return connection.Query<ChargeRow, long?, (ChargeRow, long)>($"""
            SELECT {string.Join(", ", Columns.Split(", ").Select(column => $"charges.{column}"))}, prices.nanodollars
            FROM charges LEFT JOIN prices ON prices.id = charges.price_id
            WHERE charges.project_id = @projectId AND (@kind IS NULL OR charges.kind = @kind) AND (@runId IS NULL OR charges.run_id = @runId) AND {where}
            ORDER BY {order} LIMIT @Take
            """, (charge, price) => (charge, price ?? 0), new { projectId, kind, runId, query.After, query.Before, Take = Keyset.Take(query) }, splitOn: "nanodollars");
    }

    /// <summary>Every charge of a stretch with its price, one after another.</summary>
    public static IEnumerable<(ChargeRow Charge, long UnitNanodollars)> Walk(IDbConnection connection, long from, long to) => connection.Query<ChargeRow, long?, (ChargeRow, long)>($"""
        SELECT {string.Join(", ", Columns.Split(", ").Select(column => $"charges.{column}"))}, prices.nanodollars
        FROM charges LEFT JOIN prices ON prices.id = charges.price_id WHERE charges.created_at >= @from AND charges.created_at < @to
        """, (charge, price) => (charge, price ?? 0), new { from, to }, splitOn: "nanodollars", buffered: false);

    /// <summary>Until when the project has been charged for the kind; null where it never was.</summary>
    public static long? EndOf(IDbConnection connection, string projectId, string kind) => connection.ExecuteScalar<long?>(
        "SELECT MAX(end_at) FROM charges WHERE project_id = @projectId AND kind = @kind", new { projectId, kind });

    public static long Sum(IDbConnection connection, string projectId, string kind, long from, long to) => connection.ExecuteScalar<long>("""
        SELECT COALESCE(SUM(amount_nanodollars), 0) FROM charges
        WHERE project_id = @projectId AND kind = @kind AND created_at >= @from AND created_at < @to
        """, new { projectId, kind, from, to });

    /// <summary>How often each tool that has a price was called.</summary>
    public static Dictionary<string, long> ToolCalls(IDbConnection connection, string projectId, long from, long to) =>
        connection.Query<(string Item, long Calls)>("""
            SELECT item, SUM(quantity) FROM charges WHERE project_id = @projectId AND kind = 'tool' AND created_at >= @from AND created_at < @to GROUP BY item
            """, new { projectId, from, to }).ToDictionary(row => row.Item, row => row.Calls);
}
