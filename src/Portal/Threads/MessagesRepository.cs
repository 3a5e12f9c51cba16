using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data.Sealing;
using Portal.Runs;
using Portal.Safety.Events;

namespace Portal.Threads;

/// <summary>Messages and the branches that their parents make.</summary>
internal static class MessagesRepository
{
    const string Columns = """
        m.id, m.thread_id, m.run_id, m.parent_id, m.role, m.author_type, m.author_id, m.author_name, m.content, m.attachments,
        m.tool_calls, m.tool_call_id, m.reasoning, m.annotations, m.status, m.error_code, m.error_message, m.model, m.usage,
        m.feedback, m.metadata, m.first_sequence, m.approval_id, m.created_at, m.completed_at
        """;

    public static void Insert(IDbConnection connection, Message message) => connection.Execute("""
        INSERT INTO messages (id, thread_id, run_id, parent_id, role, author_type, author_id, author_name, content, attachments,
          tool_calls, tool_call_id, reasoning, annotations, status, error_code, error_message, model, usage,
          feedback, metadata, first_sequence, approval_id, created_at, completed_at)
        VALUES (@Id, @ThreadId, @RunId, @ParentId, @Role, @AuthorType, @AuthorId, @AuthorName, @Content, @Attachments,
          @ToolCalls, @ToolCallId, @Reasoning, @Annotations, @Status, @ErrorCode, @ErrorMessage, @Model, @Usage,
          @Feedback, @Metadata, @FirstSequence, @ApprovalId, @CreatedAt, @CompletedAt)
        """, MessageRow.From(message, connection.KeyOf(message.ThreadId)));

    /// <summary>Moves a message from one state to the next; false where it was not in the state expected.</summary>
    public static bool Save(IDbConnection connection, Message message, MessageStatus expected) => connection.Execute("""
        UPDATE messages SET content = @Content, tool_calls = @ToolCalls, reasoning = @Reasoning, annotations = @Annotations,
          status = @Status, error_code = @ErrorCode, error_message = @ErrorMessage, model = @Model, usage = @Usage,
          approval_id = @ApprovalId, completed_at = @CompletedAt
        WHERE id = @Id AND status = @Expected
        """, Parameters(connection, message, expected)) == 1;

    public static void SaveFeedback(IDbConnection connection, string threadId, string id, Feedback feedback) => connection.Execute(
        "UPDATE messages SET feedback = @Feedback WHERE thread_id = @threadId AND id = @id",
        new { threadId, id, Feedback = connection.Seal(threadId, "messages.feedback", Wire.Serialize(feedback)) });

    public static Message? Find(IDbConnection connection, string threadId, string id)
    {
        var row = connection.QueryFirstOrDefault<MessageRow>($"SELECT {Columns} FROM messages m WHERE m.thread_id = @threadId AND m.id = @id", new { threadId, id });
        return row is null ? null : Complete(connection, threadId, [row])[0];
    }

    /// <summary>The first reply that was made to a message.</summary>
    public static string? FindFirstReply(IDbConnection connection, string threadId, string id) => connection.QueryFirstOrDefault<string>("""
        SELECT id FROM messages WHERE thread_id = @threadId AND parent_id = @id AND role = 'assistant' ORDER BY id LIMIT 1
        """, new { threadId, id });

    /// <summary>The run that last made a reply to a message.</summary>
    public static string? FindNewestRun(IDbConnection connection, string threadId, string id) => connection.QueryFirstOrDefault<string>("""
        SELECT run_id FROM messages WHERE thread_id = @threadId AND parent_id = @id AND role = 'assistant' AND run_id IS NOT NULL
        ORDER BY id DESC LIMIT 1
        """, new { threadId, id });

    /// <summary>The roles of the messages that follow a message; those of the first ones for null.</summary>
    public static IReadOnlyList<string> RolesUnder(IDbConnection connection, string threadId, string? parentId) => connection.Query<string>($"""
        SELECT DISTINCT role FROM messages WHERE thread_id = @threadId AND {(parentId is null ? "parent_id IS NULL" : "parent_id = @parentId")}
        """, new { threadId, parentId }).AsList();

    /// <summary>Of finished messages of some projects and assistants, both null for all; the newest first.</summary>
    public static IReadOnlyList<RecentText> Recent(IDbConnection connection, IReadOnlyCollection<string>? projects, IReadOnlyCollection<string>? assistants, long from, int limit)
    {
        var among = projects is null && assistants is null ? "TRUE" : "(t.project_id IN @Projects OR t.assistant_id IN @Assistants)";
        return [.. connection.Query<(string ThreadId, string Id, string Role, string Content, long CreatedAt)>($"""
            SELECT m.thread_id, m.id, m.role, m.content, m.created_at FROM messages m CROSS JOIN threads t ON t.id = m.thread_id
            WHERE m.status = 'completed' AND m.content IS NOT NULL AND m.created_at >= @from AND {among}
            ORDER BY m.id DESC LIMIT @limit
            """, new { Projects = projects ?? [], Assistants = assistants ?? [], from, limit })
            .Select(row => new RecentText(
                row.ThreadId, row.Id, Wire.Word<MessageRole>(row.Role),
                Wire.Deserialize<MessageContent>(connection.Unseal(row.ThreadId, "messages.content", row.Content)).PlainText, row.CreatedAt))];
    }

