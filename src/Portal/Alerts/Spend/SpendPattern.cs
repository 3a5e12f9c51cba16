namespace Portal.Alerts.Spend;

/// <summary>Whether a day's spend is far off its pattern: that of the same weekday in the eight weeks before.</summary>
internal static class SpendPattern
{
    public const int Days = 56;

    /// <summary>Nano-dollars beyond the usual that are not worth an alert: five dollars.</summary>
    public const long Floor = 5_000_000_000;

    const int FewestWeeks = 4;

    /// <summary>As many of the dearest days may have been the exceptions that they were.</summary>
    const int Exceptions = 3;

    /// <summary>Makes the median absolute deviation of normal noise its standard deviation.</summary>
    const double Consistency = 1.4826;

    const int Deviations = 4;

    /// <summary>
    /// The day's usual spend where it took far more; null where it did not, or where there is no pattern yet. Far more is more
    /// than the median and the greatest of: the floor, the median again, four robust standard deviations. It also has to stand
    /// out from all but the dearest days, so that what happens every other week is no alert each time.
    /// </summary>
    /// <param name="spent">Nano-dollars of the day, which need not be over: a part that is too much is too much.</param>
    /// <param name="before">Nano-dollars of the days before it, oldest first, the last one yesterday's; what is before the first spend does not count.</param>
    public static long? UsualWhereFarOff(long spent, ReadOnlySpan<long> before)
    {
        var known = before[^Math.Min(Days, before.Length)..];
        var first = known.IndexOfAnyExcept(0);
        if (first < 0) return null;
        known = known[first..];
        var same = new List<long>();
        for (var day = known.Length - 7; day >= 0; day -= 7) same.Add(known[day]);
        if (same.Count < FewestWeeks) return null;
        var usual = Median(same);
        var deviation = Consistency * Median([.. same.Select(one => Math.Abs(one - usual))]);
        if (spent - usual <= Math.Max(Math.Max(Floor, usual), Deviations * deviation)) return null;
        var dearest = known.ToArray().OrderDescending().Skip(Exceptions).FirstOrDefault();
        return spent > dearest * 1.5 ? usual : null;
    }

    static long Median(List<long> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
