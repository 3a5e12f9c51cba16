using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Embed;

/// <summary>How an assistant is offered as a chat on other sites.</summary>
/// <param name="AllowedOrigins">The sites that may show it, such as <c>https://shop.example.org</c>: scheme, host and port, without a path.</param>
/// <param name="MessagesPerMinute">What one visitor may send.</param>
/// <param name="UpdatedAt">Unix seconds; null before it was ever saved.</param>
public sealed record EmbedSettings(
    string AssistantId,
    bool Enabled,
    IReadOnlyList<string> AllowedOrigins,
    string? Title,
    string? Greeting,
    EmbedScheme Scheme,
    string? Accent,
    int MessagesPerMinute,
    long? UpdatedAt)
{
    public string Object => "assistant.embed";
}

[ReadOnlyFields("object", "assistant_id", "updated_at")]
public sealed record EmbedInput
{
    public const int MostOrigins = 50;

    public bool Enabled { get; init; }

    [MaxLength(MostOrigins)]
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Null shows the assistant's name.</summary>
    [StringLength(100, MinimumLength = 1), SingleLine]
    public string? Title { get; init; }

    /// <summary>What stands in the chat before the visitor has written.</summary>
    [StringLength(500, MinimumLength = 1)]
    public string? Greeting { get; init; }

    public EmbedScheme Scheme { get; init; }

    /// <summary>The colour of buttons and marks, as <c>#rrggbb</c>; null for the portal's own.</summary>
    [RegularExpression("^#[0-9a-fA-F]{6}$")]
    public string? Accent { get; init; }

    [Range(1, 600)]
    public int MessagesPerMinute { get; init; } = 20;
}

[JsonConverter(typeof(SnakeCaseEnum<EmbedScheme>))]
public enum EmbedScheme
{
    /// <summary>As the visitor's system prefers.</summary>
    System,
    Light,
    Dark,
}

/// <summary>What the chat shows to anybody before a word is said.</summary>
public sealed record EmbedLook(string AssistantId, string Title, string? Greeting, EmbedScheme Scheme, string? Accent)
{
    public string Object => "embed";
}

/// <summary>A visitor's way in, sent by the site's script.</summary>
public sealed record VisitorInput
{
    /// <summary>From an earlier answer, to come back as the same visitor; one that is unknown or of another site makes a new one.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string? Secret { get; init; }

    /// <summary>What the site calls the visitor. Nobody has proved it; under strict privacy it is not kept.</summary>
    [StringLength(100, MinimumLength = 1), SingleLine]
    public string? Name { get; init; }
}

/// <param name="Token">For <c>Authorization: Bearer</c>, good until <paramref name="ExpiresAt"/>.</param>
/// <param name="Secret">For a new visitor, this once.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="ThreadId">The visitor's open conversation.</param>
public sealed record Visitor(string Id, string AssistantId, string? Name, string Token, string? Secret, string? ThreadId, long ExpiresAt, long CreatedAt)
{
    public string Object => "visitor";
}
