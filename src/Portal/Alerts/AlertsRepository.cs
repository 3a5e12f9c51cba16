using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Alerts;

[method: ExplicitConstructor]
internal sealed record AlertRow(
    string Id,
    string Key,
    string Kind,
    string Severity,
    string? ProjectId,
    string Title,
    string Message,
    string? Link,
    string Status,
    bool Muted,
    string? AcknowledgedBy,
    string? AcknowledgedByName,
    long? AcknowledgedAt,
    long CreatedAt)
{
    public static readonly string Open = Wire.Word(AlertStatus.Open);

    public static AlertRow Of(AlertDraft draft, bool muted, long now) => new(
        Ids.New("alert"), draft.Key, Wire.Word(draft.Kind), Wire.Word(draft.Severity), draft.ProjectId, draft.Title, draft.Message, draft.Link,
        Open, muted, null, null, null, now);

    public Alert ToContract(string? projectName, IReadOnlyList<AlertEvent>? history = null) => new(
        Id, Wire.Word<AlertKind>(Kind), Wire.Word<AlertSeverity>(Severity), ProjectId, projectName, Title, Message, Link, Wire.Word<AlertStatus>(Status),
        Muted, AcknowledgedBy, AcknowledgedByName, AcknowledgedAt, CreatedAt, history);
}

internal static class AlertsRepository
{
    const string Columns = """
        id, key, kind, severity, project_id, title, message, link, status, muted, acknowledged_by, acknowledged_by_name, acknowledged_at, created_at
        """;

    public static void Insert(IDbConnection connection, AlertRow row) => connection.Execute($"""
        INSERT INTO alerts ({Columns})
        VALUES (@Id, @Key, @Kind, @Severity, @ProjectId, @Title, @Message, @Link, @Status, @Muted, @AcknowledgedBy, @AcknowledgedByName, @AcknowledgedAt, @CreatedAt)
        """, row);

    public static bool WasOpened(IDbConnection connection, string key) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM alerts WHERE key = @key)", new { key });

    public static AlertRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<AlertRow>($"SELECT {Columns} FROM alerts WHERE id = @id", new { id });

    /// <param name="projects">Null for all, and for what concerns the whole organization.</param>
    public static ListPage<AlertRow> List(IDbConnection connection, IReadOnlyCollection<string>? projects, AlertFilter filter, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<AlertRow>($"""
            SELECT {Columns} FROM alerts
            WHERE {(projects is null ? "TRUE" : "project_id IN @projects")} AND (@status IS NULL OR status = @status) AND (@kind IS NULL OR kind = @kind)
              AND (@ProjectId IS NULL OR project_id = @ProjectId) AND {where}
            ORDER BY {order} LIMIT @Take
            """, new
        {
            projects,
            status = filter.Status is { } status ? Wire.Word(status) : null,
            kind = filter.Kind is { } kind ? Wire.Word(kind) : null,
            filter.ProjectId,
            query.After,
            query.Before,
            Take = Keyset.Take(query),
        });
        return Keyset.Page(rows, query, row => row.Id);
    }

    public static List<AlertRow> Opened(IDbConnection connection, int most) =>
        connection.Query<AlertRow>($"SELECT {Columns} FROM alerts WHERE status = 'open' ORDER BY id DESC LIMIT @most", new { most }).AsList();

    public static void Update(IDbConnection connection, AlertRow row) => connection.Execute("""
        UPDATE alerts SET status = @Status, acknowledged_by = @AcknowledgedBy, acknowledged_by_name = @AcknowledgedByName, acknowledged_at = @AcknowledgedAt
        WHERE id = @Id
        """, row);
}
