using System.Data;
using Dapper;

namespace Portal.Data.Sealing;

/// <summary>Every column that holds what was said in a thread.</summary>
/// <param name="From">The rows of the thread <c>@threadId</c>, as <c>r</c>.</param>
internal sealed record SealedTable(string Name, string From, string[] Key, string[] Columns)
{
    /// <summary>Seals rows that are plain, so many at most.</summary>
    /// <returns>How many were.</returns>
    public int SealPlain(IDbConnection connection, ThreadKey key, string threadId, int most)
    {
        var keys = string.Join(", ", Key);
        var sealing = string.Join(", ", Columns.Select(column => $"{column} = CASE WHEN {IsPlain(column)} THEN seal(@threadId, '{Name}.{column}', {column}) ELSE {column} END"));
        var plain = string.Join(" OR ", Columns.Select(column => IsPlain($"r.{column}")));
        return connection.Execute($"""
            UPDATE {Name} SET {sealing}
            WHERE ({keys}) IN (SELECT {string.Join(", ", Key.Select(column => $"r.{column}"))} FROM {From} AND ({plain}) LIMIT @most)
            """, new { threadId, key.Prefix, key.Prefix.Length, most });
    }

    /// <summary>No text can begin as those of the key do, since nobody knew its id before there was one.</summary>
    static string IsPlain(string column) => $"({column} NOT IN ('', '[]', '{{}}') AND substr({column}, 1, @Length) <> @Prefix)";
}

internal static class SealedColumns
{
    public static readonly IReadOnlyList<SealedTable> All =
    [
        new("threads", "threads r WHERE r.id = @threadId", ["id"], ["title", "preview", "metadata"]),
        new("messages", "messages r WHERE r.thread_id = @threadId", ["id"],
            ["content", "attachments", "tool_calls", "reasoning", "annotations", "error_message", "feedback", "metadata"]),
        new("thread_events", "thread_events r WHERE r.thread_id = @threadId", ["thread_id", "thread_sequence"], ["fields"]),
        new("run_steps", "runs CROSS JOIN run_steps r ON r.run_id = runs.id WHERE runs.thread_id = @threadId", ["run_id", "step"],
            ["input", "output", "error", "operator_detail"]),
        new("thread_notes", "thread_notes r WHERE r.thread_id = @threadId", ["id"], ["text"]),
        new("approvals", "approvals r WHERE r.thread_id = @threadId", ["id"], ["payload", "reason"]),
        new("thread_pseudonyms", "thread_pseudonyms r WHERE r.thread_id = @threadId", ["thread_id", "number"], ["protected_value"]),
    ];

    /// <summary>Seals what is plain in a thread that has a key, so many rows at most.</summary>
    /// <returns>How many rows may be sealed further; 0 where there may be more that are plain.</returns>
    public static int SealPlain(IDbConnection connection, ThreadKey key, string threadId, int most)
    {
        foreach (var table in All)
        {
            most -= table.SealPlain(connection, key, threadId, most);
            if (most <= 0) return 0;
        }

        return most;
    }
}
