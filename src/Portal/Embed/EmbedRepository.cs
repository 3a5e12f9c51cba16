using System.Data;
using Dapper;

namespace Portal.Embed;

internal static class EmbedRepository
{
    const string Columns = "assistant_id, enabled, allowed_origins, title, greeting, scheme, accent, messages_per_minute, updated_at";
    const string VisitorColumns = "id, assistant_id, name, origin, created_at, seen_at";

    public static EmbedRow? Find(IDbConnection connection, string assistantId) => connection.QueryFirstOrDefault<EmbedRow>(
        $"SELECT {Columns} FROM assistant_embeds WHERE assistant_id = @assistantId", new { assistantId });

    public static IReadOnlyDictionary<string, EmbedRow> Find(IDbConnection connection, IReadOnlyCollection<string> assistantIds) => connection
        .Query<EmbedRow>($"SELECT {Columns} FROM assistant_embeds WHERE assistant_id IN @assistantIds", new { assistantIds })
        .ToDictionary(row => row.AssistantId);

    public static void Save(IDbConnection connection, EmbedRow row) => connection.Execute($"""
        INSERT INTO assistant_embeds ({Columns})
        VALUES (@AssistantId, @Enabled, @AllowedOrigins, @Title, @Greeting, @Scheme, @Accent, @MessagesPerMinute, @UpdatedAt)
        ON CONFLICT (assistant_id) DO UPDATE SET enabled = excluded.enabled, allowed_origins = excluded.allowed_origins, title = excluded.title,
          greeting = excluded.greeting, scheme = excluded.scheme, accent = excluded.accent, messages_per_minute = excluded.messages_per_minute,
          updated_at = excluded.updated_at
        """, row);

    public static IReadOnlyList<VisitorRow> FindVisitors(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        [.. connection.Query<VisitorRow>($"SELECT {VisitorColumns} FROM visitors WHERE id IN @ids", new { ids })];

    public static VisitorRow? FindVisitor(IDbConnection connection, string secretHash) => connection.QueryFirstOrDefault<VisitorRow>(
        $"SELECT {VisitorColumns} FROM visitors WHERE secret_hash = @secretHash", new { secretHash });

    public static void InsertVisitor(IDbConnection connection, VisitorRow row, string secretHash) => connection.Execute($"""
        INSERT INTO visitors ({VisitorColumns}, secret_hash) VALUES (@Id, @AssistantId, @Name, @Origin, @CreatedAt, @SeenAt, @secretHash)
        """, new { row.Id, row.AssistantId, row.Name, row.Origin, row.CreatedAt, row.SeenAt, secretHash });

    public static void NoteSeen(IDbConnection connection, VisitorRow row) =>
        connection.Execute("UPDATE visitors SET name = @Name, seen_at = @SeenAt WHERE id = @Id", row);

    /// <summary>Who has not come back for so long is forgotten; what they wrote is kept as long as the project keeps threads.</summary>
    public static void Forget(IDbConnection connection, long before) =>
        connection.Execute("DELETE FROM visitors WHERE seen_at < @before", new { before });

    /// <summary>The newest conversation of the visitor that is not closed.</summary>
    public static string? OpenThread(IDbConnection connection, string visitorId) => connection.QueryFirstOrDefault<string>(
        "SELECT id FROM threads WHERE created_by = @visitorId AND status = 'active' ORDER BY id DESC LIMIT 1", new { visitorId });
}
