using Portal.Client.Alerts;

namespace Portal.Alerts.Digests;

/// <summary>The days that a digest is about.</summary>
/// <param name="Key">Names the digest: <c>daily:2026-11-27</c>, by the day on which it is due.</param>
/// <param name="Due">When it is sent.</param>
/// <param name="First">Its first day; the last one is the day before it is due.</param>
internal sealed record DigestPeriod(string Key, DateTimeOffset Due, DateOnly First, int Days)
{
    /// <summary>The first day after it.</summary>
    public DateOnly End => First.AddDays(Days);

    /// <summary>The first day of the one before.</summary>
    public DateOnly Before => First.AddDays(-Days);

    /// <summary>The last one that is due up to now; null where there are none.</summary>
    public static DigestPeriod? LastDue(AlertDelivery settings, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (settings.Digest is DigestInterval.Off) return null;
        var weekly = settings.Digest is DigestInterval.Weekly;
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime); ; day = day.AddDays(-1))
        {
            if (weekly && day.DayOfWeek != DayOf(settings.DigestWeekday)) continue;
            var local = day.ToDateTime(new TimeOnly(settings.DigestHour, 0));
            // The hour that summer time skips is taken an hour later.
            if (zone.IsInvalidTime(local)) local = local.AddHours(1);
            var due = new DateTimeOffset(local, zone.GetUtcOffset(local));
            if (due > now) continue;
            var days = weekly ? 7 : 1;
            return new DigestPeriod($"{(weekly ? "weekly" : "daily")}:{day:yyyy-MM-dd}", due, day.AddDays(-days), days);
        }
    }

    static DayOfWeek DayOf(DigestWeekday weekday) => (DayOfWeek)(((int)weekday + 1) % 7);
}
