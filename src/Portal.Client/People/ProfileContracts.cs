using System.ComponentModel.DataAnnotations;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.People;

/// <summary>One's own account.</summary>
/// <param name="TimeZone">An IANA name; null follows the organization.</param>
/// <param name="Locale">The language of dates; null is that of the browser.</param>
/// <param name="HasPassword">False for an account that signs in elsewhere.</param>
/// <param name="MinimumPasswordLength">Characters of a new password.</param>
public sealed record Profile(
    string Id, string Email, string Name, Role Role, string? TimeZone, string? Locale, bool HasPassword, int MinimumPasswordLength, long CreatedAt)
{
    public string Object => "profile";
}

/// <summary>A field given replaces the field, null clears it, the rest stays.</summary>
[ReadOnlyFields("id", "object", "email", "role", "has_password", "minimum_password_length", "created_at")]
public sealed record ProfileInput
{
    [StringLength(200, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    /// <summary>An IANA name, such as <c>Europe/Berlin</c>; null follows the organization.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? TimeZone { get; init; }

    /// <summary>The language of dates: <c>en</c>, <c>en-US</c>, <c>de</c>, <c>fr</c>, <c>es</c>, <c>it</c>, <c>nl</c>, <c>pt</c> or <c>iso</c>; null is that of the browser.</summary>
    [StringLength(10, MinimumLength = 2)]
    public string? Locale { get; init; }
}

/// <summary>A new password; every other session of the person ends.</summary>
public sealed record PasswordChange
{
    [StringLength(256, MinimumLength = 1)]
    public required string CurrentPassword { get; init; }

    [StringLength(256, MinimumLength = 1)]
    public required string NewPassword { get; init; }
}
