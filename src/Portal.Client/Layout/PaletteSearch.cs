using MudBlazor;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Threads;

namespace Portal.Client.Layout;

/// <summary>
/// What the command palette finds: pages and actions by their names at once, then objects by asking the features' own
/// lists, so that everybody finds what they may see and nothing else.
/// </summary>
public sealed class PaletteSearch(ProjectScope scope, IProjectsService projects, IAssistantsService assistants, IThreadsService threads, IPeopleService people)
{
    /// <summary>Of each kind.</summary>
    const int Most = 5;

    public IReadOnlyList<PaletteItem> Places(Session? session, string words) =>
    [
        .. PageLinks.Groups.SelectMany(group => PageLinks.For(session, group.Links))
            .Select(link => new PaletteItem("Pages", link.Text, link.Icon, link.Scoped ? scope.Link(link.Path) : link.Path))
            .Concat(Actions(session))
            .Where(item => Matches(item.Text, words)),
    ];

    /// <summary>Empty for kinds that cannot be read: the palette shows what there is.</summary>
    public async Task<IReadOnlyList<PaletteItem>> Objects(Session? session, string words, CancellationToken cancellation)
    {
        if (words.Length == 0) return [];
        var query = new ListQuery(Most);
        var managers = session is { ManagesOrganization: true };
        var found = await Task.WhenAll(
            Items(projects.List(new() { Query = words }, query, cancellation), project => new("Projects", project.Name, Icons.Material.Outlined.Folder, $"projects/{project.Id}", project.Description)),
            Items(assistants.List(null, words, query, cancellation), assistant => new("Assistants", assistant.Name, Icons.Material.Outlined.SmartToy, $"assistants/{assistant.Id}", assistant.Description)),
            Items(threads.List(new() { Query = words }, query, cancellation), thread => new("Threads", thread.Title ?? "New thread", Icons.Material.Outlined.Forum, $"threads/{thread.Id}")),
            managers ? Items(people.List(new() { Query = words }, query, cancellation), person => new("People", person.Name, Icons.Material.Outlined.Person, $"people?user={person.Id}", person.Email)) : None);
        return [.. found.SelectMany(items => items)];
    }

    static Task<IEnumerable<PaletteItem>> None => Task.FromResult<IEnumerable<PaletteItem>>([]);

    IEnumerable<PaletteItem> Actions(Session? session)
    {
        yield return new("Actions", "Start a thread", Icons.Material.Outlined.AddComment, scope.Link("threads"));
        if (session?.Manages(scope.ProjectId) == true) yield return new("Actions", "Create assistant", Icons.Material.Outlined.Add, scope.Link("assistants/new"));
        if (session is not { ManagesOrganization: true }) yield break;
        yield return new("Actions", "Create project", Icons.Material.Outlined.CreateNewFolder, "projects?new=true");
        yield return new("Actions", "Invite somebody", Icons.Material.Outlined.PersonAdd, "people?tab=invites");
    }

    /// <summary>Each word begins a word of the text.</summary>
    static bool Matches(string text, string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .All(word => $" {text}".Contains($" {word}", StringComparison.OrdinalIgnoreCase));

    static async Task<IEnumerable<PaletteItem>> Items<T>(Task<Result<ListPage<T>>> list, Func<T, PaletteItem> item) =>
        (await list).Value?.Data.Select(item) ?? [];
}
