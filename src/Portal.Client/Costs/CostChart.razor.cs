using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Portal.Client.Shared;
using Portal.Client.Usage;

namespace Portal.Client.Costs;

public sealed partial class CostChart
{
    CostSeries? series;
    int? hovered;
    int? pinned;
    /// <summary>Where a choice of several columns began.</summary>
    int? anchor;
    bool isDragging;

    [Parameter, EditorRequired]
    public CostSeries Series { get; set; } = null!;

    [Parameter, EditorRequired]
    public CostView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public string PeriodName { get; set; } = "";

    /// <summary>What the dotted line is; null where there is none.</summary>
    [Parameter]
    public string? Previous { get; set; }

    /// <summary>A stretch was chosen, as a period.</summary>
    [Parameter]
    public EventCallback<string> Zoomed { get; set; }

    string Unit => Wording.Wire(Series.Bucket);

    int? Shown => hovered ?? pinned;

    (int From, int To)? Chosen => anchor is { } from && Shown is { } to && from != to ? (Math.Min(from, to), Math.Max(from, to)) : null;

    protected override void OnParametersSet()
    {
        if (series == Series) return;
        series = Series;
        (hovered, pinned, anchor, isDragging) = (null, null, null, false);
    }

    void Enter(int column) => hovered = column;

    void Leave() => (hovered, anchor, isDragging) = (null, isDragging ? null : anchor, false);

    void Begin(int column) => (hovered, anchor, isDragging) = (column, column, true);

    Task End(int column)
    {
        hovered = column;
        if (isDragging && Chosen is { } chosen) return Zoom(chosen.From, chosen.To);
        (pinned, anchor, isDragging) = (pinned == column ? null : column, null, false);
        return Task.CompletedTask;
    }

    Task Press(KeyboardEventArgs pressed)
    {
        switch (pressed.Key)
        {
            case "ArrowLeft" or "ArrowRight":
                var step = pressed.Key == "ArrowLeft" ? -1 : 1;
                var next = Math.Clamp(Shown is { } at ? at + step : step < 0 ? Series.Columns.Count - 1 : 0, 0, Series.Columns.Count - 1);
                (anchor, hovered, pinned) = (pressed.ShiftKey ? anchor ?? Shown ?? next : null, null, next);
                break;
            case "Escape":
                (hovered, pinned, anchor) = (null, null, null);
                break;
            case "Enter" when Shown is { } column:
                return Zoom(Chosen?.From ?? column, Chosen?.To ?? column);
        }

        return Task.CompletedTask;
    }

    Task Zoom(int from, int to)
    {
        (anchor, isDragging) = (null, false);
        return Series.Bucket is UsageInterval.Hour ? Task.CompletedTask : Zoomed.InvokeAsync(CostView.PeriodOf(Series.Columns[from].First, Series.Columns[to].Last));
    }

    string ClassOf(int column) => Chosen is { } chosen && column >= chosen.From && column <= chosen.To ? "column chosen" : column == Shown ? "column shown" : "column";

    static string TextOf(CostColumn column) => $"{column.Name}: {Figures.Money(column.Total)}{(column.IsOpen ? " so far" : "")}";

    string Percent(decimal cost) => Series.Top == 0 ? "0" : (cost / Series.Top * 100).ToString("0.##", CultureInfo.InvariantCulture);
}
