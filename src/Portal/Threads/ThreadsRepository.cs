using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Data.Sealing;

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
    string? AssigneeName,
    string Metadata,
    string? TipId,
    long CreatedAt,
    long? LastMessageAt,
    string? TakenOverBy,
    string? TakenOverName,
    long? TakenOverAt,
    string? WaitingFor,
    long? WaitingSince,
    string? Preview,
    long LastActivityAt,
    long LastSequence,
    bool IsSealed)
{
    public ApiError? CheckNotArchived() => Status == Wire.Word(ThreadStatus.Archived)
        ? ApiError.Conflict("The thread is archived. Make it active to go on with it.", "thread_archived")
        : null;

    /// <summary>Without what is the caller's own; see <see cref="ThreadViews"/>.</summary>
    public ChatThread ToThread() => new(
        Id, ProjectId, AssistantId, Title, Wire.Word<ThreadStatus>(Status), CreatedBy, AssigneeId,
        Wire.Deserialize<IReadOnlyDictionary<string, string>>(Metadata), CreatedAt, LastMessageAt)
    {
        LastSequence = LastSequence,
        Assignee = AssigneeId is null || AssigneeName is null ? null : new PersonName(AssigneeId, AssigneeName),
        TakenOverBy = TakenOverBy is null ? null : new PersonName(TakenOverBy, TakenOverName!),
        TakenOverAt = TakenOverAt,
        WaitingFor = WaitingFor is null ? null : Wire.Word<WaitingFor>(WaitingFor),
        WaitingSince = WaitingSince,
        Preview = Preview,
        LastActivityAt = LastActivityAt,
        Sealed = IsSealed,
    };

    /// <summary>As it is stored, with its texts opened.</summary>
    public ThreadRow Opened(IDbConnection connection) => IsSealed
        ? this with
        {
            Title = connection.Unseal(Id, "threads.title", Title),
            Preview = connection.Unseal(Id, "threads.preview", Preview),
            Metadata = connection.Unseal(Id, "threads.metadata", Metadata),
        }
        : this;
}

internal static class ThreadsRepository
{
    public const string Columns = """
        t.id, t.project_id, t.assistant_id, t.title, t.status, t.created_by, t.assignee_id,
        (SELECT u.name FROM users u WHERE u.id = t.assignee_id) AS assignee_name, t.metadata, t.tip_id, t.created_at,
        t.last_message_at, t.taken_over_by, t.taken_over_name, t.taken_over_at, t.waiting_for, t.waiting_since, t.preview, t.last_activity_at,
        COALESCE((SELECT MAX(e.thread_sequence) FROM thread_events e WHERE e.thread_id = t.id), 0) AS last_sequence,
        EXISTS (SELECT 1 FROM thread_keys k WHERE k.thread_id = t.id) AS is_sealed
        """;

    public static void Insert(IDbConnection connection, ChatThread thread, string? tipId)
    {
        var key = connection.KeyOf(thread.Id);
        connection.Execute("""
            INSERT INTO threads (id, project_id, assistant_id, title, status, created_by, assignee_id, metadata, tip_id, created_at, last_message_at,
              preview, last_activity_at)
            VALUES (@Id, @ProjectId, @AssistantId, @Title, @Status, @CreatedBy, @AssigneeId, @Metadata, @tipId, @CreatedAt, @LastMessageAt,
              @Preview, @LastActivityAt)
            """, new
        {
            thread.Id,
            thread.ProjectId,
            thread.AssistantId,
            Title = key.Seal("threads.title", thread.Title),
            Status = Wire.Word(thread.Status),
            thread.CreatedBy,
            thread.AssigneeId,
            Metadata = key.Seal("threads.metadata", Wire.Serialize(thread.Metadata)),
            tipId,
            thread.CreatedAt,
            thread.LastMessageAt,
            Preview = key.Seal("threads.preview", thread.Preview),
            thread.LastActivityAt,
        });
    }

    /// <summary>A thread's metadata, in a query for which <see cref="PortalConnection.AddFunctions"/> was called.</summary>
    public const string OpenMetadata = "CASE WHEN t.metadata LIKE 'sealed1:%' THEN unseal(t.id, 'threads.metadata', t.metadata) ELSE t.metadata END";

    /// <summary>The values that a metadata key has in the project's threads.</summary>
    public static IReadOnlySet<string> ByMetadata(IDbConnection connection, string projectId, string key)
    {
        ((PortalConnection)connection).AddFunctions();
        return connection.Query<string>($"""
            SELECT pair.value FROM threads t, json_each({OpenMetadata}) pair WHERE t.project_id = @projectId AND pair.key = @key
            """, new { projectId, key }).ToHashSet();
    }

