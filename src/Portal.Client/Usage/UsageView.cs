using System.Globalization;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Usage;

/// <summary>What the usage pages show, as their address says it.</summary>
/// <param name="Period">As the contract has it: <c>this_month</c>, <c>2026-03</c>, <c>2026-03-05..2026-03-09</c>, …</param>
/// <param name="By">What is grouped by; <c>day</c> is the days themselves.</param>
public sealed record UsageView(string? ProjectId, string Period, string By, UsageMeasure? Measure)
{
    public const string ThisMonth = "this_month";
    public const string ByDay = "day";

    /// <summary>The end of the year 9998, in Unix seconds: later ones are no dates in every zone.</summary>
    const long LatestMoment = 253_370_764_799;

    public static readonly IReadOnlyList<(string Word, string Name)> Periods =
        [(ThisMonth, "This month"), ("last_month", "Last month"), ("last_7_days", "7 days"), ("last_30_days", "30 days")];

    public IReadOnlyList<string> Groupings => ProjectId is null
        ? ["project", "assistant", "model", "tier", "member", "key", ByDay]
        : ["assistant", "model", "tier", "member", "key", ByDay];

    /// <summary>The name whose values in the threads' metadata are grouped by; null where it is something else.</summary>
    public string? MetadataName => By.StartsWith("metadata[", StringComparison.Ordinal) && By.EndsWith(']') ? By[9..^1] : null;

    /// <summary>What the groups are called in a heading.</summary>
    public string Heading => MetadataName ?? Wording.OfWord(By);

    public string? GroupBy => By == ByDay ? null : By;

    public static UsageView Of(string? project, string? period, string? by, string? measure)
    {
        var view = new UsageView(
            string.IsNullOrEmpty(project) ? null : project, string.IsNullOrEmpty(period) ? ThisMonth : period, by ?? "",
            Enum.GetValues<UsageMeasure>().Cast<UsageMeasure?>().FirstOrDefault(one => Wording.Wire(one!.Value) == measure));
        return view.Groupings.Contains(view.By) || view.MetadataName is { Length: > 0 } ? view : view with { By = view.Groupings[0] };
    }

    public string Address => "usage" + new QueryString()
        .Add("project", ProjectId)
        .Add("period", Period == ThisMonth ? null : Period)
        .Add("by", By == Groupings[0] ? null : By)
        .Add("measure", Measure is { } measure ? Wording.Wire(measure) : null);

    /// <summary>The runs behind one row: of its day, or of its group.</summary>
    public string RunsOf(UsageBucket row, UsageCalendar calendar) => By == ByDay
        ? RunsOfDay(calendar.DayOf(row.Start))
        : Runs(Period, By, row.Group);

    /// <summary>A stretch of seconds, in place of a period; null where the words name none.</summary>
    public static (long From, long To)? StretchOf(string? from, string? to) => Moment(from) is { } first && Moment(to) is { } last && first < last ? (first, last) : null;

    public string RunsOfDay(DateOnly day) => Runs($"{day:yyyy-MM-dd}..{day:yyyy-MM-dd}", null, null);

    string Runs(string period, string? by, string? group) => "usage/runs" + new QueryString()
        .Add("project", ProjectId)
        .Add("period", period)
        .Add("by", by)
        .Add("group", group);

    static long? Moment(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LatestMoment ? seconds : null;

    /// <summary>"5 November 2026, 13:00 – 14:00".</summary>
    public static string NameOf(DateTime first, DateTime end) =>
        $"{first:d MMMM yyyy, HH:mm} – {end.ToString(first.Date == end.Date ? "HH:mm" : "d MMMM yyyy, HH:mm")}";

    /// <summary>"1 – 30 November 2026".</summary>
    public static string NameOf(DateOnly first, DateOnly last)
    {
        if (first == last) return first.ToString("d MMMM yyyy");
        if (first.Day == 1 && last == first.AddMonths(1).AddDays(-1)) return first.ToString("MMMM yyyy");
        var from = first.Year != last.Year ? "d MMMM yyyy" : first.Month != last.Month ? "d MMMM" : "%d";
        return $"{first.ToString(from)} – {last:d MMMM yyyy}";
    }
}
