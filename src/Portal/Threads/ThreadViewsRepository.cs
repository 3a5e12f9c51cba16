using System.Data;
using Dapper;

namespace Portal.Threads;

[method: ExplicitConstructor]
internal sealed record ThreadViewRow(string ThreadId, long Pinned, long SeenSequence, long? ReadSequence, long Unread, string? FirstUnreadId);

/// <summary>How people see threads: what they have pinned, and up to where they have seen them.</summary>
internal static class ThreadViewsRepository
{
    public const int MostUnread = 100;

    const string UnreadMessages = """
        FROM messages m WHERE m.thread_id = s.id AND m.id > s.seen_id AND m.author_id <> @userId AND m.role <> 'tool' AND m.first_sequence IS NOT NULL
        """;

    /// <summary>Whether the thread <c>t</c> has messages that the user <c>@userId</c>, who is here since <c>@born</c>, has not seen.</summary>
    public const string IsUnread = """
        EXISTS (
          SELECT 1 FROM messages m WHERE m.thread_id = t.id AND m.author_id <> @userId AND m.role <> 'tool' AND m.first_sequence IS NOT NULL AND m.id > (
            SELECT MAX(marks.id) FROM (
              SELECT v.seen_id AS id FROM thread_views v WHERE v.user_id = @userId AND v.thread_id = t.id
              UNION ALL SELECT r.read_id FROM thread_reads r WHERE r.user_id = @userId AND r.project_id IN ('', t.project_id)
              UNION ALL SELECT @born) AS marks))
        """;

    /// <summary>Up to which message the user has marked the threads of all projects as read; null where they never did.</summary>
    public static string? ReadEverywhere(IDbConnection connection, string userId) =>
        connection.QueryFirstOrDefault<string>("SELECT read_id FROM thread_reads WHERE user_id = @userId AND project_id = ''", new { userId });

    /// <param name="born">A message id as of the user's making: what was said before is not theirs to catch up with.</param>
    public static IEnumerable<ThreadViewRow> Find(IDbConnection connection, string userId, string born, IReadOnlyCollection<string> threadIds) =>
        connection.Query<ThreadViewRow>($"""
            WITH seen AS (
              SELECT t.id, COALESCE(v.pinned, 0) AS pinned, COALESCE(v.seen_sequence, 0) AS seen_sequence, (
                SELECT MAX(marks.id) FROM (
                  SELECT COALESCE(v.seen_id, '') AS id
                  UNION ALL SELECT r.read_id FROM thread_reads r WHERE r.user_id = @userId AND r.project_id IN ('', t.project_id)
                  UNION ALL SELECT @born) AS marks) AS seen_id
              FROM threads t LEFT JOIN thread_views v ON v.thread_id = t.id AND v.user_id = @userId
              WHERE t.id IN @threadIds)
            SELECT s.id AS thread_id, s.pinned, s.seen_sequence,
              (SELECT m.first_sequence FROM messages m WHERE m.thread_id = s.id AND m.id <= s.seen_id ORDER BY m.id DESC LIMIT 1) AS read_sequence,
              (SELECT COUNT(*) FROM (SELECT 1 {UnreadMessages} LIMIT {MostUnread}) AS unread) AS unread,
              (SELECT m.id {UnreadMessages} ORDER BY m.id LIMIT 1) AS first_unread_id
            FROM seen s
            """, new { userId, born, threadIds });

    /// <summary>What is null stays; seeing never goes back, so that a late request of another tab takes nothing away.</summary>
    public static void Save(IDbConnection connection, string userId, string threadId, bool? pinned, long? seen) => connection.Execute("""
        INSERT INTO thread_views (user_id, thread_id, pinned, seen_sequence, seen_id)
        SELECT @userId, t.id, COALESCE(@pinned, 0), COALESCE(@seen, 0), COALESCE((
          SELECT m.id FROM messages m WHERE m.thread_id = t.id AND m.first_sequence <= @seen ORDER BY m.id DESC LIMIT 1), '')
        FROM threads t WHERE t.id = @threadId
        ON CONFLICT (user_id, thread_id) DO UPDATE SET
          pinned = COALESCE(@pinned, thread_views.pinned),
          seen_sequence = CASE WHEN excluded.seen_sequence > thread_views.seen_sequence THEN excluded.seen_sequence ELSE thread_views.seen_sequence END,
          seen_id = CASE WHEN excluded.seen_sequence > thread_views.seen_sequence THEN excluded.seen_id ELSE thread_views.seen_id END
        """, new { userId, threadId, pinned, seen });

    /// <param name="projectId">Empty for all.</param>
    public static void MarkRead(IDbConnection connection, string userId, string projectId, string readId) => connection.Execute("""
        INSERT INTO thread_reads (user_id, project_id, read_id) VALUES (@userId, @projectId, @readId)
        ON CONFLICT (user_id, project_id) DO UPDATE SET read_id = excluded.read_id
        """, new { userId, projectId, readId });
}
