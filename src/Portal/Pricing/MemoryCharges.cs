using System.Data;
using Dapper;
using Portal.Client.Usage;

namespace Portal.Pricing;

/// <summary>A project's stored conversations, and how many bytes they were when they were last read for a charge.</summary>
[method: ExplicitConstructor]
internal sealed record MemoryUseRow(string ProjectId, long Bytes, long SampledBytes, long? SampledAt);

/// <summary>
/// Stored conversations over time. Their bytes, which the database counts as messages come and go, are read once in each hour; until
/// the next reading the project is charged for as many, by the price of each moment. An hour that the portal did not run is charged at
/// the reading before it, and each day on its own: what is made up for is no large sum of the day on which it is.
/// </summary>
internal static class MemoryCharges
{
    public const long BytesInGigabyte = 1_000_000_000;

    /// <summary>A month of 30.4375 days, the twelfth part of a year of 365.25.</summary>
    public const long SecondsInMonth = 2_629_800;

    /// <summary>No more is charged at once, wherever the clock jumps.</summary>
    public const long Longest = 31 * UsageCalendar.Day;

    public static List<MemoryUseRow> List(IDbConnection connection, string after, int limit) => connection.Query<MemoryUseRow>("""
        SELECT project_id, bytes, sampled_bytes, sampled_at FROM memory_use WHERE project_id > @after ORDER BY project_id LIMIT @limit
        """, new { after, limit }).AsList();

    public static long Bytes(IDbConnection connection, string projectId) =>
        connection.ExecuteScalar<long>("SELECT bytes FROM memory_use WHERE project_id = @projectId", new { projectId });

    /// <summary>Charges the stretch up to the hour that has begun, and reads the bytes for the next. A clock that was set back charges nothing until it has caught up.</summary>
    public static IEnumerable<ChargeRow> Settle(IDbConnection connection, PriceTable prices, MemoryUseRow use, UsageCalendar calendar, long now)
    {
        var hour = UsageCalendar.Floor(now, UsageCalendar.Hour);
        if (use.SampledAt >= hour) return [];
        var rows = use.SampledAt is not { } from || use.SampledBytes == 0 ? [] : calendar.Stretches(UsageInterval.Day, Math.Max(from, hour - Longest), hour)
            .SelectMany(day => prices.Stretches(use.ProjectId, "memory", "", day.Low, day.High))
            .Select(stretch => Of(use, stretch.From, stretch.To, stretch.Price)).Where(row => ChargesRepository.Insert(connection, row)).ToList();
        connection.Execute("UPDATE memory_use SET sampled_bytes = bytes, sampled_at = @hour WHERE project_id = @ProjectId", new { hour, use.ProjectId });
        return rows;
    }

    /// <summary>Nano-dollars, rounded once to the nearest, halves to even.</summary>
    public static long Amount(decimal byteSeconds, long nanodollars) =>
        (long)decimal.Round(byteSeconds / BytesInGigabyte / SecondsInMonth * nanodollars, MidpointRounding.ToEven);

    static ChargeRow Of(MemoryUseRow use, long from, long to, PriceEntryRow price)
    {
        var byteSeconds = use.SampledBytes * (to - from);
        return ChargeRow.OfStretch(use.ProjectId, "memory", from, to, byteSeconds, price.Id, Amount(byteSeconds, price.Nanodollars));
    }
}
