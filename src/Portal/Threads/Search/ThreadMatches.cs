using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Threads;

namespace Portal.Threads.Search;

/// <summary>Where in each thread of a page the words stand: in its title, else in the newest message that holds them.</summary>
internal static class ThreadMatches
{
    public static IReadOnlyList<ChatThread> Of(IDbConnection connection, SearchPlan plan, IReadOnlyList<ChatThread> threads)
    {
        if (threads.Count == 0) return threads;
        var rows = Rows(connection, plan, threads);
        var texts = connection.Query<(long Row, string Id, string? Content)>("""
            SELECT r.row, m.id, m.content FROM thread_search_rows r JOIN messages m ON m.id = r.message_id WHERE r.row IN @rows
            """, new { rows = rows.Values }).ToDictionary(text => text.Row);
        return [.. threads.Select(thread => rows.TryGetValue(thread.Id, out var row) && Match(thread, row) is { } match ? thread with { Match = match } : thread)];

        ThreadMatch? Match(ChatThread thread, long row) => texts.TryGetValue(row, out var text)
            ? MatchExcerpt.Of(ThreadMatchField.Message, text.Id, Wire.DeserializeOrDefault<MessageContent>(text.Content)?.PlainText ?? "", plan.Query)
            : thread.Title is null ? null : MatchExcerpt.Of(ThreadMatchField.Title, null, thread.Title, plan.Query);
    }

    static Dictionary<string, long> Rows(IDbConnection connection, SearchPlan plan, IReadOnlyList<ChatThread> threads)
    {
        var parameters = new { plan.Match, ids = threads.Select(thread => thread.Id) };
        // One look at all hits where they are few, or one at each thread.
        return connection.Query<(string Id, long First, long Last)>(plan.IsFew || plan.IsPrefix
            ? """
              SELECT s.thread_id, MIN(hits.row), MAX(hits.row)
              FROM (SELECT rowid AS row FROM thread_words WHERE thread_words MATCH @Match) hits JOIN thread_search s ON s.number = hits.row >> 24
              WHERE s.thread_id IN @ids GROUP BY s.thread_id
              """
            : """
              SELECT s.thread_id, MIN(w.rowid), MAX(w.rowid) FROM thread_search s CROSS JOIN thread_words w
              WHERE s.thread_id IN @ids AND w.thread_words MATCH @Match AND w.rowid BETWEEN s.number << 24 AND (s.number << 24) + 16777215
              GROUP BY s.thread_id
              """, parameters)
            .ToDictionary(hit => hit.Id, hit => IsTitle(hit.First) ? hit.First : hit.Last);
    }

    static bool IsTitle(long row) => (row & ((1L << ThreadWordsRepository.PlaceBits) - 1)) == 0;
}
