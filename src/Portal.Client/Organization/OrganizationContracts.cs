using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Organization;

/// <summary>What holds for the whole portal. There is one, and it always exists.</summary>
/// <param name="Logo">An image as a data URI, or null for Portal's own.</param>
/// <param name="TimeZone">An IANA name, such as <c>Europe/Berlin</c>: where its days and months begin.</param>
/// <param name="OutboundAllowedNetworks">CIDR networks that may be called besides public addresses; adds to the setting <c>Portal:Outbound:AllowedNetworks</c>.</param>
/// <param name="Smtp">Null where no mail is sent.</param>
/// <param name="UpdatedAt">Unix seconds.</param>
public sealed record OrganizationSettings(
    string Name,
    string? Logo,
    string TimeZone,
    SignInRules SignIn,
    IReadOnlyList<string> OutboundAllowedNetworks,
    SmtpServer? Smtp,
    BackupSchedule Backup,
    long UpdatedAt)
{
    public string Object => "organization.settings";
}

/// <summary>A field given replaces the whole field, null puts the default back, the rest stays.</summary>
[ReadOnlyFields("object", "updated_at")]
public sealed record OrganizationSettingsInput
{
    [StringLength(100, MinimumLength = 1), SingleLine]
    public string Name { get; init; } = "Portal";

    /// <summary>A PNG, JPEG, WebP or SVG image of at most 128 KiB as a base64 data URI: <c>data:image/png;base64,…</c></summary>
    [StringLength(180_000)]
    public string? Logo { get; init; }

    [StringLength(64, MinimumLength = 1)]
    public string TimeZone { get; init; } = "UTC";

    public SignInRules SignIn { get; init; } = new();

    /// <summary>Up to 100 networks, such as <c>10.0.0.0/8</c>, or single addresses.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> OutboundAllowedNetworks { get; init; } = [];

    public SmtpServerInput? Smtp { get; init; }

    public BackupSchedule Backup { get; init; } = new();
}

/// <summary>What is asked of everybody who signs in.</summary>
public sealed record SignInRules
{
    public const int DefaultPasswordLength = 12;
    public const int DefaultSessionHours = 14 * 24;

    /// <summary>Characters; holds for passwords that are set from now on.</summary>
    [Range(8, 128)]
    public int MinimumPasswordLength { get; init; } = DefaultPasswordLength;

    /// <summary>Everybody signs in with a second factor, and sets one up when there is none yet.</summary>
    public bool TwoFactorRequired { get; init; }

    /// <summary>Hours without use after which a session ends: one hour to 90 days.</summary>
    [Range(1, 90 * 24)]
    public int SessionHours { get; init; } = DefaultSessionHours;

    /// <summary>Up to 100 domains that new people's addresses must be of; empty allows all.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string> AllowedEmailDomains { get; init; } = [];
}

/// <summary>The server that mail goes out through. Its password is write-only.</summary>
/// <param name="From">The sender's address.</param>
public sealed record SmtpServer(string Host, int Port, SmtpSecurity Security, string? Username, bool HasPassword, string From);

[ReadOnlyFields("has_password")]
public sealed record SmtpServerInput
{
    [StringLength(253, MinimumLength = 1), SingleLine]
    public required string Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.Starttls;

    [StringLength(254, MinimumLength = 1), SingleLine]
    public string? Username { get; init; }

    /// <summary>Left out, the present one stays as long as host, port and user name do; without a user name there is none.</summary>
    [StringLength(1000, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Password { get; init; }

    [StringLength(254, MinimumLength = 3)]
    public required string From { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<SmtpSecurity>))]
public enum SmtpSecurity
{
    /// <summary>Plain, then TLS by STARTTLS; refused where the server does not offer it.</summary>
    Starttls,
    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Tls,
    /// <summary>Unencrypted; for a server on the same machine or network.</summary>
    None,
}

/// <summary>When backups are made by themselves, into the folder <c>backups</c> of the data directory.</summary>
public sealed record BackupSchedule
{
    public BackupInterval Interval { get; init; } = BackupInterval.Off;

    /// <summary>The hour of the day in the organization's time zone.</summary>
    [Range(0, 23)]
    public int Hour { get; init; } = 3;

    /// <summary>How many scheduled backups are kept; the oldest go first. Those made by hand stay.</summary>
    [Range(1, 365)]
    public int Keep { get; init; } = 7;
}

[JsonConverter(typeof(SnakeCaseEnum<BackupInterval>))]
public enum BackupInterval
{
    Off,
    Daily,
    /// <summary>On Mondays.</summary>
    Weekly,
}

public sealed record TestMailInput
{
    /// <summary>Left out, the mail goes to the caller's own address.</summary>
    [StringLength(254, MinimumLength = 3)]
    public string? To { get; init; }
}

/// <param name="Error">What went wrong, in one sentence; null where the server took the mail.</param>
public sealed record TestMail(bool Ok, string To, long LatencyMs, string? Error)
{
    public string Object => "organization.test_mail";
}

/// <summary>The portal as it runs.</summary>
/// <param name="Version">Such as <c>0.2.0</c>.</param>
/// <param name="StartedAt">Unix seconds.</param>
/// <param name="DataDirectory">The folder on the server that holds everything.</param>
/// <param name="DatabaseBytes">The database with its log.</param>
/// <param name="FreeBytes">Left on the disk of the data directory; null where the system does not say.</param>
/// <param name="DatabaseVersion">The newest script that the database was brought up to date by.</param>
/// <param name="BackupFailure">Why the last scheduled backup was not made; null where it was.</param>
/// <param name="ReleaseNotes">What is new in each version, in Markdown.</param>
public sealed record PortalStatus(
    string Version,
    long StartedAt,
    string DataDirectory,
    long DatabaseBytes,
    long? FreeBytes,
    string DatabaseVersion,
    string? BackupFailure,
    string ReleaseNotes)
{
    public string Object => "organization.status";
}
