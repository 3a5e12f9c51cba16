using System.Text.Json;
using Dapper;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Hosting;

/// <summary>A thread of any length: an import takes 1,000 messages, the others are put beside them in the database.</summary>
public static class LongThread
{
    public static async Task<string> Make(PortalHost portal, Desk desk, int count)
    {
        var first = Enumerable.Range(0, 2).Select(index => new { role = index == 0 ? "user" : "assistant", content = Text(index) });
        var thread = (await desk.Admin.Post("/v2/threads",
            $$"""{"assistant_id":"{{desk.AssistantId}}","title":"A long conversation","messages":{{JsonSerializer.Serialize(first)}}}""")).Id;
        await portal.Write(connection => connection.Execute("""
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < @count - 1)
            INSERT INTO messages (id, thread_id, parent_id, role, author_type, author_id, author_name, content, attachments, tool_calls, reasoning,
              annotations, status, metadata, created_at, completed_at)
            SELECT 'msg_z' || printf('%025d', i), @thread, CASE i WHEN 2 THEN (SELECT tip_id FROM threads WHERE id = @thread) ELSE 'msg_z' || printf('%025d', i - 1) END,
              CASE i % 2 WHEN 0 THEN 'user' ELSE 'assistant' END, CASE i % 2 WHEN 0 THEN 'user' ELSE 'assistant' END, 'author', 'Author',
              json_quote(replace(@text, 'INDEX', i) || substr(@filler, 1, i * 37 % 900)), '[]', '[]', '[]', '[]', 'completed', '{}', 1750000000 + i * 600, 1750000000 + i * 600
            FROM n;
            UPDATE threads SET tip_id = 'msg_z' || printf('%025d', @count - 1) WHERE id = @thread;
            """, new { count, thread, text = Pattern, filler = string.Concat(Enumerable.Repeat("and so the order goes on its way, ", 30)) }));
        return thread;
    }

    /// <summary>From the third message on.</summary>
    public static string Id(int index) => $"msg_z{index:D25}";

    public static string Text(int index) => Pattern.Replace("INDEX", $"{index}", StringComparison.Ordinal);

    const string Pattern = "Message INDEX: **thirty days** from the delivery.\n\n- unopened: the whole price\n- opened: less `15 %`\n\n";
}
