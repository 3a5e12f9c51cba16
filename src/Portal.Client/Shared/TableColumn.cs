using Microsoft.AspNetCore.Components;

namespace Portal.Client.Shared;

/// <summary>A column of a <see cref="DataTable{T}"/>.</summary>
/// <param name="Id">A lower-case word, under which a person's choice is kept.</param>
/// <param name="Cell">What stands in the cell of a row.</param>
/// <param name="Class">Of the column's cells and its head.</param>
public sealed record TableColumn<T>(string Id, string Title, RenderFragment<T> Cell, string? Class = null)
{
    /// <summary>Cannot be taken out: without it a row would not say what it is.</summary>
    public bool Always { get; init; }

    /// <summary>Not among the usual ones; shown where it is chosen.</summary>
    public bool OnRequest { get; init; }

    /// <summary>The title is read out alone.</summary>
    public bool Untitled { get; init; }

    /// <summary>Its word in the address's <c>sort</c>; null where the list cannot be sorted by it.</summary>
    public string? Sort { get; init; }

    /// <summary>What is compared where the browser sorts; null where the server does.</summary>
    public Func<T, IComparable?>? Order { get; init; }

    /// <summary>The first press sorts from the largest or newest downwards.</summary>
    public bool Downwards { get; init; }

    /// <summary>What a cell shows whole when one points at it.</summary>
    public Func<T, string?>? Hint { get; init; }

    /// <summary>Stands below the rows.</summary>
    public RenderFragment? Sum { get; init; }
}
