using System.Text;

namespace Portal.Bench;

/// <param name="IsMet">Null where there is no target.</param>
sealed record Row(string Verb, string Name, string Figure, string Target, bool? IsMet);

/// <summary>The rows of all verbs as a Markdown table, also inside a document between two marks.</summary>
sealed class Report
{
    const string Begin = "<!-- figures: written by bench/run.sh -->";
    const string End = "<!-- end of figures -->";
    const string Head = "| verb | what | figure | target | met? | measured |\n|---|---|---|---|---|---|";

    readonly List<Row> rows = [];
    readonly string measured = $"{DateTime.UtcNow:yyyy-MM-dd} {Environment.GetEnvironmentVariable("PORTAL_COMMIT") ?? "unknown commit"}";

    public bool AllMet => rows.TrueForAll(row => row.IsMet is not false);

    public void Add(Row row)
    {
        lock (rows) rows.Add(row);
    }

    public string ToMarkdown() => $"{Machine.Describe()}\n\n{Head}\n{string.Join('\n', rows.Select(Line))}";

    /// <summary>Rows of verbs that were not measured now stay as they are.</summary>
    public void WriteInto(string file)
    {
        var text = File.ReadAllText(file);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{file} needs the lines “{Begin}” and “{End}”; the table goes between them.");
        var kept = text[from..to].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .GroupBy(VerbOf).ToDictionary(group => group.Key, group => string.Join('\n', group));
        foreach (var group in rows.GroupBy(row => row.Verb)) kept[group.Key] = string.Join('\n', group.Select(Line));
        var table = new StringBuilder(Begin).Append("\n\n").Append(Machine.Describe()).Append("\n\n").Append(Head).Append('\n')
            .AppendJoin('\n', kept.Values).Append("\n\n");
        File.WriteAllText(file, text[..from] + table + text[to..]);
    }

    string Line(Row row) =>
        $"| {row.Verb} | {Cell(row.Name)} | {Cell(row.Figure)} | {row.Target} | {row.IsMet switch { true => "yes", false => "**no**", null => "" }} | {measured} |";

    static string VerbOf(string line) => line.Split('|')[1].Trim();

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
