using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.People;

/// <summary>An invitation to the organization.</summary>
/// <param name="InvitedBy">The name of who invited.</param>
/// <param name="SentAt">Unix seconds, of the newest link.</param>
/// <param name="Mailed">Whether the newest link was mailed.</param>
/// <param name="UserId">Who it became; null until it is accepted.</param>
/// <param name="Link">The one-time link, in the answer that made it; null when read again.</param>
public sealed record Invite(
    string Id,
    string Email,
    Role Role,
    IReadOnlyList<InviteProject> Projects,
    InviteStatus Status,
    string InvitedBy,
    long CreatedAt,
    long SentAt,
    long ExpiresAt,
    bool Mailed,
    long? AcceptedAt,
    long? RevokedAt,
    string? UserId,
    string? Link)
{
    public string Object => "organization.invite";
}

[JsonConverter(typeof(SnakeCaseEnum<InviteStatus>))]
public enum InviteStatus
{
    Pending,
    Expired,
    Accepted,
    Revoked,
}

/// <summary>A place in a project that comes with the invitation.</summary>
public sealed record InviteProject
{
    [StringLength(64, MinimumLength = 1)]
    public required string ProjectId { get; init; }

    /// <summary><c>admin</c>, <c>agent</c> or <c>viewer</c>.</summary>
    public required Role Role { get; init; }

    /// <summary>Default: <c>write</c> for admins and agents, <c>none</c> for viewers.</summary>
    public ChatAccess? ChatAccess { get; init; }
}

public sealed record InviteInput
{
    [StringLength(254, MinimumLength = 3), SingleLine]
    public required string Email { get; init; }

    /// <summary>In the organization: <c>admin</c>, <c>agent</c> or <c>viewer</c>, and none above the caller's own.</summary>
    public required Role Role { get; init; }

    /// <summary>Up to 50 places in projects.</summary>
    [MaxLength(50)]
    public IReadOnlyList<InviteProject>? Projects { get; init; }

    [Range(1, 90)]
    public int ExpiresInDays { get; init; } = InviteResend.DefaultDays;
}

/// <summary>A new link; the ones before stop working.</summary>
public sealed record InviteResend
{
    public const int DefaultDays = 7;

    [Range(1, 90)]
    public int ExpiresInDays { get; init; } = DefaultDays;
}
