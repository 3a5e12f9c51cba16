using Dapper;
using Portal.Api;
using Portal.Client.People;
using Portal.Client.Projects;

namespace Portal.Access.Users;

/// <summary>A person who signs in. Mutable, because ASP.NET Core Identity fills it step by step.</summary>
internal sealed class User
{
    public string Id { get; set; } = Ids.New("user");

    public string Email { get; set; } = "";

    public string NormalizedEmail { get; set; } = "";

    public string Name { get; set; } = "";

    public Role Role { get; set; } = Role.Viewer;

    public UserStatus Status { get; set; } = UserStatus.Active;

    public long? DeactivatedAt { get; set; }

    /// <summary>An IANA name, such as <c>Europe/Berlin</c>; null follows the organization.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The language of dates, such as <c>de</c>; null is that of the browser.</summary>
    public string? Locale { get; set; }

    /// <summary>To the minute; null before the first sign-in.</summary>
    public long? LastSeenAt { get; set; }

    public string? PasswordHash { get; set; }

    public string SecurityStamp { get; set; } = "";

    /// <summary>The stamp as it was read, to notice a password that was changed meanwhile.</summary>
    public string StoredStamp { get; init; } = "";

    public int FailedSignIns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public long CreatedAt { get; set; }

    public bool IsActive => Status is UserStatus.Active;

    /// <summary>What a search for people looks through.</summary>
    public string SearchText => $"{Name} {Email}".ToLowerInvariant();
}

[method: ExplicitConstructor]
internal sealed record UserRow(
    string Id,
    string Email,
    string NormalizedEmail,
    string Name,
    string Role,
    string? PasswordHash,
    string SecurityStamp,
    long FailedSignIns,
    long? LockedUntil,
    long CreatedAt,
    string Status,
    long? DeactivatedAt,
    string? TimeZone,
    string? Locale,
    long? LastSeenAt,
    string SearchText)
{
    public User ToUser() => new()
    {
        Id = Id,
        Email = Email,
        NormalizedEmail = NormalizedEmail,
        Name = Name,
        Role = Wire.Word<Role>(Role),
        PasswordHash = PasswordHash,
        SecurityStamp = SecurityStamp,
        StoredStamp = SecurityStamp,
        FailedSignIns = (int)FailedSignIns,
        LockedUntil = LockedUntil is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
        CreatedAt = CreatedAt,
        Status = Wire.Word<UserStatus>(Status),
        DeactivatedAt = DeactivatedAt,
        TimeZone = TimeZone,
        Locale = Locale,
        LastSeenAt = LastSeenAt,
    };

    public static UserRow Of(User user) => new(
        user.Id, user.Email, user.NormalizedEmail, user.Name, Wire.Word(user.Role), user.PasswordHash, user.SecurityStamp,
        user.FailedSignIns, user.LockedUntil?.ToUnixTimeSeconds(), user.CreatedAt,
        Wire.Word(user.Status), user.DeactivatedAt, user.TimeZone, user.Locale, user.LastSeenAt, user.SearchText);
}
