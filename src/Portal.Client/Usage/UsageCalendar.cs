namespace Portal.Client.Usage;

/// <summary>Days and months as the organization's clocks have them. Hours are those of UTC.</summary>
public sealed class UsageCalendar(TimeZoneInfo zone)
{
    public const int Hour = 3_600;
    public const int Day = 86_400;

    /// <summary>The zone of this name, or UTC where this machine knows none of it.</summary>
    public static UsageCalendar Of(string zone) => new(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc);

    /// <summary>IANA's name of the zone.</summary>
    public string Zone { get; } = zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : zone.Id;

    /// <summary>The start of the hour, day or month that the moment is in.</summary>
    public long StartOf(UsageInterval interval, long seconds)
    {
        if (interval is UsageInterval.Hour) return Floor(seconds, Hour);
        var day = DayOf(seconds);
        return Midnight(interval is UsageInterval.Month ? new DateOnly(day.Year, day.Month, 1) : day);
    }

    /// <summary>Where the next hour, day or month begins.</summary>
    public long EndOf(UsageInterval interval, long seconds) => Next(interval, StartOf(interval, seconds));

    public DateOnly DayOf(long seconds) => DateOnly.FromDateTime(TimeOf(seconds));

    /// <summary>As the zone's clocks show it.</summary>
    public DateTime TimeOf(long seconds) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone).DateTime;

    /// <summary>The stretches that lie in the time from the first moment (inclusive) to the last (exclusive), cut to it.</summary>
    public IEnumerable<UsageStretch> Stretches(UsageInterval interval, long from, long to)
    {
        if (interval is UsageInterval.All)
        {
            if (from < to) yield return new UsageStretch(from, from, to);
            yield break;
        }

        for (var start = StartOf(interval, from); start < to;)
        {
            var next = Next(interval, start);
            yield return new UsageStretch(start, Math.Max(start, from), Math.Min(next, to));
            start = next;
        }
    }

    public static long Floor(long seconds, int unit) => seconds - (seconds % unit);

    long Next(UsageInterval interval, long start)
    {
        if (interval is UsageInterval.Hour) return start + Hour;
        // Noon of a day is in that day whatever its clocks do.
        var day = DayOf(start + (Day / 2));
        return Midnight(interval is UsageInterval.Month ? new DateOnly(day.Year, day.Month, 1).AddMonths(1) : day.AddDays(1));
    }

    /// <summary>The first moment of the day, also where its clocks are set forward, or back, over midnight.</summary>
    public long Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUnixTimeSeconds();
    }
}

/// <param name="Start">Where the hour, day or month begins.</param>
/// <param name="Low">Unix seconds, inclusive.</param>
/// <param name="High">Unix seconds, exclusive.</param>
public sealed record UsageStretch(long Start, long Low, long High);
