using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.People;

static class PeopleWording
{
    public static (string Text, Tone Tone, string Hint) State(UserStatus status) => status switch
    {
        UserStatus.Active => ("Active", Tone.Good, "May sign in."),
        _ => ("Deactivated", Tone.Neutral, "May not sign in and is signed out everywhere."),
    };

    public static (string Text, Tone Tone, string Hint) State(InviteStatus status) => status switch
    {
        InviteStatus.Pending => ("Pending", Tone.Info, "The link works and waits to be opened."),
        InviteStatus.Accepted => ("Accepted", Tone.Good, "There is an account now."),
        InviteStatus.Expired => ("Expired", Tone.Warning, "The link no longer works; send the invitation again."),
        _ => ("Revoked", Tone.Neutral, "The link was taken back."),
    };

    /// <summary>What a role of the organization lets somebody do.</summary>
    public static string Help(Role role) => role switch
    {
        Role.Owner => "Everything, and hands the organization over. There is one.",
        Role.Admin => "Every project, people, providers and settings; all but the ownership.",
        Role.Agent => "Works in the projects that they are a member of.",
        _ => "Sees use, cost and audit of the projects that they are a member of.",
    };

    public static string Projects(OrganizationUser person)
    {
        if (person.Role >= Role.Admin) return "All";
        if (person.ProjectCount == 0) return "None";
        var more = person.ProjectCount - person.Projects.Count;
        return string.Join(", ", person.Projects.Select(project => project.Name)) + (more > 0 ? $" and {more} more" : "");
    }

    /// <summary>A browser as people call it: "Firefox on Windows".</summary>
    public static string Browser(string? userAgent)
    {
        if (userAgent is null) return "Unknown browser";
        var browser = First(userAgent, ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"));
        var system = First(userAgent, ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"));
        return (browser, system) switch
        {
            (null, null) => userAgent.Split(' ', '/')[0] is { Length: > 0 and <= 40 } name ? name : "Unknown browser",
            (null, _) => $"A browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    static string? First(string text, params (string Mark, string Name)[] known) =>
        known.FirstOrDefault(one => text.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
