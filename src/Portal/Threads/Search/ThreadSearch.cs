using System.Data;
using Dapper;

namespace Portal.Threads.Search;

/// <summary>How the threads that hold what is looked for are found, as parts of the SQL that lists them.</summary>
/// <param name="Match">In the index's own words; made of letters and digits alone.</param>
/// <param name="Hits">How many rows hold it, counted up to one more than many.</param>
/// <param name="IsPrefix">Each look for it costs as much as one for all its rows.</param>
internal sealed record SearchPlan(SearchQuery Query, string Match, int Hits, bool IsPrefix, SearchLimits Limits)
{
    public bool IsFew => Hits <= Limits.FewRows;

    /// <summary>Few hits lead to their threads; of many, the threads are walked in the order of the list.</summary>
    public string From => IsFew
        ? """
          (SELECT DISTINCT rowid >> 24 AS number FROM thread_words WHERE thread_words MATCH @Match) hits
          CROSS JOIN thread_search s ON s.number = hits.number CROSS JOIN threads t ON t.id = s.thread_id
          """
        : "threads t CROSS JOIN thread_search s ON s.thread_id = t.id";

    /// <summary>As <see cref="From"/>, for the first threads of many, in the order of their making from the row <c>@From</c> to <c>@To</c>.</summary>
    public string FromFirst(bool ascending) => $"""
        (SELECT DISTINCT number FROM (
          SELECT rowid >> 24 AS number FROM thread_words WHERE thread_words MATCH @Match AND rowid BETWEEN @From AND @To
          ORDER BY rowid {(ascending ? "ASC" : "DESC")} LIMIT {Limits.NewestRows})) hits
        CROSS JOIN thread_search s ON s.number = hits.number CROSS JOIN threads t ON t.id = s.thread_id
        """;

    public bool IsMany => Hits > Limits.ManyRows;

    public string Where => IsFew ? "TRUE"
        : !IsMany ? "+s.number IN (SELECT rowid >> 24 FROM thread_words WHERE thread_words MATCH @Match)"
        : "EXISTS (SELECT 1 FROM thread_words w WHERE w.thread_words MATCH @Match AND w.rowid BETWEEN s.number << 24 AND (s.number << 24) + 16777215)";
}

/// <param name="FewRows">So many hits are looked up and sorted.</param>
/// <param name="ManyRows">Past so many, nearly every thread holds the words, and each is asked as the list comes to it.</param>
/// <param name="MostTerms">A beginning that at most so many words have is looked for as these words, which is quicker by far.</param>
/// <param name="MostTermsLookedAt">So many words that begin alike are compared by their frequency.</param>
/// <param name="NewestRows">Of many hits, so many of the newest, or oldest, nearly always make a page in the order of the threads' making.</param>
internal sealed record SearchLimits(int FewRows = 2_000, int ManyRows = 30_000, int MostTerms = 64, int MostTermsLookedAt = 2_000, int NewestRows = 5_000)
{
    public static readonly SearchLimits Default = new();
}

internal static class ThreadSearch
{
    const int MostProjects = 32;

    /// <param name="projects">Those that may be read; null for all.</param>
    /// <returns>Null where nothing can be found.</returns>
    public static SearchPlan? Plan(IDbConnection connection, SearchQuery query, IReadOnlyCollection<string>? projects, SearchLimits limits)
    {
        var (beginning, isPrefix) = Expand(connection, query.Beginning, limits);
        if (beginning is null || projects is { Count: 0 }) return null;
        var parts = query.Whole.Select(Quote).Append(beginning);
        if (projects is { Count: <= MostProjects }) parts = parts.Append(AnyOf(projects.Select(ThreadIndex.ProjectWord)));
        var match = string.Join(" AND ", parts);
        var hits = connection.ExecuteScalar<int>("""
            SELECT COUNT(*) FROM (SELECT 1 FROM thread_words WHERE thread_words MATCH @match LIMIT @Most) hits
            """, new { match, Most = limits.ManyRows + 1 });
        return hits == 0 ? null : new SearchPlan(query, match, hits, isPrefix, limits);
    }

    /// <summary>
    /// The words that begin so. Where there are too many, and too frequent ones, those in most rows stand for all: whoever types
    /// on comes to the others.
    /// </summary>
    static (string? Match, bool IsPrefix) Expand(IDbConnection connection, string beginning, SearchLimits limits)
    {
        var terms = Terms(connection, beginning, limits.MostTerms + 1);
        if (terms.Count == 0) return (null, false);
        if (terms.Count <= limits.MostTerms) return (AnyOf(terms.Select(term => term.Term)), false);
        terms = Terms(connection, beginning, limits.MostTermsLookedAt);
        if (terms.Count < limits.MostTermsLookedAt && terms.Sum(term => term.Rows) <= limits.ManyRows) return ($"{Quote(beginning)} *", true);
        var frequent = terms.OrderByDescending(term => term.Term == beginning).ThenByDescending(term => term.Rows).Take(limits.MostTerms);
        return (AnyOf(frequent.Select(term => term.Term)), false);
    }

    static List<(string Term, long Rows)> Terms(IDbConnection connection, string beginning, int most) => connection.Query<(string, long)>("""
        SELECT term, rows FROM thread_terms WHERE term >= @beginning AND term < @Past ORDER BY term LIMIT @most
        """, new { beginning, Past = beginning + "\U0010FFFF", most }).AsList();

    static string AnyOf(IEnumerable<string> words) => $"({string.Join(" OR ", words.Select(Quote))})";

    static string Quote(string word) => $"\"{word}\"";
}
