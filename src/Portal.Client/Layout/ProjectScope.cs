using System.Web;
using Microsoft.AspNetCore.Components;

namespace Portal.Client.Layout;

/// <summary>
/// The project that the person works in: the address names it (<c>?project=</c> or <c>/projects/{id}</c>), and it is kept
/// for the session, so that the navigation leads on within it.
/// </summary>
public sealed class ProjectScope(NavigationManager navigation)
{
    string? kept;

    /// <summary>The chosen project's id, or null for all projects.</summary>
    public string? ProjectId
    {
        get
        {
            var address = new Uri(navigation.Uri);
            if (HttpUtility.ParseQueryString(address.Query)["project"] is { } named) kept = named.Length == 0 ? null : named;
            else if (Segments is ["projects", var id, ..] && id.StartsWith("proj_", StringComparison.Ordinal)) kept = id;
            return kept;
        }
    }

    /// <summary>The open page's address below the portal's own.</summary>
    string[] Segments => navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A project was made, renamed or archived on a page.</summary>
    public event Action? ProjectsChanged;

    public void Forget() => kept = null;

    public void NotifyProjectsChanged() => ProjectsChanged?.Invoke();

    /// <summary>A page's address within the chosen project.</summary>
    public string Link(string path) => ProjectId is { } id ? $"{path}?project={Uri.EscapeDataString(id)}" : path;

    /// <summary>Where choosing another project leads from the page that is open: the same kind of page, of that project.</summary>
    public string SwitchTo(string? projectId)
    {
        var section = Segments.FirstOrDefault() ?? "projects";
        if (section == "projects") return projectId is null ? "projects" : $"projects/{projectId}";
        if (section is not ("threads" or "assistants" or "usage" or "limits" or "audit")) section = "threads";
        return projectId is null ? $"{section}?project=" : $"{section}?project={Uri.EscapeDataString(projectId)}";
    }
}
