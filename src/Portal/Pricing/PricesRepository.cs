using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.Pricing;

/// <param name="ProjectId">Empty for the organization.</param>
/// <param name="Item">The tool's name; empty for the other kinds.</param>
/// <param name="Ends">From then on there is no such price.</param>
[method: ExplicitConstructor]
internal sealed record PriceEntryRow(
    string Id, string ProjectId, string Kind, string Item, long Nanodollars, bool Ends, long EffectiveFrom, long CreatedAt)
{
    /// <summary>When the next of its kind begins; null while there is none.</summary>
    public long? EffectiveUntil { get; init; }
}

internal static class PricesRepository
{
    const string Columns = "id, project_id, kind, item, nanodollars, ends, effective_from, created_at";

    const string Until = """
        (SELECT MIN(next.effective_from) FROM prices next WHERE next.project_id = prices.project_id AND next.kind = prices.kind
          AND next.item = prices.item AND next.effective_from > prices.effective_from) AS effective_until
        """;

    public static IEnumerable<PriceEntryRow> List(IDbConnection connection, PriceQuery filter, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<PriceEntryRow>($"""
            SELECT {Columns}, {Until} FROM prices
            WHERE (@ProjectId IS NULL OR project_id = @ProjectId) AND (@Kind IS NULL OR kind = @Kind) AND {where} ORDER BY {order} LIMIT @Take
            """, new
        {
            ProjectId = filter.ProjectId == PriceQuery.Organization ? "" : filter.ProjectId,
            Kind = filter.Kind is { } kind ? Wire.Word(kind) : null,
            query.After,
            query.Before,
            Take = Keyset.Take(query),
        });
    }

    public static List<PriceEntryRow> ListAll(IDbConnection connection) => connection.Query<PriceEntryRow>($"SELECT {Columns} FROM prices").AsList();

    public static PriceEntryRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<PriceEntryRow>($"SELECT {Columns}, {Until} FROM prices WHERE id = @id", new { id });

    /// <summary>The prices of one tool, the project's and the organization's.</summary>
    public static List<PriceEntryRow> OfTool(IDbConnection connection, string projectId, string item) => connection.Query<PriceEntryRow>(
        $"SELECT {Columns} FROM prices WHERE project_id IN ('', @projectId) AND kind = 'tool' AND item = @item", new { projectId, item }).AsList();

    public static bool Exists(IDbConnection connection, PriceEntryRow row) => connection.ExecuteScalar<bool>("""
        SELECT EXISTS (SELECT 1 FROM prices WHERE project_id = @ProjectId AND kind = @Kind AND item = @Item AND effective_from = @EffectiveFrom)
        """, row);

    public static int Count(IDbConnection connection) => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM prices");

    public static void Insert(IDbConnection connection, PriceEntryRow row) => connection.Execute($"""
        INSERT INTO prices ({Columns}) VALUES (@Id, @ProjectId, @Kind, @Item, @Nanodollars, @Ends, @EffectiveFrom, @CreatedAt)
        """, row);

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM prices WHERE id = @id", new { id });
}
