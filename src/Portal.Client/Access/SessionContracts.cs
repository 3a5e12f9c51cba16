using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.Access;

/// <summary>Who is signed in, and what they may do; the pages show themselves by it, the services decide by their own check.</summary>
/// <param name="ManagesOrganization">Owners and admins.</param>
/// <param name="Projects">The caller's place in each project; administrators hold every project without a line here.</param>
public sealed record Session(
    string UserId,
    string Name,
    string Email,
    Role Role,
    bool ManagesOrganization,
    IReadOnlyList<SessionProject> Projects)
{
    public string Object => "session";

    /// <summary>The IANA name of the zone in which the person reads times: their own, else the organization's.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The language in which they read dates; null is that of the browser.</summary>
    public string? Locale { get; init; }

    /// <summary>The columns that they have chosen, by the table's name; a table that is missing shows its usual ones.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TableColumns { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How the organization calls its portal.</summary>
    public string OrganizationName { get; init; } = "Portal";

    /// <summary>Where its logo is, below the portal's address; null for Portal's own.</summary>
    public string? OrganizationLogo { get; init; }

    /// <summary>The money in which the organization shows amounts; null for US dollars.</summary>
    public DisplayCurrency? DisplayCurrency { get; init; }

    /// <param name="projectId">Null for what is of the organization.</param>
    public bool Manages(string? projectId) =>
        ManagesOrganization || Projects.Any(place => place.ProjectId == projectId && place.Role >= Role.Admin);

    /// <summary>Sees use, cost and limits of a project.</summary>
    public bool ReadsUsage(string projectId) =>
        Manages(projectId) || Projects.Any(place => place.ProjectId == projectId && place.Role is Role.Viewer);
}

public sealed record SessionProject(string ProjectId, Role Role, ChatAccess ChatAccess);

public interface ISessionService
{
    Task<Result<Session>> Get(CancellationToken cancellation);
}
