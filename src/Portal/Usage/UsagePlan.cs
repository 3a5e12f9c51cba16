using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>
/// How stretches of time are summed: whole days (UTC) and then whole hours from their sums, and only what is left at the
/// edges from the rows.
/// </summary>
/// <param name="Days">Start of the stretch, start of the day.</param>
/// <param name="Hours">Start of the stretch, start of the hour.</param>
internal sealed record UsagePlan(
    IReadOnlyList<(long Stretch, long Start)> Days, IReadOnlyList<(long Stretch, long Start)> Hours, IReadOnlyList<UsageStretch> Rows)
{
    /// <summary>For groups of which there are no sums.</summary>
    public static UsagePlan OfRows(IEnumerable<UsageStretch> stretches) => new([], [], [.. stretches]);

    public static UsagePlan Of(IEnumerable<UsageStretch> stretches)
    {
        var (days, hours, rows) = (new List<(long, long)>(), new List<(long, long)>(), new List<UsageStretch>());
        foreach (var stretch in stretches)
        {
            var (firstHour, endOfHours) = Inside(stretch.Low, stretch.High, UsageCalendar.Hour);
            if (firstHour >= endOfHours)
            {
                rows.Add(stretch);
                continue;
            }

            if (stretch.Low < firstHour) rows.Add(stretch with { High = firstHour });
            if (endOfHours < stretch.High) rows.Add(stretch with { Low = endOfHours });
            var (firstDay, endOfDays) = Inside(firstHour, endOfHours, UsageCalendar.Day);
            if (firstDay >= endOfDays) (firstDay, endOfDays) = (endOfHours, endOfHours);
            AddUnits(hours, stretch.Start, firstHour, firstDay, UsageCalendar.Hour);
            AddUnits(days, stretch.Start, firstDay, endOfDays, UsageCalendar.Day);
            AddUnits(hours, stretch.Start, endOfDays, endOfHours, UsageCalendar.Hour);
        }

        return new(days, hours, rows);
    }

    static (long First, long End) Inside(long low, long high, int unit) => (UsageCalendar.Floor(low + unit - 1, unit), UsageCalendar.Floor(high, unit));

    static void AddUnits(List<(long, long)> units, long stretch, long low, long high, int unit)
    {
        for (var start = low; start < high; start += unit) units.Add((stretch, start));
    }
}
