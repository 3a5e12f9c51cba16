using System.Data;
using Dapper;

namespace Portal.Audit;

/// <summary>The index of words over the log (SQLite's full-text search): which rows hold them, by sequence.</summary>
internal static class AuditWordsRepository
{
    /// <summary>The last row whose words are in the index.</summary>
    public static long End(IDbConnection connection) => connection.ExecuteScalar<long>("SELECT sequence FROM audit_words_end");

    public static void Add(IDbConnection connection, long sequence, IEnumerable<string> words) => connection.Execute(
        "INSERT INTO audit_words (rowid, words) VALUES (@sequence, @words)", new { sequence, words = string.Join(' ', words) });

    /// <summary>Moves the end on; false where somebody else has.</summary>
    public static bool MoveEnd(IDbConnection connection, long from, long to) =>
        connection.Execute("UPDATE audit_words_end SET sequence = @to WHERE sequence = @from", new { from, to }) == 1;

    /// <summary>The rows that hold all the words, in the order of the selection, at most so many.</summary>
    public static List<long> Find(IDbConnection connection, IEnumerable<string> words, AuditSelection selection, int most) =>
        connection.Query<long>($"""
            SELECT rowid FROM audit_words
            WHERE audit_words MATCH @match AND rowid BETWEEN @Low AND @High
            ORDER BY rowid {selection.Order} LIMIT @most
            """, new { match = string.Join(" AND ", words.Select(word => $"\"{word}\"")), selection.Low, selection.High, most }).AsList();
}
