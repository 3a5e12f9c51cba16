using System.Data;
using Dapper;

namespace Portal.Audit;

/// <summary>
/// Reads the rows that hold the words asked for: those before the index's end by the index, the few after it one by one.
/// Both go by <see cref="AuditWords"/>, so it makes no difference to what is found where the index ends.
/// </summary>
internal static class AuditSearch
{
    /// <summary>How many rows one page looks through at most, where the index does not answer alone; the next page goes on from there.</summary>
    public const int Window = 5_000;

    public static AuditSlice Read(IDbConnection connection, AuditSelection selection)
    {
        var words = AuditWords.Asked(selection.Filter.Query!);
        if (words.Count == 0) return new AuditSlice([], null);
        var end = AuditWordsRepository.End(connection);
        var indexed = selection with { High = Math.Min(selection.High, end) };
        var rest = selection with { Low = Math.Max(selection.Low, end + 1) };
        var (rows, looked) = (new List<AuditRow>(), 0);
        foreach (var (part, isIndexed) in selection.Descending ? new[] { (rest, false), (indexed, true) } : [(indexed, true), (rest, false)])
        {
            if (part.Low > part.High) continue;
            // The page may be full before its second part, which is then only asked whether there are more.
            var left = selection.Take - rows.Count;
            var asked = part with { Take = Math.Max(1, left) };
            var slice = isIndexed ? ReadIndexed(connection, asked, words) : ReadRest(connection, asked, words, Window - looked);
            if (left == 0) return new AuditSlice(rows, slice is { Rows.Count: 0, ReadUpTo: null } ? null : rows[^1].Sequence);
            rows.AddRange(slice.Rows);
            if (slice.ReadUpTo is not null) return new AuditSlice(rows, slice.ReadUpTo);
            looked = isIndexed ? 0 : (int)(part.High - part.Low + 1);
        }

        return new AuditSlice(rows, null);
    }

    static AuditSlice ReadIndexed(IDbConnection connection, AuditSelection selection, IReadOnlyCollection<string> words)
    {
        var others = selection.Filter with { Query = null, From = null, To = null };
        var isFiltered = others != new Client.Audit.AuditFilter() || selection.Projects is not null || selection.Filter is not { From: null, To: null };
        var most = isFiltered ? Math.Max(Window, selection.Take + 1) : selection.Take + 1;
        var found = AuditWordsRepository.Find(connection, words, selection, most);
        if (found.Count == 0) return new AuditSlice([], null);
        var (where, parameters) = AuditConditions.Of(selection, isFound: true);
        var rows = connection.Query<AuditRow>($"""
            SELECT {AuditRepository.Columns} FROM audit_log WHERE sequence IN ({string.Join(',', found)}) AND {where}
            ORDER BY sequence {selection.Order} LIMIT @Take
            """, parameters).AsList();
        if (rows.Count > selection.Take) return AuditSlice.Full(rows, selection.Take);
        return new AuditSlice(rows, found.Count == most ? found[^1] : null);
    }

    /// <summary>The rows that the index has not come to yet.</summary>
    static AuditSlice ReadRest(IDbConnection connection, AuditSelection selection, IReadOnlyCollection<string> words, int window)
    {
        var part = selection.High - selection.Low < window ? selection
            : selection.Descending ? selection with { Low = selection.High - window + 1 }
            : selection with { High = selection.Low + window - 1 };
        var (where, parameters) = AuditConditions.Of(part);
        parameters.Add("Take", window);
        var rows = connection.Query<AuditRow>(
            $"SELECT {AuditRepository.Columns} FROM audit_log WHERE {where} ORDER BY sequence {part.Order} LIMIT @Take", parameters, buffered: false)
            .Where(row => words.All(AuditWords.Of(row).Contains))
            .Take(part.Take + 1).ToList();
        if (rows.Count > part.Take) return AuditSlice.Full(rows, part.Take);
        return new AuditSlice(rows, part == selection ? null : part.Descending ? part.Low : part.High);
    }
}
