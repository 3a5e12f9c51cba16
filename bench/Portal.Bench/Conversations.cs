using Microsoft.Data.Sqlite;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>Projects with an assistant and a thread, so that pages and lists have something to show.</summary>
static class Conversations
{
    /// <returns>The newest project's assistant, and its thread with so many messages (at most 1,000).</returns>
    public static async Task<(string Assistant, string Thread)> Import(PortalApi api, int messages, CancellationToken cancellation)
    {
        for (var project = 1; project <= 20; project++)
            api.Project = (await api.Post("/v2/projects", new { name = $"Project {project}" }, cancellation)).Expect(201).Id;
        var assistant = (await api.Post("/v2/assistants", new { name = "Returns desk", model = "gpt-4-fast-2026" }, cancellation)).Expect(201).Id;
        return (assistant, await NewThread(api, assistant, "A long conversation", messages, "", cancellation));
    }

    /// <param name="end">The last message's last paragraph.</param>
    public static async Task<string> NewThread(PortalApi api, string assistant, string title, int messages, string end, CancellationToken cancellation)
    {
        var imported = Enumerable.Range(0, messages).Select(index => new
        {
            role = index % 2 == 0 ? "user" : "assistant",
            content = index < messages - 1 ? Text(index) : $"{Text(index)}\n\n{end}".TrimEnd(),
        });
        return (await api.Post("/v2/threads", new { assistant_id = assistant, title, messages = imported }, cancellation)).Expect(201).Id;
    }

    /// <summary>
    /// Lengthens a thread to so many messages in the database of a portal that is stopped: an import takes 1,000, and
    /// asking for each would take the time of as many replies.
    /// </summary>
    public static void Lengthen(string databasePath, string thread, int messages)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @messages)
            INSERT INTO messages (id, thread_id, parent_id, role, author_type, author_id, author_name, content, attachments, tool_calls, reasoning,
              annotations, status, metadata, created_at, completed_at)
            SELECT 'msg_z' || printf('%025d', i), @thread, CASE i WHEN 1 THEN (SELECT tip_id FROM threads WHERE id = @thread) ELSE 'msg_z' || printf('%025d', i - 1) END,
              CASE i % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, CASE i % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'author', 'Author',
              json_quote('Message ' || i || char(10) || char(10) || @text), '[]', '[]', '[]', '[]', 'completed', '{}', 1750000000 + i, 1750000000 + i
            FROM n;
            UPDATE threads SET tip_id = 'msg_z' || printf('%025d', @messages) WHERE id = @thread;
            """;
        command.Parameters.AddWithValue("@messages", messages);
        command.Parameters.AddWithValue("@thread", thread);
        command.Parameters.AddWithValue("@text", Text(0));
        command.ExecuteNonQuery();
    }

    static string Text(int index) => """
        Answer INDEX: **thirty days**, counted from the delivery, with the *receipt*.

        - unopened: the whole price
        - opened: the price less `15 %`

        ```json
        {"order": INDEX, "state": "returned"}
        ```
        """.Replace("INDEX", $"{index}", StringComparison.Ordinal);
}
