namespace Portal.Costs;

/// <summary>
/// What a month is likely to cost, from the last eight weeks: the median level of the last four weeks with its trend (Theil and Sen's
/// slope of the weeks' logarithms, damped), times the pattern of the weekdays. The range holds 80 % of what comes: it is taken from 1,000 futures, each of which
/// draws its level and trend from the weeks that were, and its days from the misfits of whole weeks. The draws are the same each time.
/// </summary>
internal sealed class Forecast
{
    /// <summary>The share of what may come that lies within the range.</summary>
    public const double Coverage = 0.8;

    public const int FewestDays = 7;

    /// <summary>How many days before today are looked at.</summary>
    public const int Window = 56;

    const int Draws = 1_000;

    /// <summary>Eight weeks show less than there is: it takes this much of what is drawn to hold <see cref="Coverage"/> of what comes.</summary>
    const double Drawn = 0.85;

    readonly double[][] futures;
    readonly DateOnly today;
    readonly decimal spent;

    Forecast(double[][] futures, DateOnly today, decimal spent, int days)
    {
        (this.futures, this.today, this.spent, Days) = (futures, today, spent, days);
        var totals = futures.Select(future => future.Sum()).Order().ToArray();
        Expected = spent + Money(Quantile(totals, 0.5));
        Low = spent + Money(Quantile(totals, (1 - Drawn) / 2));
        High = spent + Money(Quantile(totals, (1 + Drawn) / 2));
    }

    /// <summary>US dollars of the whole month.</summary>
    public decimal Expected { get; }

    public decimal Low { get; }

    public decimal High { get; }

    /// <summary>How many days it is judged by.</summary>
    public int Days { get; }

    /// <summary>Null where there are fewer than seven days since the first with spend.</summary>
    /// <param name="past">US dollars of the days before today, yesterday last, none left out.</param>
    /// <param name="spent">In this month until now, today included.</param>
    /// <param name="leftOfToday">The share of today that is still to come.</param>
    public static Forecast? Of(IReadOnlyList<decimal> past, DateOnly today, decimal spent, double leftOfToday)
    {
        var days = past.TakeLast(Window).SkipWhile(day => day == 0).Select(day => (double)day).ToArray();
        if (days.Length < FewestDays) return null;
        var ahead = new DateOnly(today.Year, today.Month, 1).AddMonths(1).DayNumber - today.DayNumber;
        var weeks = new SpendWeeks(days);
        var random = new Random(1);
        var futures = Enumerable.Range(0, Draws).Select(_ => weeks.Draw(random, ahead)).ToArray();
        foreach (var future in futures) future[0] *= leftOfToday;
        return new Forecast(futures, today, spent, days.Length);
    }

    /// <summary>When an amount for the month is likely to be used up; null where no future within the range passes it.</summary>
    public (DateOnly? On, DateOnly Earliest, DateOnly? Latest)? UsedUp(decimal amount)
    {
        var left = (double)(amount - spent);
        if (left <= 0) return (today, today, today);
        var days = futures.Select(future => DayOf(future, left)).Order().ToArray();
        return At((1 - Drawn) / 2) is { } earliest ? (At(0.5), earliest, At((1 + Drawn) / 2)) : null;

        DateOnly? At(double share) => days[(int)(share * (days.Length - 1))] is var day && day < int.MaxValue ? today.AddDays(day) : null;
    }

    static int DayOf(double[] future, double left)
    {
        for (var day = 0; day < future.Length; day++)
        {
            left -= future[day];
            if (left <= 0) return day;
        }

        return int.MaxValue;
    }

    static decimal Money(double dollars) => decimal.Round((decimal)dollars, 9);

    static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