    /// <summary>What a user has said in threads that others made, by the time of its making.</summary>
    public static IReadOnlyList<Message> ElsewhereBy(IDbConnection connection, string userId, string after, int limit) =>
        [.. connection.Query<MessageRow>($"""
            SELECT {Columns} FROM messages m JOIN threads t ON t.id = m.thread_id
            WHERE m.author_id = @userId AND t.created_by <> @userId AND m.id > @after ORDER BY m.id LIMIT @limit
            """, new { userId, after, limit }).AsList().GroupBy(row => row.ThreadId)
            .SelectMany(rows => Complete(connection, rows.Key, [.. rows])).OrderBy(message => message.Id, StringComparer.Ordinal)];

    public static bool Exists(IDbConnection connection, string threadId, string id) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM messages WHERE thread_id = @threadId AND id = @id", new { threadId, id }) == 1;

    /// <summary>The calls of a run that have their output.</summary>
    public static IReadOnlyList<string> AnsweredCalls(IDbConnection connection, string runId) =>
        connection.Query<string>("SELECT tool_call_id FROM messages WHERE run_id = @runId AND role = 'tool'", new { runId }).AsList();

    /// <summary>Hangs a message that was posted during a run under what that run became.</summary>
    public static void MoveUnder(IDbConnection connection, string id, string parentId) =>
        connection.Execute("UPDATE messages SET parent_id = @parentId WHERE id = @id", new { id, parentId });

    /// <summary>From a message towards the root, at most <paramref name="count"/> messages, the nearest first.</summary>
    public static IReadOnlyList<Message> Ancestors(IDbConnection connection, string threadId, string? from, int count) =>
        from is null ? [] : Complete(connection, threadId, connection.Query<MessageRow>($"""
            WITH RECURSIVE branch (id, parent_id, distance) AS (
              SELECT id, parent_id, 1 FROM messages WHERE thread_id = @threadId AND id = @from
              UNION ALL
              SELECT p.id, p.parent_id, b.distance + 1 FROM branch b JOIN messages p ON p.id = b.parent_id WHERE b.distance < @count)
            SELECT {Columns} FROM branch b JOIN messages m ON m.id = b.id ORDER BY b.distance
            """, new { threadId, from, count }).AsList());

    /// <summary>From a message towards the root, read as far as the walk goes.</summary>
    public static IEnumerable<Message> Walk(IDbConnection connection, string threadId, string? from)
    {
        while (from is not null)
        {
            var stretch = Ancestors(connection, threadId, from, 64);
            foreach (var message in stretch) yield return message;
            from = stretch.Count == 0 ? null : stretch[^1].ParentId;
        }
    }

    /// <summary>One page of the branch that ends in <paramref name="tip"/>.</summary>
    /// <param name="anyBranch">A reader who has come to a message that is not on it goes on along the newest branch through that message.</param>
    public static ListPage<Message> Page(IDbConnection connection, string threadId, string? tip, ListQuery query, bool anyBranch = false)
    {
        if (tip is null) return new([], null, null, false);
        // Newest first from the tip or from a message on the branch: the common case walks only the page.
        if (!query.Ascending && query.Before is null)
        {
            var from = query.After is null ? tip : connection.QueryFirstOrDefault<string>(
                "SELECT parent_id FROM messages WHERE thread_id = @threadId AND id = @After", new { threadId, query.After });
            var read = Ancestors(connection, threadId, from, query.Limit + 1);
            return ToPage([.. read.Take(query.Limit)], read.Count > query.Limit);
        }

        var path = PathTo(connection, threadId, tip, anyBranch && query.After is null ? query.Before : null);
        if (query.Ascending) path.Reverse();
        var start = query.After is null ? 0 : path.IndexOf(query.After) + 1;
        var end = query.Before is null ? path.Count : path.IndexOf(query.Before);
        if ((query.After is not null && start == 0) || end < 0) return new([], null, null, false);
        var backwards = query.Before is not null && query.After is null;
        var more = end - start > query.Limit;
        var ids = backwards ? path.GetRange(Math.Max(start, end - query.Limit), Math.Min(query.Limit, end - start)) : path.GetRange(start, Math.Max(0, Math.Min(query.Limit, end - start)));
        return ToPage(Find(connection, threadId, ids), more);
    }

