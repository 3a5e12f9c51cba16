using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Threads.Search;

/// <summary>
/// The index of words over titles and messages (SQLite's full-text search). The rows of a thread lie together under the
/// thread's number, the title's first and the newest message's last, so that one look says whether a thread holds a word.
/// </summary>
internal static class ThreadWordsRepository
{
    /// <summary>A thread's number is a row's upper part, a message's place in the thread its lower one.</summary>
    public const int PlaceBits = 24;

    static readonly PreparedStatement InsertWords = new("INSERT INTO thread_words (rowid, words) VALUES (@row, @words)", "row", "words");

    static readonly PreparedStatement InsertRow = new("INSERT INTO thread_search_rows (row, message_id) VALUES (@row, @messageId)", "row", "messageId");

    static readonly PreparedStatement CountWords = new("""
        INSERT INTO thread_terms (term, rows) SELECT value, 1 FROM json_each(@words) WHERE TRUE ON CONFLICT (term) DO UPDATE SET rows = rows + 1
        """, "words");

    public static long FirstRow(long number) => number << PlaceBits;

    public static long LastRow(long number) => ((number + 1) << PlaceBits) - 1;

    public static long NewNumber(IDbConnection connection, string threadId, string redaction) => connection.ExecuteScalar<long>(
        "INSERT INTO thread_search (thread_id, indexed, redaction) VALUES (@threadId, 1, @redaction) RETURNING number", new { threadId, redaction });

    /// <summary>A new thread that has a number, and nothing in the index.</summary>
    public static void AddLeftOut(IDbConnection connection, string threadId) =>
        connection.Execute("INSERT INTO thread_search (thread_id, indexed) VALUES (@threadId, 2)", new { threadId });

    public static void SetLeftOut(IDbConnection connection, string threadId) =>
        connection.Execute("UPDATE thread_search SET indexed = 2 WHERE thread_id = @threadId", new { threadId });

    public static void SetUnindexed(IDbConnection connection, long number) =>
        connection.Execute("UPDATE thread_search SET indexed = 0 WHERE number = @number", new { number });

    public static void SetRedaction(IDbConnection connection, long number, string redaction) =>
        connection.Execute("UPDATE thread_search SET redaction = @redaction WHERE number = @number", new { number, redaction });

    /// <summary>Threads of an assistant that are in the index by other rules than these, by their ids.</summary>
    public static IReadOnlyList<string> Outdated(IDbConnection connection, string assistantId, string redaction, string after, int limit) => connection.Query<string>("""
        SELECT t.id FROM threads t CROSS JOIN thread_search s ON s.thread_id = t.id
        WHERE t.assistant_id = @assistantId AND t.id > @after AND s.indexed = 1 AND s.redaction <> @redaction ORDER BY t.id LIMIT @limit
        """, new { assistantId, redaction, after, limit }).AsList();

    /// <summary>Null where there is no such thread.</summary>
    public static long? NumberOf(IDbConnection connection, string threadId) =>
        connection.QueryFirstOrDefault<long?>("SELECT number FROM thread_search WHERE thread_id = @threadId", new { threadId });

    /// <summary>Null where the thread is not in the index.</summary>
    public static IndexPlace? Indexed(IDbConnection connection, string threadId) => connection.QueryFirstOrDefault<IndexPlace>("""
        SELECT s.number, t.project_id, s.redaction FROM thread_search s JOIN threads t ON t.id = s.thread_id WHERE s.thread_id = @threadId AND s.indexed = 1
        """, new { threadId });

    public static long NextRow(IDbConnection connection, long number) => 1 + connection.ExecuteScalar<long>("""
        SELECT COALESCE(MAX(row), @First) FROM thread_search_rows WHERE row BETWEEN @First AND @Last
        """, new { First = FirstRow(number), Last = LastRow(number) });

    public static void AddMessage(IDbConnection connection, long row, string messageId) => InsertRow.Execute(connection, row, messageId);

    public static void AddWords(IDbConnection connection, long row, string words) => InsertWords.Execute(connection, row, words);

    public static void CountOnce(IDbConnection connection, IReadOnlyCollection<string> words) => CountWords.Execute(connection, Wire.Serialize(words));

