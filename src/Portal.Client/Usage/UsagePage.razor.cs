using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Usage;

public sealed partial class UsagePage(IUsageService usage, NavigationManager navigation) : PageBase
{
    ApiError? error;
    (string? Project, string Period, string By)? loaded;
    UsageView? drawn;
    string? metadataName;

    [SupplyParameterFromQuery(Name = "project")]
    public string? ProjectWord { get; set; }

    [SupplyParameterFromQuery(Name = "period")]
    public string? PeriodWord { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "measure")]
    public string? MeasureWord { get; set; }

    [PersistentState]
    public UsageReport? Days { get; set; }

    [PersistentState]
    public UsageReport? Groups { get; set; }

    UsageView View => UsageView.Of(ProjectWord, PeriodWord, By, MeasureWord);

    /// <summary>What is seen: the groups of the address as soon as they are there.</summary>
    UsageView Drawn => drawn ?? View;

    UsageCalendar Calendar => UsageCalendar.Of(Days!.TimeZone);

    DateOnly First => Calendar.DayOf(Days!.From);

    DateOnly Last => Calendar.DayOf(Math.Max(Days!.From, Days.To - 1));

    string PeriodName => UsageView.NameOf(First, Last);

    string Subtitle => Days is null
        ? "What the assistants used, and what it cost."
        : $"{PeriodName}, {(View.ProjectId is null ? "all projects" : "the chosen project")}. Days begin at midnight of {Days.TimeZone}; money is US dollars.";

    /// <summary>Cost, unless nothing has cost anything and the address asks for nothing else.</summary>
    UsageMeasure Measured => View.Measure ?? (Days is { } days && days.Data.All(day => day.Cost == 0) ? UsageMeasure.Tokens : UsageMeasure.Cost);

    IReadOnlyList<UsageBucket> Rows => Drawn.By == UsageView.ByDay
        ? [.. Groups!.Data.Where(day => day.ModelCalls > 0).OrderByDescending(day => day.Start)]
        : [.. Groups!.Data.OrderByDescending(row => Measured.Of(row)).ThenByDescending(row => row.Runs)];

    /// <summary>Tokens have no column of their own.</summary>
    string? SortedBy => Drawn.By == UsageView.ByDay ? null : Measured switch { UsageMeasure.Cost => "cost", UsageMeasure.Runs => "runs", _ => null };

    IReadOnlyList<(string, string)> Files
    {
        get
        {
            var (byDay, byGroup) = (new UsageQuery(Period: View.Period, GroupBy: View.GroupBy), new UsageRunsQuery(new UsageQuery(Period: View.Period)));
            return
            [
                ("By day and group, CSV", UsageClient.Export(View.ProjectId, byDay, "csv")),
                ("By day and group, JSON Lines", UsageClient.Export(View.ProjectId, byDay, "jsonl")),
                ("Every run, CSV", UsageClient.Export(View.ProjectId, byGroup, "csv")),
                ("Every run, JSON Lines", UsageClient.Export(View.ProjectId, byGroup, "jsonl")),
            ];
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        var asked = (View.ProjectId, View.Period, View.By);
        metadataName = View.MetadataName;
        if (loaded is null && Groups is not null) (loaded, drawn) = (asked, View);
        if (loaded != asked) await Load();
    }

    async Task Load()
    {
        var view = View;
        var asked = loaded = (view.ProjectId, view.Period, view.By);
        var days = await usage.Get(view.ProjectId, new UsageQuery(Period: view.Period, Compare: true), Closing);
        var groups = view.GroupBy is null || !days.IsSuccess
            ? days
            : await usage.Get(view.ProjectId, new UsageQuery(Period: view.Period, Bucket: UsageInterval.All, GroupBy: view.GroupBy), Closing);
        // Another address may have been chosen meanwhile.
        if (loaded != asked) return;
        drawn = view;
        (Days, Groups, error) = (days.Value, groups.Value, days.Error ?? groups.Error);
    }

    string AddressOf(string period) => (View with { Period = period }).Address;

    void GroupByMetadata() => navigation.NavigateTo((View with
    {
        By = string.IsNullOrWhiteSpace(metadataName) ? View.Groupings[0] : $"metadata[{metadataName.Trim()}]",
    }).Address);

    string NameOf(UsageBucket row)
    {
        if (Drawn.By == UsageView.ByDay) return Calendar.DayOf(row.Start).ToString("d MMMM");
        if (string.IsNullOrEmpty(row.Group)) return Drawn.By is "key" or "member" or "tier" ? $"Without a {Drawn.By}" : "None";
        if (row.Group == Session?.UserId) return $"{Session.Name} (you)";
        return row.GroupName ?? (Drawn.By == "tier" ? Wording.OfWord(row.Group) : row.Group);
    }
}
