using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>
/// How stretches of time are summed from few numbers: the whole months, days and hours (UTC) that come nearest, each from its sum,
/// and only what is left at the edges from the rows. What a unit has beyond the stretch is taken off again, by a sign of −1.
/// </summary>
internal sealed class UsagePlan
{
    static readonly Level[] Levels =
    [
        new(28L * UsageCalendar.Day, NearestMonth, static month => StartOfMonth(month + (32L * UsageCalendar.Day))),
        Level.Of(UsageCalendar.Day),
        Level.Of(UsageCalendar.Hour),
    ];

    readonly List<UsageUnit>[] units = [[], [], []];
    readonly List<UsageEdge> rows = [];

    public IReadOnlyList<UsageUnit> Months => units[0];

    public IReadOnlyList<UsageUnit> Days => units[1];

    public IReadOnlyList<UsageUnit> Hours => units[2];

    public IReadOnlyList<UsageEdge> Rows => rows;

    /// <summary>For groups of which there are no sums.</summary>
    public static UsagePlan OfRows(IEnumerable<UsageStretch> stretches)
    {
        var plan = new UsagePlan();
        plan.rows.AddRange(stretches.Select(stretch => new UsageEdge(stretch.Start, stretch.Low, stretch.High, 1)));
        return plan;
    }

    public static UsagePlan Of(IEnumerable<UsageStretch> stretches)
    {
        var plan = new UsagePlan();
        foreach (var stretch in stretches) plan.Cover(stretch.Start, stretch.Low, stretch.High, 0, 1);
        return plan;
    }

    void Cover(long stretch, long low, long high, int level, int sign)
    {
        if (low == high) return;
        if (low > high) (low, high, sign) = (high, low, -sign);
        if (level == Levels.Length)
        {
            rows.Add(new UsageEdge(stretch, low, high, sign));
            return;
        }

        var unit = Levels[level];
        var (first, end) = high - low > unit.Shortest / 2 ? (unit.Nearest(low), unit.Nearest(high)) : (low, low);
        if (first >= end)
        {
            Cover(stretch, low, high, level + 1, sign);
            return;
        }

        for (var start = first; start < end; start = unit.Next(start)) units[level].Add(new UsageUnit(stretch, start, sign));
        Cover(stretch, low, first, level + 1, sign);
        Cover(stretch, end, high, level + 1, sign);
    }

    static long NearestMonth(long seconds)
    {
        var start = StartOfMonth(seconds);
        var next = StartOfMonth(start + (32L * UsageCalendar.Day));
        return seconds - start < next - seconds ? start : next;
    }

    public static long StartOfMonth(long seconds)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    }

    sealed record Level(long Shortest, Func<long, long> Nearest, Func<long, long> Next)
    {
        public static Level Of(int seconds) => new(seconds, at => UsageCalendar.Floor(at + (seconds / 2), seconds), start => start + seconds);
    }
}

/// <param name="Stretch">Where the stretch begins that it counts for.</param>
/// <param name="Start">Where the month, day or hour begins.</param>
internal readonly record struct UsageUnit(long Stretch, long Start, int Sign);

/// <summary>What is summed row by row, from the low second (inclusive) to the high one (exclusive).</summary>
internal readonly record struct UsageEdge(long Stretch, long Low, long High, int Sign);
