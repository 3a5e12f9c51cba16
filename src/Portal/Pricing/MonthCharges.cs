using Portal.Client.Usage;

namespace Portal.Pricing;

/// <summary>
/// A flat price by the month, spread over the month's days. Of a stretch is paid what its end has over its beginning, each counted from
/// the first of the month in proportion to the seconds and rounded down: the days of a month add up to its price exactly, whatever
/// their lengths, and one that begins in its middle costs its part.
/// </summary>
internal static class MonthCharges
{
    /// <summary>One for each day of the organization's zone, and for each price where it changes within the day.</summary>
    public static IEnumerable<ChargeRow> Of(PriceTable prices, string projectId, UsageCalendar calendar, long from, long to)
    {
        foreach (var day in calendar.Stretches(UsageInterval.Day, from, to))
        {
            foreach (var (start, end, price) in prices.Stretches(projectId, "month", "", day.Low, day.High))
            {
                var amount = Amount(calendar, price.Nanodollars, start, end);
                yield return ChargeRow.OfStretch(projectId, "month", start, end, end - start, price.Id, amount);
            }
        }
    }

    /// <summary>Nano-dollars of any stretch, also over several months.</summary>
    public static long Amount(UsageCalendar calendar, long nanodollars, long from, long to) => calendar.Stretches(UsageInterval.Month, from, to).Sum(month =>
    {
        var length = Next(calendar, month.Start) - month.Start;
        return Until(month.High) - Until(month.Low);

        long Until(long moment) => (long)((Int128)nanodollars * (moment - month.Start) / length);
    });

    static long Next(UsageCalendar calendar, long start)
    {
        // Noon of the first is in the month whatever its clocks do.
        var first = calendar.DayOf(start + (UsageCalendar.Day / 2));
        return calendar.Midnight(new DateOnly(first.Year, first.Month, 1).AddMonths(1));
    }
}
