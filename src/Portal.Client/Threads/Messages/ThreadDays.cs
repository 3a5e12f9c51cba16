using Portal.Client.Access;
using Portal.Client.Shared;

namespace Portal.Client.Threads.Messages;

/// <summary>Where a new day begins among messages, in the reader's time zone and way of writing dates.</summary>
sealed class ThreadDays(ThreadWords words, TimeProvider clock, Session? viewer)
{
    readonly TimeZoneInfo zone = viewer?.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? known : TimeZoneInfo.Utc;
    readonly DateLanguage language = DateLanguage.Of(viewer?.Locale);

    /// <summary>The day's name where the message is the first of it; null elsewhere.</summary>
    /// <param name="hasEarlier">More messages are before the first one: whether it begins a day is not known.</param>
    public string? NewDay(IReadOnlyList<MessageEntry> rows, int row, bool hasEarlier)
    {
        if (row == 0 && hasEarlier) return null;
        var moment = At(rows[row].Message.CreatedAt);
        if (row > 0 && At(rows[row - 1].Message.CreatedAt).Date == moment.Date) return null;
        var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date;
        return moment.Date == today ? words["Today"] : moment.Date == today.AddDays(-1) ? words["Yesterday"] : language.DayOf(moment);
    }

    DateTimeOffset At(long seconds) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone);
}
