using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;
using Portal.Client.Usage;

namespace Portal.Client.Costs;

public sealed partial class CostsPage(ICostsService costs, NavigationManager navigation, GroupColours colours) : PageBase
{
    ApiError? error;
    CostView? loaded, drawn;
    CostSeries? series;
    string? metadataName;

    [SupplyParameterFromQuery(Name = "project")]
    public string? ProjectWord { get; set; }

    [SupplyParameterFromQuery(Name = "period")]
    public string? PeriodWord { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    [PersistentState]
    public CostReport? Report { get; set; }

    [PersistentState]
    public CostSummary? Summary { get; set; }

    CostView View => CostView.Of(ProjectWord, PeriodWord, By);

    /// <summary>What is seen: that of the address as soon as its costs are there.</summary>
    CostView Drawn => drawn ?? View;

    UsageCalendar Calendar => UsageCalendar.Of(Report!.TimeZone);

    DateOnly First => Calendar.DayOf(Report!.From);

    DateOnly Last => Calendar.DayOf(Math.Max(Report!.From, Report.To - 1));

    string PeriodName => UsageView.NameOf(First, Last);

    string? PreviousName => Report?.Previous is { } previous
        ? UsageView.NameOf(Calendar.DayOf(previous.From), Calendar.DayOf(Math.Max(previous.From, previous.To - 1)))
        : null;

    string Subtitle => Report is null
        ? "What the assistants cost, what changed, and what the month will come to."
        : $"{PeriodName}, {(View.ProjectId is null ? "all projects" : "the chosen project")}. Days begin at midnight of {Report.TimeZone}; money is US dollars.";

    IReadOnlyList<(string, string)> Files
    {
        get
        {
            var all = new CostQuery(View.Query.Query with { Compare = false });
            return ExportMenu.InEachForm(format => CostsClient.Export(View.ProjectId, all, format));
        }
    }

    /// <summary>Against the period before, with its share of it.</summary>
    string Difference
    {
        get
        {
            var before = Report!.Previous!.Total.Cost;
            var difference = Report.Groups.Sum(group => group.Cost) - before;
            var share = before == 0 ? "" : $" ({(difference < 0 ? "−" : "+")}{Math.Abs(difference / before * 100):#,##0} %)";
            return difference == 0 ? "No more and no less" : $"{Figures.Money(Math.Abs(difference))} {(difference > 0 ? "more" : "less")}{share}";
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        metadataName = View.MetadataName;
        if (loaded is null && Report is not null && Summary is not null)
        {
            loaded = View;
            Draw();
        }

        if (loaded != View) await Load();
    }

    async Task Load()
    {
        var view = loaded = View;
        var report = await costs.Get(view.ProjectId, view.Query, Closing);
        var summary = report.IsSuccess ? await costs.Summarize(view.ProjectId, Closing) : report.Error;
        // Another address may have been chosen meanwhile.
        if (loaded != view) return;
        (Report, Summary, error) = (report.Value, summary.Value, report.Error ?? summary.Error);
        Draw();
    }

    void Draw()
    {
        drawn = loaded;
        series = Report is null || Summary is null ? null : new CostSeries(Report, Drawn, Summary.Budgets, colours, NameOf, Summary.At);
    }

    void Show(string period) => navigation.NavigateTo(AddressOf(period));

    string AddressOf(string period) => (View with { Period = period }).Address;

    void GroupByMetadata() => navigation.NavigateTo((View with
    {
        By = string.IsNullOrWhiteSpace(metadataName) ? View.Groupings[0] : $"metadata[{metadataName.Trim()}]",
    }).Address);

    string NameOf(CostBucket bucket) => bucket.Others is { } count ? Wording.Count(count, "other", "others") : NameOf(bucket.Group, bucket.GroupName);

    string NameOf(CostMover mover) => NameOf(mover.Group, mover.GroupName);

    string NameOf(string? group, string? name) => group switch
    {
        null or "" => Drawn.By switch
        {
            "assistant" => "Memory and flat prices",
            "model" => "Memory, tools and flat prices",
            "tool" => "Models, memory and flat prices",
            "tier" or "member" or "key" => $"Without a {Drawn.By}",
            _ => "None",
        },
        _ when group == Session?.UserId => $"{Session.Name} (you)",
        _ => name ?? (Drawn.By == "tier" ? Wording.OfWord(group) : group),
    };
}
