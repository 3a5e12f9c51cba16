using System.Data;
using System.Text.Json;
using Dapper;
using Portal.Data;

namespace Portal.Usage;

/// <summary>
/// The sums of the values that threads have in their metadata, such as those of each team. A name that takes as many values as there
/// are threads has none: it would cost more than it saves, so its rows are read.
/// </summary>
internal static class UsageMetadata
{
    /// <summary>Values of one name in one month.</summary>
    public const int MostValues = 1_000;

    /// <summary>Names ever; those that come later have no sums.</summary>
    public const int MostNames = 200;

    const string Prefix = "metadata:";

    static readonly PreparedStatement SummedStatement = new("SELECT is_summed FROM usage_metadata WHERE name = @name", "@name");

    /// <summary>The group with the dimension under which its sums are kept, where there are any.</summary>
    public static UsageGroup Summed(IDbConnection connection, UsageGroup group) =>
        group.Name is { } name && IsSummed(connection, name) == true ? group with { Dimension = DimensionOf(name) } : group;

    /// <summary>The groups of metadata in which calls are summed; a name that nobody had used before gets sums.</summary>
    public static List<SummedPart> PartsOf(IDbConnection connection, IEnumerable<SummedCall> calls)
    {
        var admitted = new Dictionary<string, bool>();
        return [.. calls.SelectMany(call => call.Metadata.Where(pair => IsAdmitted(pair.Key)).Select(pair => new SummedPart(DimensionOf(pair.Key), pair.Value, call.Row)))];

        bool IsAdmitted(string name) => admitted.TryGetValue(name, out var known) ? known : admitted[name] = Admit(connection, name);
    }

    /// <summary>Drops the sums of names that have taken too many values with these, which they had none of before.</summary>
    public static void Bound(IDbConnection connection, IEnumerable<(string Dimension, long Month)> added)
    {
        foreach (var (dimension, month) in added.Distinct())
        {
            if (dimension.StartsWith(Prefix, StringComparison.Ordinal) && CountValues(connection, dimension, month) > MostValues) Drop(connection, dimension);
        }
    }

    /// <summary>Takes what a thread had said with its metadata out of the sums; called before it is taken from the rows.</summary>
    public static void Take(IDbConnection connection, string threadId)
    {
        UsageSums.Settle(connection);
        var rows = connection.Query<UsageRow>($"""
            SELECT {UsageRepository.Columns} FROM usage WHERE run_id IN (SELECT id FROM runs WHERE thread_id = @threadId) AND metadata <> '{"{}"}'
            """, new { threadId });
        var parts = rows.SelectMany(row => PairsOf(row.Metadata).Where(pair => IsSummed(connection, pair.Key) == true).Select(pair => new SummedPart(DimensionOf(pair.Key), pair.Value, row))).ToList();
        UsageSums.Change(connection, parts, -1);
        foreach (var (table, startOf) in UsageSums.Tables)
        {
            connection.Execute($"DELETE FROM {table} WHERE dimension = @Dimension AND start = @Start AND project_id = @ProjectId AND value = @Value AND model_calls = 0",
                parts.Select(part => new { part.Dimension, Start = startOf(part.Row.CreatedAt), part.Row.ProjectId, part.Value }).Distinct());
        }
    }

    /// <summary>Whether the name has sums; a name that nobody had used before gets them.</summary>
    static bool Admit(IDbConnection connection, string name)
    {
        if (IsSummed(connection, name) is { } known) return known;
        return connection.Execute("""
            INSERT INTO usage_metadata (name, is_summed) SELECT @name, TRUE WHERE (SELECT COUNT(*) FROM usage_metadata) < @MostNames
            """, new { name, MostNames }) == 1;
    }

    static bool? IsSummed(IDbConnection connection, string name) => SummedStatement.Scalar(connection, name) is long summed ? summed == 1 : null;

    static long CountValues(IDbConnection connection, string dimension, long month) => connection.ExecuteScalar<long>(
        "SELECT COUNT(DISTINCT value) FROM usage_months WHERE dimension = @dimension AND start = @month", new { dimension, month });

    static void Drop(IDbConnection connection, string dimension)
    {
        connection.Execute("UPDATE usage_metadata SET is_summed = FALSE WHERE name = @name", new { name = dimension[Prefix.Length..] });
        foreach (var (table, _) in UsageSums.Tables) connection.Execute($"DELETE FROM {table} WHERE dimension = @dimension", new { dimension });
    }

    static string DimensionOf(string name) => Prefix + name;

    public static Dictionary<string, string> PairsOf(string metadata) =>
        metadata == "{}" ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(metadata)!;
}
