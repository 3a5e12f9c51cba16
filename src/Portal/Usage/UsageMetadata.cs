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

    static readonly PreparedStatement SummedStatement = new("SELECT is_summed FROM usage_metadata WHERE name = @name", "@name");

    /// <summary>The group with the dimension under which its sums are kept, where there are any.</summary>
    public static UsageGroup Summed(IDbConnection connection, UsageGroup group) =>
        group.Name is { } name && IsSummed(connection, name) == true ? group with { Dimension = DimensionOf(name) } : group;

    /// <summary>Called in the transaction that has inserted the row.</summary>
    public static void Add(IDbConnection connection, UsageRow row)
    {
        foreach (var (name, value) in PairsOf(row.Metadata))
        {
            if (!Admit(connection, name)) continue;
            var isNew = Change(connection, row, name, value, 1) == 1;
            if (isNew && CountValues(connection, name, UsagePlan.StartOfMonth(row.CreatedAt)) > MostValues) Drop(connection, name);
        }
    }

    /// <summary>Takes what a thread had said with its metadata out of the sums; called before it is taken from the rows.</summary>
    public static void Take(IDbConnection connection, string threadId)
    {
        var rows = connection.Query<UsageRow>($"""
            SELECT {UsageRepository.Columns} FROM usage WHERE run_id IN (SELECT id FROM runs WHERE thread_id = @threadId) AND metadata <> '{"{}"}'
            """, new { threadId }).AsList();
        foreach (var row in rows)
        {
            foreach (var (name, value) in PairsOf(row.Metadata))
            {
                if (IsSummed(connection, name) == true) Change(connection, row, name, value, -1);
            }
        }
    }

    /// <returns>How many calls the month has of this value now.</returns>
    static long Change(IDbConnection connection, UsageRow row, string name, string value, int sign)
    {
        var calls = UsageSums.Add(connection, DimensionOf(name), value, row, sign);
        if (sign > 0) return calls;
        foreach (var (table, startOf) in UsageSums.Tables)
        {
            connection.Execute($"DELETE FROM {table} WHERE dimension = @Dimension AND start = @Start AND project_id = @ProjectId AND value = @Value AND model_calls = 0",
                new { Dimension = DimensionOf(name), Start = startOf(row.CreatedAt), row.ProjectId, Value = value });
        }

        return calls;
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

    static long CountValues(IDbConnection connection, string name, long month) => connection.ExecuteScalar<long>(
        "SELECT COUNT(DISTINCT value) FROM usage_months WHERE dimension = @Dimension AND start = @month", new { Dimension = DimensionOf(name), month });

    static void Drop(IDbConnection connection, string name)
    {
        connection.Execute("UPDATE usage_metadata SET is_summed = FALSE WHERE name = @name", new { name });
        foreach (var (table, _) in UsageSums.Tables) connection.Execute($"DELETE FROM {table} WHERE dimension = @Dimension", new { Dimension = DimensionOf(name) });
    }

    static string DimensionOf(string name) => $"metadata:{name}";

    static Dictionary<string, string> PairsOf(string metadata) =>
        metadata == "{}" ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(metadata)!;
}
