using System.Globalization;
using Portal.Client.Api;
using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>A stretch of time that is asked for by its name or its ends, and the one before it.</summary>
/// <param name="From">Unix seconds, inclusive.</param>
/// <param name="To">Unix seconds, exclusive.</param>
/// <param name="Before">Where the period before begins.</param>
internal sealed record UsagePeriod(long From, long To, long Before)
{
    const string Wanted = "this_month, last_month, last_7_days, last_30_days, last_90_days, last_12_months, a month such as 2026-03, or days such as 2026-03-05..2026-03-09";

    /// <summary>The period before, cut to as much of it as has passed of this one.</summary>
    public (long From, long To) Previous(long now) => (Before, Math.Min(From, Before + Math.Clamp(now - From, 0, To - From)));

    public static Result<UsagePeriod> Of(UsageQuery query, UsageCalendar calendar, long now)
    {
        var today = calendar.DayOf(now);
        if (query.Period is not null && (query.From ?? query.To) is not null)
            return ApiError.Invalid("'period' stands in place of 'from' and 'to': give one or the other.", "period", "invalid_value");
        return query.Period switch
        {
            null => ByEnds(query, calendar, now),
            "this_month" => Month(calendar, today),
            "last_month" => Month(calendar, today.AddDays(-today.Day)),
            "last_7_days" => Days(calendar, today.AddDays(-6), today),
            "last_30_days" => Days(calendar, today.AddDays(-29), today),
            "last_90_days" => Days(calendar, today.AddDays(-89), today),
            "last_12_months" => Months(calendar, today.AddMonths(-11), 12),
            { Length: 7 } word when Day(word + "-01") is { } first => Month(calendar, first),
            { Length: 22 } words when words[10..12] == ".." && Day(words[..10]) is { } first && Day(words[12..]) is { } last && first <= last => Days(calendar, first, last),
            _ => ApiError.Invalid($"'period' must be {Wanted}.", "period", "invalid_value"),
        };
    }

    static Result<UsagePeriod> ByEnds(UsageQuery query, UsageCalendar calendar, long now)
    {
        var to = query.To ?? now + 1;
        var from = query.From ?? calendar.StartOf(UsageInterval.Month, query.To is null ? now : Math.Max(0, to - 1));
        if (from > to) return ApiError.Invalid("'to' must not be before 'from'.", "to", "invalid_value");
        return new UsagePeriod(from, to, Math.Max(0, from - (to - from)));
    }

    static UsagePeriod Month(UsageCalendar calendar, DateOnly day) => Months(calendar, day, 1);

    static UsagePeriod Months(UsageCalendar calendar, DateOnly day, int count)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(calendar.Midnight(first), calendar.Midnight(first.AddMonths(count)), calendar.Midnight(first.AddMonths(-count)));
    }

    static UsagePeriod Days(UsageCalendar calendar, DateOnly first, DateOnly last)
    {
        var count = last.DayNumber - first.DayNumber + 1;
        return new(calendar.Midnight(first), calendar.Midnight(last.AddDays(1)), calendar.Midnight(first.AddDays(-count)));
    }

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1999 and < 3000 ? day : null;
}
