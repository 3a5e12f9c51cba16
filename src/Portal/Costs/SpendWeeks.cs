namespace Portal.Costs;

/// <summary>Daily spend as whole weeks that end yesterday: their levels and trend, the pattern within them, and what fits neither.</summary>
internal sealed class SpendWeeks
{
    const int Length = 7;
    const int RecentWeeks = 4;
    /// <summary>So many weeks show a pattern or a trend; fewer are trusted in part, or not.</summary>
    const int EnoughWeeks = 4;
    const double Damping = 0.8;
    const double SteepestTrend = 0.1;
    /// <summary>A week further off than three deviations (by the median of the misfits, at least 5 %) counts as one that is so far off.</summary>
    const double Outlier = 3 * 1.4826;
    const double LeastDeviation = 0.05 / 1.4826;

    /// <summary>Logarithms of the mean day of each week, the last one first; null where a week had no spend, and levels are then counted plainly.</summary>
    readonly double[]? logarithms;
    readonly double[] levels;
    readonly int[] all;
    readonly double[] pattern;
    /// <summary>By week and day, in parts of the level.</summary>
    readonly double[][] misfits;

    public SpendWeeks(double[] days)
    {
        var weeks = Enumerable.Range(0, days.Length / Length).Select(week => days[^((week + 1) * Length)..^(week * Length)]).ToArray();
        levels = [.. weeks.Select(week => week.Average())];
        logarithms = levels.All(level => level > 0) ? [.. levels.Select(level => Math.Log(level))] : null;
        all = [.. Enumerable.Range(0, weeks.Length)];
        pattern = PatternOf(weeks);
        var (level, trend) = LevelAndTrend(all);
        misfits = [.. weeks.Select((week, index) => MisfitsOf(week, level * Math.Exp(-trend * index)))];
        if (logarithms is not null) PullIn(logarithms, Math.Log(level), trend);
    }

    /// <summary>One future: so many days from today on.</summary>
    public double[] Draw(Random random, int ahead)
    {
        var (level, trend) = LevelAndTrend([.. all.Select(_ => random.Next(all.Length))]);
        var future = new double[ahead];
        var misfit = misfits[0];
        for (var day = 0; day < ahead; day++)
        {
            if (day % Length == 0) misfit = misfits[random.Next(misfits.Length)];
            // The last week lies four days back in the mean.
            future[day] = Math.Max(0, level * Math.Exp(trend * (day + 4) / Length) * (pattern[day % Length] + misfit[day % Length]));
        }

        return future;
    }

    /// <summary>The level of the last week and the trend from week to week, judged by these weeks (the last is 0).</summary>
    (double Level, double Trend) LevelAndTrend(int[] weeks)
    {
        var recent = weeks.Order().Take(RecentWeeks).ToArray();
        if (logarithms is null) return (Median([.. recent.Select(week => levels[week])]), 0);
        var slopes = weeks.SelectMany(_ => weeks, (one, other) => (one, other)).Where(pair => pair.one < pair.other)
            .Select(pair => (logarithms[pair.one] - logarithms[pair.other]) / (pair.other - pair.one)).ToArray();
        var trend = levels.Length < EnoughWeeks || slopes.Length == 0 ? 0 : Math.Clamp(Damping * Median(slopes), -SteepestTrend, SteepestTrend);
        return (Math.Exp(Median([.. recent.Select(week => logarithms[week] + (trend * week))])), trend);
    }

    /// <summary>What each of seven days has of its week's mean: the median of the weeks, and 1 as far as there are few.</summary>
    double[] PatternOf(double[][] weeks)
    {
        var trust = Math.Min(1d, (double)weeks.Length / EnoughWeeks);
        var parts = Enumerable.Range(0, Length).Select(day =>
        {
            var ratios = weeks.Select((week, index) => levels[index] == 0 ? double.NaN : week[day] / levels[index]).Where(ratio => !double.IsNaN(ratio)).ToArray();
            return ratios.Length == 0 ? 1 : (trust * Median(ratios)) + 1 - trust;
        }).ToArray();
        var sum = parts.Sum();
        return [.. parts.Select(part => sum == 0 ? 1 : part * Length / sum)];
    }

    static void PullIn(double[] logarithms, double level, double trend)
    {
        double Off(int week) => logarithms[week] - level + (trend * week);

        var most = Outlier * Math.Max(LeastDeviation, Median([.. logarithms.Select((_, week) => Math.Abs(Off(week)))]));
        for (var week = 0; week < logarithms.Length; week++) logarithms[week] -= Off(week) - Math.Clamp(Off(week), -most, most);
    }

    double[] MisfitsOf(double[] week, double level) => [.. week.Select((double day, int at) => level == 0 ? 0 : (day / level) - pattern[at])];

    static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
