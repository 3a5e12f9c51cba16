using Portal.Client.Usage;

namespace Portal.Client.Costs;

/// <param name="Key">Of the group; <see cref="CostSeries.OthersKey"/> of those that are summed.</param>
/// <param name="Class">Names the colour.</param>
public sealed record CostLayer(string Key, string? Group, string Name, string Class, decimal Total)
{
    public bool IsOthers => Key == CostSeries.OthersKey;
}

/// <param name="First">Its first day, and with <paramref name="Last"/> the days that it spans.</param>
/// <param name="Name">"Thursday 5 November".</param>
/// <param name="Label">Below the column.</param>
/// <param name="Values">By layer.</param>
/// <param name="Previous">Of the period before at the same place; null where it has none.</param>
/// <param name="IsOpen">It is not over.</param>
/// <param name="Hour">Null where it is made of days.</param>
public sealed record CostColumn(
    DateOnly First, DateOnly Last, string Name, string Label, IReadOnlyList<decimal> Values, decimal? Previous, bool IsOpen, UsageStretch? Hour = null)
{
    public decimal Total { get; } = Values.Sum();

    public string Period => CostView.PeriodOf(First, Last);
}

/// <param name="Amount">In one column.</param>
/// <param name="Class">Names how it is drawn.</param>
public sealed record CostLine(string Name, decimal Amount, string Class);

/// <summary>A report as its chart draws it: columns of time, in each the groups' layers from the bottom up.</summary>
public sealed class CostSeries
{
    public const string OthersKey = "others";

    const int MostLabels = 10;

    static readonly decimal[] Steps = [1, 1.5m, 2, 2.5m, 3, 4, 5, 6, 8, 10];

    public CostSeries(CostReport report, CostView view, IReadOnlyList<CostBudget> budgets, GroupColours colours, Func<CostBucket, string> nameOf, long now)
    {
        Bucket = view.Bucket;
        var calendar = UsageCalendar.Of(report.TimeZone);
        var named = report.Groups.Where(group => group.Others is null).ToList();
        var assigned = colours.Of([.. named.Select(group => $"{view.By}:{group.Group}")]);
        Layers =
        [
            .. named.Select((group, index) => new CostLayer(KeyOf(group), group.Group, nameOf(group), $"chart-{assigned[index]}", group.Cost)),
            .. report.Groups.Where(group => group.Others is not null).Select(group => new CostLayer(OthersKey, null, nameOf(group), "chart-others", group.Cost)),
        ];
        var values = report.Data.GroupBy(bucket => bucket.Start).ToDictionary(at => at.Key, at => at.ToDictionary(KeyOf, bucket => bucket.Cost));
        var before = BeforeOf(report, calendar);
        var stretches = calendar.Stretches(Bucket, report.From, report.To).ToList();
        var step = Math.Max(1, (stretches.Count + MostLabels - 1) / MostLabels);
        Columns =
        [
            .. stretches.Select((stretch, index) => new CostColumn(
                calendar.DayOf(stretch.Low), calendar.DayOf(stretch.High - 1), NameOf(stretch, calendar), index % step == 0 ? LabelOf(stretch, calendar, index == 0, step) : "",
                [.. Layers.Select(layer => values.GetValueOrDefault(stretch.Start)?.GetValueOrDefault(layer.Key) ?? 0)],
                index < before.Count ? before[index] : null, stretch.Low <= now && now < stretch.High, Bucket is UsageInterval.Hour ? stretch : null)),
        ];
        Lines = [.. budgets.Select(budget => LineOf(budget, report, calendar)).OfType<CostLine>()];
        var most = Columns.Select(column => Math.Max(column.Total, column.Previous ?? 0)).DefaultIfEmpty().Max();
        // A budget far above all that was spent would press the columns flat.
        Drawn = [.. Lines.Where(line => line.Amount <= most * 2.5m)];
        // The name of a line stands above it.
        Top = RoundUp(Drawn.Select(line => line.Amount * 1.1m).Append(most).Max());
    }

    public UsageInterval Bucket { get; }

    public IReadOnlyList<CostLayer> Layers { get; }

    public IReadOnlyList<CostColumn> Columns { get; }

    /// <summary>The budgets, as much of them as one column may take.</summary>
    public IReadOnlyList<CostLine> Lines { get; }

    /// <summary>Those within the scale.</summary>
    public IReadOnlyList<CostLine> Drawn { get; }

    /// <summary>Where the scale ends.</summary>
    public decimal Top { get; }

    /// <summary>The next round number, so that the scale reads well.</summary>
    public static decimal RoundUp(decimal value)
    {
        if (value <= 0) return 0;
        var unit = 0.000001m;
        while (unit * 10 <= value) unit *= 10;
        return Steps.Select(step => unit * step).First(round => round >= value);
    }

    static string KeyOf(CostBucket bucket) => bucket.Others is not null ? OthersKey : $"group:{bucket.Group}";

    List<decimal> BeforeOf(CostReport report, UsageCalendar calendar)
    {
        if (report.Previous is not { } previous) return [];
        var costs = previous.Data.ToDictionary(bucket => bucket.Start, bucket => bucket.Cost);
        return [.. calendar.Stretches(Bucket, previous.From, previous.To).Select(stretch => costs.GetValueOrDefault(stretch.Start))];
    }

    CostLine? LineOf(CostBudget budget, CostReport report, UsageCalendar calendar)
    {
        var (name, drawn) = budget.Mode == "hard" ? ("Hard budget", "limit") : ("Budget", "warning");
        var last = calendar.DayOf(report.To - 1);
        return Bucket switch
        {
            UsageInterval.Month => new($"{name} a month", budget.Amount, drawn),
            UsageInterval.Day => new($"{name} a day", budget.Amount / DateTime.DaysInMonth(last.Year, last.Month), drawn),
            _ => null,
        };
    }

    string NameOf(UsageStretch stretch, UsageCalendar calendar) => Bucket switch
    {
        UsageInterval.Hour => $"{calendar.TimeOf(stretch.Low):dddd d MMMM, HH:mm}",
        UsageInterval.Day => $"{calendar.DayOf(stretch.Low):dddd d MMMM}",
        _ => $"{calendar.DayOf(stretch.Low):MMMM yyyy}",
    };

    string LabelOf(UsageStretch stretch, UsageCalendar calendar, bool isFirst, int step)
    {
        var day = calendar.DayOf(stretch.Low);
        return Bucket switch
        {
            UsageInterval.Hour => $"{calendar.TimeOf(stretch.Low):HH:mm}",
            UsageInterval.Day => isFirst || day.Day <= step ? day.ToString("d MMM") : day.Day.ToString(),
            _ => isFirst || day.Month == 1 ? day.ToString("MMM yyyy") : day.ToString("MMM"),
        };
    }
}
