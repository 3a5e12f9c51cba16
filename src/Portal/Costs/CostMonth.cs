using Portal.Client.Costs;
using Portal.Client.Usage;
using Portal.Threads;
using Portal.Usage;

namespace Portal.Costs;

/// <summary>The present month of the organization's zone, and the days before that its forecast is made from.</summary>
internal sealed class CostMonth
{
    readonly UsageCalendar calendar;
    readonly long now;
    readonly DateOnly today;
    readonly long startOfToday;
    readonly long endOfToday;
    readonly long lastMonth;

    public CostMonth(UsageCalendar calendar, long now)
    {
        (this.calendar, this.now) = (calendar, now);
        today = calendar.DayOf(now);
        (startOfToday, endOfToday) = (calendar.Midnight(today), calendar.Midnight(today.AddDays(1)));
        var first = new DateOnly(today.Year, today.Month, 1);
        From = calendar.Midnight(first);
        lastMonth = calendar.Midnight(first.AddMonths(-1));
    }

    /// <summary>Unix seconds at which the month begins.</summary>
    public long From { get; }

    long End => now + 1;

    /// <summary>As much of last month as has passed of this one.</summary>
    long LastMonthUntil => Math.Min(From, lastMonth + (End - From));

    /// <summary>A week ago at this time; on days of other lengths as much of the day as has passed.</summary>
    UsageStretch LastWeek => new(Marks.LastWeek, calendar.Midnight(today.AddDays(-7)), calendar.Midnight(today.AddDays(-7)) + (End - startOfToday));

    public MonthCosts Read(Func<IReadOnlyCollection<UsageStretch>, CostSums> read)
    {
        var from = Math.Min(From, calendar.Midnight(today.AddDays(-Forecast.Window)));
        var days = calendar.Stretches(UsageInterval.Day, from, End).ToList();
        // One read for all: what is no day is told by its mark.
        UsageStretch[] marked = [new(Marks.LastMonthToDate, lastMonth, LastMonthUntil), new(Marks.LastMonthRest, LastMonthUntil, From), LastWeek];
        var sums = read([.. days, .. marked]).ByStart();
        var (toDate, rest) = (Of(Marks.LastMonthToDate), Of(Marks.LastMonthRest));
        return new([.. days.Select(day => new CostDay(day.Start, Of(day.Start)))], Of(Marks.LastWeek), toDate, toDate + rest);

        decimal Of(long start) => UsageBuckets.Dollars(sums.GetValueOrDefault(start));
    }

    public CostSummary Summarize(MonthCosts costs, IReadOnlyList<MonthBudget> budgets, ThreadCounts threads)
    {
        var month = costs.Days.Where(day => day.Start >= From).ToList();
        var spent = month.Sum(day => day.Cost);
        var left = (double)(endOfToday - now) / (endOfToday - startOfToday);
        var forecast = Forecast.Of([.. costs.Days.SkipLast(1).Select(day => day.Cost)], today, spent, left);
        return new CostSummary(
            now, calendar.Zone, costs.Days[^1].Cost, costs.LastWeek, spent, costs.LastMonthToDate, costs.LastMonth, month,
            forecast is null ? null : new CostForecast(forecast.Expected, forecast.Low, forecast.High, Forecast.Coverage, forecast.Days),
            [.. budgets.Select(budget => Judge(budget, spent, forecast))],
            threads.Active, Per(spent, threads.Active), threads.Resolved, Per(spent, threads.Resolved));
    }

    static CostBudget Judge(MonthBudget budget, decimal spent, Forecast? forecast)
    {
        var amount = UsageBuckets.Dollars(budget.Nanodollars);
        var state = spent >= amount ? CostBudgetState.Exhausted
            : forecast?.Expected > amount ? CostBudgetState.Exceeding
            : forecast?.High > amount ? CostBudgetState.AtRisk
            : CostBudgetState.OnTrack;
        var usedUp = state is CostBudgetState.Exceeding or CostBudgetState.AtRisk && forecast!.UsedUp(amount) is { } when
            ? new CostUsedUp(when.On, when.Earliest, when.Latest)
            : null;
        return new CostBudget(budget.Id, budget.Mode, amount, spent, state, usedUp);
    }

    static decimal? Per(decimal cost, long count) => count == 0 ? null : decimal.Round(cost / count, 9);

    /// <summary>Stand in place of a stretch's start; no day begins so early.</summary>
    static class Marks
    {
        public const long LastMonthToDate = -1;
        public const long LastMonthRest = -2;
        public const long LastWeek = -3;
    }
}

/// <summary>US dollars. The last of the days is today.</summary>
internal sealed record MonthCosts(IReadOnlyList<CostDay> Days, decimal LastWeek, decimal LastMonthToDate, decimal LastMonth);
