using System.Globalization;
using Portal.Client.Api;
using Portal.Client.Shared;
using Portal.Client.Usage;

namespace Portal.Client.Costs;

/// <summary>What the costs page shows, as its address says it.</summary>
/// <param name="Period">As the contract has it.</param>
/// <param name="By">What is grouped by.</param>
public sealed record CostView(string? ProjectId, string Period, string By)
{
    /// <summary>More days than these are shown by the month.</summary>
    const int MostDays = 92;

    public static readonly IReadOnlyList<(string Word, string Name)> Periods =
        [(UsageView.ThisMonth, "This month"), ("last_month", "Last month"), ("last_30_days", "30 days"), ("last_90_days", "90 days"), ("last_12_months", "12 months")];

    public IReadOnlyList<string> Groupings =>
        ProjectId is null ? ["project", "assistant", "model", "tier", "member", "key", "tool"] : ["assistant", "model", "tier", "member", "key", "tool"];

    /// <summary>The name whose values in the threads' metadata are grouped by; null where it is something else.</summary>
    public string? MetadataName => By.StartsWith("metadata[", StringComparison.Ordinal) && By.EndsWith(']') ? By[9..^1] : null;

    public string Heading => MetadataName ?? Wording.OfWord(By);

    /// <summary>Hours of up to two days, days of a quarter, months of more.</summary>
    public UsageInterval Bucket => Days switch
    {
        <= 2 => UsageInterval.Hour,
        <= MostDays => UsageInterval.Day,
        _ => UsageInterval.Month,
    };

    int Days => Period == "last_12_months" ? int.MaxValue
        : Period.Length == 22 && Day(Period[..10]) is { } first && Day(Period[12..]) is { } last ? last.DayNumber - first.DayNumber + 1
        : 31;

    public static CostView Of(string? project, string? period, string? by)
    {
        var view = new CostView(string.IsNullOrEmpty(project) ? null : project, string.IsNullOrEmpty(period) ? UsageView.ThisMonth : period, by ?? "");
        return view.Groupings.Contains(view.By) || view.MetadataName is { Length: > 0 } ? view : view with { By = view.Groupings[0] };
    }

    public string Address => "costs" + new QueryString()
        .Add("project", ProjectId)
        .Add("period", Period == UsageView.ThisMonth ? null : Period)
        .Add("by", By == Groupings[0] ? null : By);

    /// <summary>What the page asks for.</summary>
    public CostQuery Query => new(new UsageQuery(Bucket: Bucket, GroupBy: By, Period: Period, Compare: true), GroupColours.Count);

    /// <summary>Days, both inclusive, as a period.</summary>
    public static string PeriodOf(DateOnly first, DateOnly last) =>
        first.Day == 1 && last == first.AddMonths(1).AddDays(-1) ? $"{first:yyyy-MM}" : $"{first:yyyy-MM-dd}..{last:yyyy-MM-dd}";

    /// <summary>The wider stretch around what is shown: of days their month, of all else a year; null where that is shown.</summary>
    public string? Wider(DateOnly first, DateOnly last) => Period == "last_12_months" ? null
        : first.Year == last.Year && first.Month == last.Month && Period.Length == 22 ? $"{first:yyyy-MM}"
        : "last_12_months";

    /// <summary>The runs behind a stretch and a group.</summary>
    /// <param name="group">Null for what is of no group.</param>
    /// <param name="hour">Within the period; null for all of it.</param>
    public string RunsOf(string period, string? group, UsageStretch? hour = null) => Runs(period, By, group, hour);

    /// <summary>The runs behind a stretch, of whatever group.</summary>
    public string RunsOf(string period, UsageStretch? hour = null) => Runs(period, null, null, hour);

    string Runs(string period, string? by, string? group, UsageStretch? hour) => "usage/runs" + new QueryString()
        .Add("project", ProjectId)
        .Add("period", period)
        .Add("from", hour?.Low)
        .Add("to", hour?.High)
        .Add("by", by == "tool" ? null : by)
        .Add("group", by == "tool" ? null : group);

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
