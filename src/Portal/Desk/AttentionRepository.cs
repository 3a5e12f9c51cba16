using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Desk;
using Portal.Client.Threads;

namespace Portal.Desk;

/// <param name="UserId">Whom it concerns; empty for everybody who may chat in the project while nobody has the thread.</param>
/// <param name="ThreadSequence">Of the event that tells of it: whoever has seen the thread up to there has seen this.</param>
[method: ExplicitConstructor]
internal sealed record AttentionRow(
    string Id,
    string UserId,
    string ThreadId,
    string ProjectId,
    string Reason,
    string? ActorId,
    string? ActorName,
    string? MessageId,
    long ThreadSequence,
    long CreatedAt)
{
    public Attention ToAttention(string? title) => new(
        Id, ThreadId, ProjectId, title, Wire.Word<AttentionReason>(Reason), ActorId is null ? null : new PersonName(ActorId, ActorName!), MessageId, CreatedAt);
}

internal static class AttentionRepository
{
    /// <summary>Older ones than these are not listed.</summary>
    public const int Most = 1000;

    const string Columns = "id, user_id, thread_id, project_id, reason, actor_id, actor_name, message_id, thread_sequence, created_at";

    /// <summary>The newest of each reason stands for those before it.</summary>
    public static void Put(IDbConnection connection, AttentionRow row)
    {
        connection.Execute("DELETE FROM attention WHERE thread_id = @ThreadId AND user_id = @UserId AND reason = @Reason", row);
        connection.Execute($"""
            INSERT INTO attention ({Columns})
            VALUES (@Id, @UserId, @ThreadId, @ProjectId, @Reason, @ActorId, @ActorName, @MessageId, @ThreadSequence, @CreatedAt)
            """, row);
    }

    public static void Withdraw(IDbConnection connection, string threadId, IReadOnlyCollection<AttentionReason> reasons) => connection.Execute(
        "DELETE FROM attention WHERE thread_id = @threadId AND reason IN @Words", new { threadId, Words = reasons.Select(Wire.Word) });

    /// <summary>What one person was told now concerns another; either may be empty for everybody.</summary>
    public static void HandOn(IDbConnection connection, string threadId, string from, string to, IReadOnlyCollection<AttentionReason> reasons)
    {
        var values = new { threadId, from, to, Words = reasons.Select(Wire.Word) };
        connection.Execute("""
            DELETE FROM attention WHERE thread_id = @threadId AND user_id = @to AND reason IN @Words
              AND reason IN (SELECT f.reason FROM attention f WHERE f.thread_id = @threadId AND f.user_id = @from)
            """, values);
        connection.Execute("UPDATE attention SET user_id = @to WHERE thread_id = @threadId AND user_id = @from AND reason IN @Words", values);
    }

    /// <summary>What concerns the user and they have not seen, newest first.</summary>
    /// <param name="projects">Those that the user may read; null for all.</param>
    /// <param name="threads">Null for all.</param>
    public static IReadOnlyList<AttentionRow> Open(
        IDbConnection connection, string userId, IReadOnlyCollection<string>? projects, IReadOnlyCollection<string>? threads) => connection.Query<AttentionRow>($"""
            SELECT {Columns} FROM attention a
            WHERE a.user_id IN ('', @userId)
              AND NOT EXISTS (SELECT 1 FROM attention_seen s WHERE s.user_id = @userId AND s.attention_id = a.id)
              AND {(projects is null ? "TRUE" : "a.project_id IN @projects")} AND {(threads is null ? "TRUE" : "a.thread_id IN @threads")}
            ORDER BY a.id DESC LIMIT {Most}
            """, new { userId, projects, threads }).AsList();

    /// <summary>The user has seen the thread up to an event, or everything.</summary>
    /// <param name="threadId">Null for every thread.</param>
    public static void See(IDbConnection connection, string userId, string? threadId, long upTo)
    {
        connection.Execute("""
            DELETE FROM attention WHERE user_id = @userId AND (@threadId IS NULL OR thread_id = @threadId) AND thread_sequence <= @upTo
            """, new { userId, threadId, upTo });
        connection.Execute("""
            INSERT INTO attention_seen (user_id, attention_id)
            SELECT @userId, a.id FROM attention a
            WHERE a.user_id = '' AND (@threadId IS NULL OR a.thread_id = @threadId) AND a.thread_sequence <= @upTo
            ON CONFLICT DO NOTHING
            """, new { userId, threadId, upTo });
    }

    public static void MarkSeen(IDbConnection connection, string id, IEnumerable<string> userIds)
    {
        foreach (var userId in userIds)
            connection.Execute("INSERT INTO attention_seen (user_id, attention_id) VALUES (@userId, @id) ON CONFLICT DO NOTHING", new { userId, id });
    }
}