    /// <summary>In how many rows more, or fewer, each word is.</summary>
    public static void Count(IDbConnection connection, IReadOnlyDictionary<string, int> changes)
    {
        var parameters = new { changes = Wire.Serialize(changes) };
        connection.Execute("""
            UPDATE thread_terms SET rows = rows + change.value FROM json_each(@changes) change WHERE thread_terms.term = change.key
            """, parameters);
        connection.Execute("DELETE FROM thread_terms WHERE rows <= 0 AND term IN (SELECT key FROM json_each(@changes))", parameters);
    }

    public static void Delete(IDbConnection connection, long first, long last)
    {
        connection.Execute("DELETE FROM thread_words WHERE rowid BETWEEN @first AND @last", new { first, last });
        connection.Execute("DELETE FROM thread_search_rows WHERE row BETWEEN @first AND @last", new { first, last });
    }

    /// <summary>The texts of the messages of a thread that are in the index.</summary>
    public static IEnumerable<string> Messages(IDbConnection connection, string threadId, long number) => connection.Query<MessageText>("""
        SELECT m.id, m.role, m.content FROM thread_search_rows r JOIN messages m ON m.id = r.message_id WHERE r.row BETWEEN @First AND @Last
        """, new { First = FirstRow(number), Last = LastRow(number) }, buffered: false).Select(message => message.TextIn(connection, threadId));

    /// <summary>The newest threads that are not in the index yet.</summary>
    public static IReadOnlyList<long> Left(IDbConnection connection, int most) =>
        connection.Query<long>("SELECT number FROM thread_search WHERE NOT indexed ORDER BY number DESC LIMIT @most", new { most }).AsList();

    /// <summary>From here on its changes come into the index; null where they do already, or the thread is gone.</summary>
    public static string? Begin(IDbConnection connection, long number) => connection.QueryFirstOrDefault<string>(
        "UPDATE thread_search SET indexed = 1 WHERE number = @number AND NOT indexed RETURNING thread_id", new { number });

    /// <summary>All messages that have come to rest with a text, by the time of their making.</summary>
    public static IEnumerable<(string Id, string Text)> Unindexed(IDbConnection connection, string threadId) => connection.Query<MessageText>("""
        SELECT id, role, content FROM messages WHERE thread_id = @threadId AND content IS NOT NULL ORDER BY id
        """, new { threadId }).Select(message => (message.Id, message.TextIn(connection, threadId)));

    public static void CountRemoved(IDbConnection connection) => connection.Execute("UPDATE thread_words_removed SET threads = threads + 1");

    /// <summary>How many threads have left the index, whose words are still in its pages.</summary>
    public static long Removed(IDbConnection connection) => connection.ExecuteScalar<long>("SELECT threads FROM thread_words_removed");

    /// <summary>Writes some of the index anew, without the words of what was removed.</summary>
    /// <param name="pages">Below 0 to begin.</param>
    /// <returns>False where all of it is.</returns>
    public static bool Merge(IDbConnection connection, int pages)
    {
        var before = connection.ExecuteScalar<long>("SELECT total_changes()");
        connection.Execute("INSERT INTO thread_words (thread_words, rank) VALUES ('merge', @pages)", new { pages });
        return connection.ExecuteScalar<long>("SELECT total_changes()") - before >= 2;
    }

    /// <param name="removed">Those that had left when the writing anew began.</param>
    public static void ForgetRemoved(IDbConnection connection, long removed) =>
        connection.Execute("UPDATE thread_words_removed SET threads = threads - @removed", new { removed });

    [method: ExplicitConstructor]
    internal sealed record IndexPlace(long Number, string ProjectId, string Redaction);
}

/// <summary>Of a message, what has words.</summary>
[method: ExplicitConstructor]
internal sealed record MessageText(string Id, string Role, string? Content)
{
    public string TextIn(IDbConnection connection, string threadId) => Role == Wire.Word(MessageRole.Tool)
        ? ""
        : Wire.DeserializeOrDefault<MessageContent>(connection.Unseal(threadId, "messages.content", Content))?.PlainText ?? "";
}
