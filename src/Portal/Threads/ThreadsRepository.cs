using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

[method: ExplicitConstructor]
internal sealed record ThreadRow(
    string Id,
    string ProjectId,
    string AssistantId,
    string? Title,
    string Status,
    string CreatedBy,
    string? AssigneeId,
    string Metadata,
    string? TipId,
    long CreatedAt,
    long? LastMessageAt,
    long LastSequence)
{
    public ChatThread ToThread() => new(
        Id, ProjectId, AssistantId, Title, Wire.Word<ThreadStatus>(Status), CreatedBy, AssigneeId,
        Wire.Deserialize<IReadOnlyDictionary<string, string>>(Metadata), CreatedAt, LastMessageAt) { LastSequence = LastSequence };
}

internal static class ThreadsRepository
{
    public const string Columns = """
        t.id, t.project_id, t.assistant_id, t.title, t.status, t.created_by, t.assignee_id, t.metadata, t.tip_id, t.created_at,
        t.last_message_at, COALESCE((SELECT MAX(e.thread_sequence) FROM thread_events e WHERE e.thread_id = t.id), 0) AS last_sequence
        """;

    public static void Insert(IDbConnection connection, ChatThread thread, string? tipId) => connection.Execute("""
        INSERT INTO threads (id, project_id, assistant_id, title, status, created_by, assignee_id, metadata, tip_id, created_at, last_message_at)
        VALUES (@Id, @ProjectId, @AssistantId, @Title, @Status, @CreatedBy, @AssigneeId, @Metadata, @tipId, @CreatedAt, @LastMessageAt)
        """, new
    {
        thread.Id,
        thread.ProjectId,
        thread.AssistantId,
        thread.Title,
        Status = Wire.Word(thread.Status),
        thread.CreatedBy,
        thread.AssigneeId,
        Metadata = Wire.Serialize(thread.Metadata),
        tipId,
        thread.CreatedAt,
        thread.LastMessageAt,
    });

    /// <summary>The values that a metadata key has in the project's threads.</summary>
    public static IReadOnlySet<string> ByMetadata(IDbConnection connection, string projectId, string key) => connection.Query<string>("""
        SELECT pair.value FROM threads t, json_each(t.metadata) pair WHERE t.project_id = @projectId AND pair.key = @key
        """, new { projectId, key }).ToHashSet();

    public static void Update(IDbConnection connection, ChatThread thread) => connection.Execute("""
        UPDATE threads SET assistant_id = @AssistantId, title = @Title, status = @Status, assignee_id = @AssigneeId, metadata = @Metadata
        WHERE id = @Id
        """, new { thread.Id, thread.AssistantId, thread.Title, Status = Wire.Word(thread.Status), thread.AssigneeId, Metadata = Wire.Serialize(thread.Metadata) });

    /// <summary>Remembers the branch last written to; the first user message names a thread that has no title.</summary>
    public static void MoveTip(IDbConnection connection, string id, string tipId, string? title, long now) => connection.Execute("""
        UPDATE threads SET tip_id = @tipId, last_message_at = @now, title = COALESCE(title, @title) WHERE id = @id
        """, new { id, tipId, title, now });

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM threads WHERE id = @id", new { id });

    public static ThreadRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<ThreadRow>($"SELECT {Columns} FROM threads t WHERE t.id = @id", new { id });
}
