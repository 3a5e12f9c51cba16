using Microsoft.AspNetCore.Components;
using Portal.Client.Access;

namespace Portal.Client.Shared;

public sealed partial class DataTable<T>(NavigationManager navigation)
{
    const string Upwards = "asc";
    const string Downwards = "desc";

    (bool Done, IReadOnlyList<string>? Columns) picked;
    IReadOnlyList<TableColumn<T>> shown = [];
    TableColumn<T>? sorting;

    [CascadingParameter]
    public Session? Session { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? SortWord { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    public string? OrderWord { get; set; }

    /// <summary>A lower-case word, under which the choice of columns is kept.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Caption { get; set; }

    [Parameter]
    public string? Class { get; set; }

    /// <summary>Stands below the choice of columns, such as why the rows have one order.</summary>
    [Parameter]
    public string? Note { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<T> Items { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<TableColumn<T>> Columns { get; set; } = [];

    [Parameter, EditorRequired]
    public Func<T, object> KeyOf { get; set; } = null!;

    /// <summary>Whether the row is the one in the panel.</summary>
    [Parameter]
    public Func<T, bool>? IsOpen { get; set; }

    /// <summary>Leaves room beside a panel: these columns step back while it is open.</summary>
    [Parameter]
    public IReadOnlyCollection<string> Without { get; set; } = [];

    /// <summary>The column's word that the list is sorted by where the address names none; null for an order of its own.</summary>
    [Parameter]
    public string? Sorted { get; set; }

    /// <summary>False where there are further rows, which the browser could not sort in.</summary>
    [Parameter]
    public bool IsWhole { get; set; } = true;

    IReadOnlyList<string>? Chosen => picked.Done ? picked.Columns : Session?.TableColumns.GetValueOrDefault(Name);

    IReadOnlyList<(string Id, string Title, bool OnRequest)> Choices =>
        [.. Columns.Where(column => !column.Always).Select(column => (column.Id, column.Title, column.OnRequest))];

    // The address's order speaks of its own sort, or of the server's.
    bool IsDownwards => OrderWord is Upwards or Downwards && (SortWord is not null || sorting?.Order is null) ? OrderWord == Downwards : sorting?.Downwards == true;

    IEnumerable<T> Rows => sorting switch
    {
        { Order: { } order } when SortWord is not null && IsDownwards => Items.OrderByDescending(order),
        { Order: { } order } when SortWord is not null => Items.OrderBy(order),
        _ => Items,
    };

    protected override void OnParametersSet()
    {
        shown = [.. Columns.Where(column => column.Always || (!Without.Contains(column.Id) && (Chosen?.Contains(column.Id) ?? !column.OnRequest)))];
        sorting = Columns.FirstOrDefault(column => column.Sort is not null && column.Sort == (SortWord ?? Sorted) && CanSort(column));
    }

    void Pick(IReadOnlyList<string>? columns)
    {
        picked = (true, columns);
        OnParametersSet();
    }

    bool CanSort(TableColumn<T> column) => column.Sort is not null && (IsWhole || column.Order is null);

    string? SortOf(TableColumn<T> column) => column == sorting ? IsDownwards ? "descending" : "ascending" : null;

    string Arrow(TableColumn<T> column) => column == sorting ? IsDownwards ? " ↓" : " ↑" : "";

    /// <summary>From the first page, by this column; by the one at hand the other way round.</summary>
    string AddressOf(TableColumn<T> column) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["sort"] = column.Sort,
        ["order"] = (column == sorting ? !IsDownwards : column.Downwards) ? Downwards : Upwards,
        ["after"] = null,
        ["before"] = null,
    });
}
