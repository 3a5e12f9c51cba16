using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.People;

/// <summary>A person of the organization.</summary>
/// <param name="TimeZone">An IANA name; null follows the organization.</param>
/// <param name="Locale">The language of dates; null is that of the browser.</param>
/// <param name="LastSeenAt">Unix seconds, to the minute; null before the first sign-in.</param>
/// <param name="DeactivatedAt">Unix seconds; null while active.</param>
/// <param name="Projects">The first three memberships by the project's name; all of them are in <c>/access</c>.</param>
/// <param name="ProjectCount">How many memberships there are.</param>
public sealed record OrganizationUser(
    string Id,
    string Email,
    string Name,
    Role Role,
    UserStatus Status,
    string? TimeZone,
    string? Locale,
    long? LastSeenAt,
    long? DeactivatedAt,
    IReadOnlyList<UserProject> Projects,
    int ProjectCount,
    long CreatedAt)
{
    public string Object => "user";
}

/// <summary>A person's membership of a project.</summary>
public sealed record UserProject(string ProjectId, string Name, Role Role, ChatAccess ChatAccess);

/// <summary>What an administrator sets of a person. A field given replaces the field, the rest stays.</summary>
[ReadOnlyFields("id", "object", "email", "time_zone", "locale", "last_seen_at", "deactivated_at", "projects", "project_count", "created_at")]
public sealed record OrganizationUserInput
{
    [StringLength(200, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    /// <summary><c>admin</c>, <c>agent</c> or <c>viewer</c>, and none above the caller's own; ownership is transferred.</summary>
    public required Role Role { get; init; }

    public required UserStatus Status { get; init; }
}

/// <summary>Which people a list shows; null shows all.</summary>
/// <param name="Query">Words that must all be in the name or the email, in any case.</param>
public sealed record PeopleFilter(string? Query = null, Role? Role = null, UserStatus? Status = null);

/// <summary>What a list of people can be sorted by; names in lower case, by their code points; who was never seen comes first.</summary>
[JsonConverter(typeof(SnakeCaseEnum<PeopleSort>))]
public enum PeopleSort
{
    CreatedAt,
    Name,
    LastSeenAt,
}

/// <summary>A one-time link to a new password.</summary>
/// <param name="Link">Shown this once; null when read again.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="Mailed">Whether the person was sent it.</param>
public sealed record PasswordReset(string UserId, string? Link, long ExpiresAt, bool Mailed)
{
    public string Object => "user.password_reset";
}

/// <summary>A browser that somebody is signed in with.</summary>
/// <param name="UserAgent">As the browser named itself at the sign-in.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record UserSession(
    string Id, string? Address, string? UserAgent, long CreatedAt, long LastSeenAt, long ExpiresAt, bool Current)
{
    public string Object => "user.session";
}

/// <summary>What a person may do in a project, and why.</summary>
/// <param name="Id">The project's id.</param>
/// <param name="Source"><c>organization_role</c> or <c>membership</c>.</param>
/// <param name="Role">The role that gives the rights: in the organization or in the project.</param>
/// <param name="ChatAccess">The membership's; null where the role in the organization gives everything.</param>
/// <param name="Rights">The rights that hold now; empty for who is deactivated.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record UserAccess(
    string Id, string ProjectName, ProjectStatus ProjectStatus, string Source, Role Role, ChatAccess? ChatAccess, IReadOnlyList<string> Rights, string Reason)
{
    public const string FromOrganization = "organization_role";
    public const string FromMembership = "membership";

    public string Object => "user.access";
}

/// <summary>Hands the organization over; the present owner becomes an admin.</summary>
public sealed record OwnershipTransfer
{
    [StringLength(64, MinimumLength = 1)]
    public required string UserId { get; init; }

    /// <summary>The present owner's.</summary>
    [StringLength(256, MinimumLength = 1)]
    public required string Password { get; init; }
}

/// <summary>Somebody who may be added to a project.</summary>
/// <param name="Member">Whether they are in it already.</param>
public sealed record ProjectCandidate(string UserId, string Name, string Email, Role Role, bool Member)
{
    public string Object => "project.candidate";
}
