using Microsoft.AspNetCore.Components;

namespace Portal.Client.Projects;

/// <summary>The list's conditions as they stand in its address: <c>q</c> and <c>state</c>.</summary>
static class ProjectsAddress
{
    /// <summary>The filter that the words of the address mean; a word that is none is no condition.</summary>
    public static ProjectFilter Filter(string? words, string? state)
    {
        var query = string.IsNullOrWhiteSpace(words) ? null : words.Trim();
        return state switch
        {
            "active" => new ProjectFilter(query, ProjectStatus.Active, Paused: false),
            "paused" => new ProjectFilter(query, ProjectStatus.Active, Paused: true),
            "archived" => new ProjectFilter(query, ProjectStatus.Archived),
            _ => new ProjectFilter(query),
        };
    }

    /// <summary>The present address with one condition changed, from the list's first page.</summary>
    public static string Of(NavigationManager navigation, Optional words = default, Optional state = default)
    {
        var changes = new Dictionary<string, object?> { ["after"] = null, ["before"] = null };
        if (words.Given) changes["q"] = words.Word;
        if (state.Given) changes["state"] = state.Word;
        return navigation.GetUriWithQueryParameters(changes);
    }

    /// <summary>A word that may be null, told apart from none.</summary>
    public readonly record struct Optional(bool Given, string? Word)
    {
        public static implicit operator Optional(string? word) => new(true, word);
    }
}
