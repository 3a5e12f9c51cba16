using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Keys;

/// <summary>A key that programs call with. Its secret is stored hashed and shown once.</summary>
/// <param name="ProjectId">Null for a key of the organization.</param>
/// <param name="Hint">The secret's first and last characters, to recognize it by.</param>
/// <param name="Key">The secret, only in the answer that made it; null ever after.</param>
/// <param name="LastUsedAt">Unix seconds, kept to the minute.</param>
public sealed record ApiKey(
    string Id,
    string? ProjectId,
    string Name,
    string Hint,
    IReadOnlyList<KeyScope> Scopes,
    IReadOnlyList<string> AllowedAddresses,
    long? ExpiresAt,
    string CreatedBy,
    long CreatedAt,
    long? LastUsedAt,
    string? LastUsedAddress,
    string? Key)
{
    public string Object => "key";
}

[JsonConverter(typeof(SnakeCaseEnum<KeyScope>))]
public enum KeyScope
{
    /// <summary>Every GET.</summary>
    Read,
    /// <summary>Threads, messages and replies, read and written.</summary>
    Chat,
    /// <summary>Assistants, keys, members and settings.</summary>
    Manage,
}

[ReadOnlyFields("id", "object", "project_id", "hint", "created_by", "created_at", "last_used_at", "last_used_address", "key")]
public sealed record ApiKeyInput
{
    [StringLength(200, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Default: all.</summary>
    [MinLength(1)]
    public IReadOnlyList<KeyScope>? Scopes { get; init; }

    /// <summary>Unix seconds, in the future; null never expires.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Networks in CIDR form that the key works from; empty for anywhere.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string>? AllowedAddresses { get; init; }
}

public sealed record ApiKeyRotation
{
    /// <summary>How long the old secret goes on working, in seconds (0–604,800).</summary>
    [Range(0, 604_800)]
    public int OverlapSeconds { get; init; }
}
