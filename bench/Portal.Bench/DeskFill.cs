using System.Text.Json;
using Microsoft.Data.Sqlite;
using Portal.Safety.Privacy;
using Portal.Threads.Search;

namespace Portal.Bench;

/// <summary>Fills a portal that is stopped with conversations of ten messages and the index of their words.</summary>
static class DeskFill
{
    const int MessagesOfAThread = 10;
    const int Batch = 5_000;

    /// <summary>In every thousandth thread alone, in every hundredth message, and in every twentieth.</summary>
    public const string Rare = "zebra", Occasional = "refund", Usual = "lamp";

    /// <summary>In every message, and in the first message of every third thread.</summary>
    public const string Frequent = "order", FrequentToo = "orders";

    const string Thread = """
        INSERT INTO threads (id, project_id, assistant_id, title, status, created_by, assignee_id, metadata, tip_id, created_at, last_message_at, last_activity_at, waiting_since, waiting_for)
        VALUES (@id, @project, @assistant, @title, @status, @maker, @assignee, '{}', @tip, @at, @at, @active, @waiting, CASE WHEN @waiting IS NULL THEN NULL ELSE 'person' END)
        """;

    const string Message = """
        INSERT INTO messages (id, thread_id, parent_id, role, author_type, author_id, author_name, content, attachments, tool_calls, reasoning, annotations, status, metadata,
          first_sequence, created_at, completed_at)
        VALUES (@id, @thread, @parent, @role, @role, 'author', 'Author', @content, '[]', '[]', '[]', '[]', 'completed', '{}', @sequence, @at, @at)
        """;

    public static void Fill(string databasePath, int threads, string assistant, string project, string other, Action<string> progress)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000");
        using var thread = Prepare(connection, Thread, "id", "project", "assistant", "title", "status", "maker", "assignee", "tip", "at", "active", "waiting");
        using var message = Prepare(connection, Message, "id", "thread", "parent", "role", "content", "sequence", "at");
        var (random, terms) = (new Random(1), new Dictionary<string, int>(StringComparer.Ordinal));
        var vocabulary = Vocabulary();
        for (var done = 0; done < threads; done += Batch)
        {
            Execute(connection, "BEGIN");
            for (var number = done + 1; number <= Math.Min(threads, done + Batch); number++)
            {
                var (id, at) = (Id("thread", number), 1_750_000_000 + number);
                var within = number % 10 == 0 ? other : project;
                // The threads that were made last are not those in which something happened last.
                var active = 1_760_000_000 + (number * 7_919L % threads);
                Run(thread, id, within, assistant, $"Order {number}", number % 1000 == 0 ? "archived" : number % 3 == 0 ? "resolved" : "active", $"user_{number % 200}",
                    number % 50 == 0 ? $"user_{number % 7}" : null, Id("msg", (number * MessagesOfAThread) + MessagesOfAThread - 1), at, active, number % 500 == 0 ? active : null);
                var key = ThreadWordsRepository.NewNumber(connection, id, Redaction.OfSecrets.Key);
                Index(connection, terms, ThreadWordsRepository.FirstRow(key), within, $"Order {number}");
                for (var place = 0; place < MessagesOfAThread; place++)
                {
                    var messageId = Id("msg", (number * MessagesOfAThread) + place);
                    var text = Text(random, vocabulary, number, place);
                    Run(message, messageId, id, place == 0 ? null : Id("msg", (number * MessagesOfAThread) + place - 1), place % 2 == 0 ? "user" : "assistant",
                        JsonSerializer.Serialize(text), place + 1, at + place);
                    var row = ThreadWordsRepository.FirstRow(key) + place + 1;
                    ThreadWordsRepository.AddMessage(connection, row, messageId);
                    Index(connection, terms, row, within, text);
                }
            }

            Execute(connection, "COMMIT");
            if (done % (4 * Batch) == 0) progress($"{done:#,0} of {threads:#,0} threads");
        }

        Execute(connection, "BEGIN");
        ThreadWordsRepository.CountOnce(connection, terms.Keys);
        ThreadWordsRepository.Count(connection, terms.ToDictionary(term => term.Key, term => term.Value - 1));
        Execute(connection, "COMMIT");
    }

    static void Index(SqliteConnection connection, Dictionary<string, int> terms, long row, string project, string text)
    {
        var words = SearchWords.Of(text).Select(word => word.Text).ToHashSet();
        ThreadWordsRepository.AddWords(connection, row, string.Join(' ', words.Prepend(ThreadIndex.ProjectWord(project))));
        foreach (var word in words) terms[word] = terms.GetValueOrDefault(word) + 1;
    }

    static string Text(Random random, string[] vocabulary, int number, int place)
    {
        var words = Enumerable.Range(0, 25).Select(_ => vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 4))]).Append(Frequent).Append($"{20_260_000 + number}");
        if (number % 3 == 0 && place == 0) words = words.Append(FrequentToo);
        if (random.Next(100) == 0) words = words.Append(Occasional);
        if (random.Next(20) == 0) words = words.Append(Usual);
        if (number % 1000 == 7 && place == 3) words = words.Append(Rare);
        return string.Join(' ', words);
    }

    /// <summary>Thirty thousand words, of which the first are said most.</summary>
    static string[] Vocabulary()
    {
        const string syllables = "ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu ma me";
        var parts = syllables.Split(' ');
        return [.. Enumerable.Range(0, 30_000).Select(index => $"{parts[index % 32]}{parts[index / 32 % 32]}{parts[index / 1024 % 32]}")];
    }

    static string Id(string prefix, int number) => $"{prefix}_{number:D26}";

    static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter($"@{name}", null));
        return command;
    }

    static void Run(SqliteCommand command, params object?[] values)
    {
        for (var index = 0; index < values.Length; index++) command.Parameters[index].Value = values[index] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
