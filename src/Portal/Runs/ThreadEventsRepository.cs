using System.Data;
using Dapper;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Runs;

internal static class ThreadEventsRepository
{
    const string Fields = "thread_events.fields";
    const string Columns = "thread_sequence, run_id, sequence, type, message_id, fields";

    // Once for each piece of every live reply.
    static readonly PreparedStatement InsertStatement = new("""
        INSERT INTO thread_events (thread_id, thread_sequence, run_id, sequence, type, message_id, fields)
        VALUES (@threadId, @threadSequence, @runId, @sequence, @type, @messageId, @fields)
        """, "@threadId", "@threadSequence", "@runId", "@sequence", "@type", "@messageId", "@fields");

    public static void Insert(IDbConnection connection, string threadId, ThreadEvent entry) =>
        InsertStatement.Execute(connection, threadId, entry.ThreadSequence, entry.RunId, entry.Sequence, entry.Type, entry.MessageId,
            connection.Seal(threadId, Fields, entry.Fields));

    public static IReadOnlyList<ThreadEvent> After(IDbConnection connection, string threadId, long threadSequence, int count) =>
        Opened(connection, threadId, connection.Query<ThreadEvent>($"""
            SELECT {Columns} FROM thread_events WHERE thread_id = @threadId AND thread_sequence > @threadSequence
            ORDER BY thread_sequence LIMIT @count
            """, new { threadId, threadSequence, count }));

    /// <summary>What people did with the thread; a page of it, as its keyset has it.</summary>
    public static IEnumerable<ThreadEvent> OfPeople(IDbConnection connection, string threadId, string where, string order, object values) =>
        Opened(connection, threadId, connection.Query<ThreadEvent>($"""
            SELECT {Columns} FROM thread_events WHERE thread_id = @threadId AND type IN (
              'thread.assigned', 'thread.taken_over', 'thread.handed_back', 'thread.person_requested', 'thread.updated', 'note.created')
              AND {where} ORDER BY {order} LIMIT @Take
            """, values));

    public static long LastSequence(IDbConnection connection, string threadId) => connection.QuerySingle<long>(
        "SELECT COALESCE(MAX(thread_sequence), 0) FROM thread_events WHERE thread_id = @threadId", new { threadId });

    /// <summary>Looks back from the newest event, which nearly always is the run's: what it costs does not grow with the run.</summary>
    /// <param name="from">The <c>thread_sequence</c> of the run's first event.</param>
    public static long LastSequenceOfRun(IDbConnection connection, string threadId, string runId, long from) => connection.QuerySingleOrDefault<long>("""
        SELECT sequence FROM thread_events WHERE thread_id = @threadId AND thread_sequence >= @from AND run_id = @runId
        ORDER BY thread_sequence DESC LIMIT 1
        """, new { threadId, runId, from });

    /// <summary>The pieces of one message, in order.</summary>
    public static IReadOnlyList<ThreadEvent> OfMessage(IDbConnection connection, string threadId, string messageId, long from) =>
        Opened(connection, threadId, connection.Query<ThreadEvent>($"""
            SELECT {Columns} FROM thread_events WHERE thread_id = @threadId AND thread_sequence >= @from AND message_id = @messageId
            ORDER BY thread_sequence
            """, new { threadId, messageId, from }));

    /// <summary>The newest of one message; null where it has none.</summary>
    public static ThreadEvent? LastOfMessage(IDbConnection connection, string threadId, string messageId, long from) =>
        Opened(connection, threadId, connection.Query<ThreadEvent>($"""
            SELECT {Columns} FROM thread_events WHERE thread_id = @threadId AND thread_sequence >= @from AND message_id = @messageId
            ORDER BY thread_sequence DESC LIMIT 1
            """, new { threadId, messageId, from })).FirstOrDefault();

    static List<ThreadEvent> Opened(IDbConnection connection, string threadId, IEnumerable<ThreadEvent> stored) =>
        [.. stored.Select(entry => entry with { Fields = connection.Unseal(threadId, Fields, entry.Fields) })];
}