    public static void Update(IDbConnection connection, ChatThread thread)
    {
        var key = connection.KeyOf(thread.Id);
        connection.Execute("""
            UPDATE threads SET assistant_id = @AssistantId, title = @Title, status = @Status, assignee_id = @AssigneeId, metadata = @Metadata
            WHERE id = @Id
            """, new
        {
            thread.Id,
            thread.AssistantId,
            Title = key.Seal("threads.title", thread.Title),
            Status = Wire.Word(thread.Status),
            thread.AssigneeId,
            Metadata = key.Seal("threads.metadata", Wire.Serialize(thread.Metadata)),
        });
    }

    /// <summary>Remembers the branch last written to; the first user message names a thread that has no title.</summary>
    public static void MoveTip(IDbConnection connection, string id, string tipId, string? title, string? preview, long now)
    {
        var key = connection.KeyOf(id);
        connection.Execute("""
            UPDATE threads SET tip_id = @tipId, last_message_at = @now, title = COALESCE(title, @Title),
              preview = COALESCE(@Preview, preview), last_activity_at = @now
            WHERE id = @id
            """, new { id, tipId, Title = key.Seal("threads.title", title), Preview = key.Seal("threads.preview", preview), now });
    }

    /// <summary>A reply has come to rest; one without text leaves the preview as it is.</summary>
    public static void NoteReply(IDbConnection connection, string id, string? preview, long now) => connection.Execute("""
        UPDATE threads SET preview = COALESCE(@Preview, preview), last_activity_at = @now WHERE id = @id
        """, new { id, Preview = connection.Seal(id, "threads.preview", preview), now });

    /// <param name="holder">Who answers from now on; null for the assistant.</param>
    public static void SetHolder(IDbConnection connection, string id, PersonName? holder, long now) => connection.Execute("""
        UPDATE threads SET taken_over_by = @HolderId, taken_over_name = @HolderName, taken_over_at = @At WHERE id = @id
        """, new { id, HolderId = holder?.Id, HolderName = holder?.Name, At = holder is null ? (long?)null : now });

    public static void SetAssignee(IDbConnection connection, string id, string? assigneeId) =>
        connection.Execute("UPDATE threads SET assignee_id = @assigneeId WHERE id = @id", new { id, assigneeId });

    /// <summary>Whoever has waited goes on waiting since then.</summary>
    public static void SetWaiting(IDbConnection connection, string id, WaitingFor reason, long now) => connection.Execute("""
        UPDATE threads SET waiting_for = @Reason, waiting_since = COALESCE(waiting_since, @now) WHERE id = @id
        """, new { id, Reason = Wire.Word(reason), now });

    public static void ClearWaiting(IDbConnection connection, string id) =>
        connection.Execute("UPDATE threads SET waiting_for = NULL, waiting_since = NULL WHERE id = @id", new { id });

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM threads WHERE id = @id", new { id });

    public static ThreadRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<ThreadRow>($"SELECT {Columns} FROM threads t WHERE t.id = @id", new { id })?.Opened(connection);

    /// <summary>Those of the ids that there are, in no order.</summary>
    public static IReadOnlyList<ThreadRow> Find(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        [.. connection.Query<ThreadRow>($"SELECT {Columns} FROM threads t WHERE t.id IN @ids", new { ids }).Select(row => row.Opened(connection))];

    /// <summary>Threads of a project that were active last before a time, the oldest first.</summary>
    public static IReadOnlyList<string> Idle(IDbConnection connection, string projectId, long before, int limit) => connection.Query<string>("""
        SELECT id FROM threads WHERE project_id = @projectId AND last_activity_at < @before ORDER BY last_activity_at, id LIMIT @limit
        """, new { projectId, before, limit }).AsList();

    public static string? ProjectOf(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<string>("SELECT project_id FROM threads WHERE id = @id", new { id });

    /// <summary>By their ids.</summary>
    public static IReadOnlyList<ThreadRow> MadeBy(IDbConnection connection, string userId, string after, int limit) => [.. connection.Query<ThreadRow>($"""
        SELECT {Columns} FROM threads t WHERE t.created_by = @userId AND t.id > @after ORDER BY t.id LIMIT @limit
        """, new { userId, after, limit }).Select(row => row.Opened(connection))];

    /// <summary>Null where there is no such thread.</summary>
    public static string? AssistantOf(IDbConnection connection, string id) => (string?)AssistantStatement.Scalar(connection, id);

    /// <summary>Threads of an assistant whose content is plain, by their ids.</summary>
    public static IReadOnlyList<string> Plain(IDbConnection connection, string assistantId, string after, int limit) => connection.Query<string>("""
        SELECT t.id FROM threads t WHERE t.assistant_id = @assistantId AND t.id > @after
          AND NOT EXISTS (SELECT 1 FROM thread_keys k WHERE k.thread_id = t.id)
        ORDER BY t.id LIMIT @limit
        """, new { assistantId, after, limit }).AsList();

    static readonly PreparedStatement AssistantStatement = new("SELECT assistant_id FROM threads WHERE id = @id", "@id");
}
