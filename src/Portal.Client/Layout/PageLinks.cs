using MudBlazor;
using Portal.Client.Access;

namespace Portal.Client.Layout;

/// <param name="Scoped">The page is of the chosen project.</param>
/// <param name="ManagersOnly">Only those who manage the organization are led there.</param>
public sealed record PageLink(string Path, string Text, string Icon, bool Scoped = false, bool ManagersOnly = false);

/// <summary>The pages that one can go to from everywhere: in the navigation and in the command palette.</summary>
public static class PageLinks
{
    public static readonly IReadOnlyList<(string Title, IReadOnlyList<PageLink> Links)> Groups =
    [
        ("Work",
        [
            new("threads", "Threads", Icons.Material.Outlined.Forum, Scoped: true),
            new("approvals", "Approvals", Icons.Material.Outlined.HowToReg, Scoped: true),
            new("assistants", "Assistants", Icons.Material.Outlined.SmartToy, Scoped: true),
        ]),
        ("Oversee",
        [
            new("usage", "Usage", Icons.Material.Outlined.BarChart, Scoped: true),
            new("costs", "Costs", Icons.Material.Outlined.Payments, Scoped: true),
            new("limits", "Limits", Icons.Material.Outlined.Speed, Scoped: true),
            new("alerts", "Alerts", Icons.Material.Outlined.NotificationsActive, Scoped: true),
            new("audit", "Audit log", Icons.Material.Outlined.ReceiptLong, Scoped: true),
        ]),
        ("Set up",
        [
            new("projects", "Projects", Icons.Material.Outlined.Folder),
            new("people", "People", Icons.Material.Outlined.Group, ManagersOnly: true),
            new("keys", "Organization keys", Icons.Material.Outlined.Key, ManagersOnly: true),
            new("providers", "Providers and models", Icons.Material.Outlined.Hub, ManagersOnly: true),
            new("pricing", "Price book", Icons.Material.Outlined.Sell, ManagersOnly: true),
            new("pricing/imports", "Provider exports", Icons.Material.Outlined.Difference, ManagersOnly: true),
            new("policies", "Policies", Icons.Material.Outlined.Policy, ManagersOnly: true),
            new("settings", "Settings", Icons.Material.Outlined.Settings, ManagersOnly: true),
        ]),
    ];

    /// <summary>The link of the page at the path, or of what it stands under: the nearest one. Null where there is none.</summary>
    public static PageLink? At(string path) => Groups.SelectMany(group => group.Links)
        .Where(link => path == link.Path || path.StartsWith(link.Path + "/", StringComparison.Ordinal)).MaxBy(link => link.Path.Length);

    public static IEnumerable<PageLink> For(Session? session, IEnumerable<PageLink> links) =>
        links.Where(link => !link.ManagersOnly || session is { ManagesOrganization: true });
}