    /// <summary>A message in the middle of its page; null where it is not on the branch.</summary>
    public static ListPage<Message>? Around(IDbConnection connection, string threadId, string? tip, string id, ListQuery query, bool anyBranch)
    {
        if (tip is null) return null;
        var path = PathTo(connection, threadId, tip, anyBranch ? id : null);
        var at = path.IndexOf(id);
        if (at < 0) return null;
        var newest = Math.Max(0, at - query.Limit / 2);
        var ids = path.GetRange(newest, Math.Min(query.Limit, path.Count - newest));
        var more = query.Ascending ? newest > 0 : newest + ids.Count < path.Count;
        if (query.Ascending) ids.Reverse();
        return ToPage(Find(connection, threadId, ids), more);
    }

    /// <summary>Those of the ids that the thread has, in their order.</summary>
    public static List<Message> Find(IDbConnection connection, string threadId, IReadOnlyList<string> ids)
    {
        var rows = connection.Query<MessageRow>($"SELECT {Columns} FROM messages m WHERE m.thread_id = @threadId AND m.id IN @ids", new { threadId, ids }).ToDictionary(row => row.Id);
        return Complete(connection, threadId, [.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);
    }

    /// <summary>All messages of a thread with what they follow, by the time of their making.</summary>
    public static IReadOnlyList<(string Id, string? ParentId)> Outline(IDbConnection connection, string threadId) =>
        connection.Query<(string, string?)>("SELECT id, parent_id FROM messages WHERE thread_id = @threadId ORDER BY id", new { threadId }).AsList();

    /// <summary>From a message down to the tip of its newest branch.</summary>
    public static string Descend(IDbConnection connection, string threadId, string from) => connection.QueryFirst<string>("""
        WITH RECURSIVE branch (id, depth) AS (
          SELECT @from, 0
          UNION ALL
          SELECT (SELECT c.id FROM messages c WHERE c.thread_id = @threadId AND c.parent_id = b.id ORDER BY c.id DESC LIMIT 1), b.depth + 1
          FROM branch b WHERE b.id IS NOT NULL)
        SELECT id FROM branch WHERE id IS NOT NULL ORDER BY depth DESC LIMIT 1
        """, new { threadId, from });

    /// <summary>From the tip to the root; where that misses a message that is asked for, from the tip of the newest branch through it.</summary>
    static List<string> PathTo(IDbConnection connection, string threadId, string tip, string? through)
    {
        var path = PathTo(connection, threadId, tip);
        return through is null || path.Contains(through) || !Exists(connection, threadId, through)
            ? path
            : PathTo(connection, threadId, Descend(connection, threadId, through));
    }

    /// <summary>From a message up to the root.</summary>
    public static List<string> PathTo(IDbConnection connection, string threadId, string tip) => connection.Query<string>("""
        WITH RECURSIVE branch (id, parent_id, distance) AS (
          SELECT id, parent_id, 1 FROM messages WHERE thread_id = @threadId AND id = @tip
          UNION ALL
          SELECT p.id, p.parent_id, b.distance + 1 FROM branch b JOIN messages p ON p.id = b.parent_id)
        SELECT id FROM branch ORDER BY distance
        """, new { threadId, tip }).AsList();

    /// <summary>Adds what the rows do not hold: siblings, what rules found, and the text so far of replies that are being written.</summary>
    static List<Message> Complete(IDbConnection connection, string threadId, List<MessageRow> rows)
    {
        var parents = rows.Select(row => row.ParentId).OfType<string>().Distinct().ToList();
        // Put in order here: asked to, SQLite walks the whole thread by its ids rather than look up each parent.
        var siblings = connection.Query<(string Parent, string Id)>("""
            SELECT parent_id, id FROM messages WHERE thread_id = @threadId AND parent_id IN @parents
            """, new { threadId, parents }).OrderBy(pair => pair.Id, StringComparer.Ordinal).ToLookup(pair => pair.Parent, pair => pair.Id);
        var roots = rows.Exists(row => row.ParentId is null)
            ? connection.Query<string>("SELECT id FROM messages WHERE thread_id = @threadId AND parent_id IS NULL ORDER BY id", new { threadId }).AsList()
            : [];
        var flags = SafetyEventsRepository.FlagsOf(connection, [.. rows.Select(row => row.Id)]);
        return [.. rows.Select(row =>
        {
            var message = row.Opened(connection).ToMessage(row.ParentId is null ? roots : [.. siblings[row.ParentId]]) with { SafetyFlags = [.. flags[row.Id]] };
            return message.Status is MessageStatus.InProgress ? ReplyDraft.Restore(connection, message).ToMessage() : message;
        })];
    }

    static ListPage<Message> ToPage(List<Message> messages, bool more) =>
        new(messages, messages.Count == 0 ? null : messages[0].Id, messages.Count == 0 ? null : messages[^1].Id, more);

    static DynamicParameters Parameters(IDbConnection connection, Message message, MessageStatus expected)
    {
        var parameters = new DynamicParameters(MessageRow.From(message, connection.KeyOf(message.ThreadId)));
        parameters.Add("Expected", Api.Wire.Word(expected));
        return parameters;
    }
}
