using System.ComponentModel.DataAnnotations;
using Portal.Client.Api;

namespace Portal.Client.People;

/// <summary>Which columns a person sees in one table of the pages.</summary>
/// <param name="Id">The table's name, such as <c>projects</c>.</param>
/// <param name="Columns">Names of columns; null for the usual ones.</param>
public sealed record TableChoice(string Id, IReadOnlyList<string>? Columns)
{
    public string Object => "table_choice";
}

[ReadOnlyFields("id", "object")]
public sealed record TableChoiceInput
{
    /// <summary>At most 40 names of columns; null for the usual ones.</summary>
    [MaxLength(40)]
    public IReadOnlyList<string>? Columns { get; init; }
}

public interface ITableChoices
{
    /// <summary>Keeps the choice in the profile of whoever is signed in; the session carries it to every page.</summary>
    Task<Result<TableChoice>> Choose(string table, TableChoiceInput input, CancellationToken cancellation);
}
