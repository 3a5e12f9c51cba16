using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Providers;

/// <summary>A service that models are called at. Its key is write-only.</summary>
/// <param name="BaseUrl">Null for the built-in responder.</param>
/// <param name="Priority">Lower is tried first where targets have the same priority.</param>
public sealed record Provider(
    string Id,
    string Name,
    ProviderKind Kind,
    string? BaseUrl,
    bool HasApiKey,
    int Priority,
    int TimeoutSeconds,
    int MaxRetries,
    bool Enabled,
    ProviderStatus Status,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "provider";

    /// <summary>The model that it moderates texts with; null where it moderates none.</summary>
    public string? ModerationModel { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<ProviderKind>))]
public enum ProviderKind
{
    Builtin,
    /// <summary>Any server that speaks OpenAI's chat completions.</summary>
    Openai,
    Ollama,
}

[JsonConverter(typeof(SnakeCaseEnum<ProviderStatus>))]
public enum ProviderStatus
{
    /// <summary>Not called yet.</summary>
    Unknown,
    Healthy,
    /// <summary>Some of the last calls failed.</summary>
    Degraded,
    /// <summary>The circuit is open: calls go elsewhere until it has rested.</summary>
    Open,
}

[ReadOnlyFields("id", "object", "has_api_key", "status", "created_at", "updated_at")]
public sealed record ProviderInput
{
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    public required ProviderKind Kind { get; init; }

    /// <summary>Absolute http or https address, such as <c>https://api.openai.com/v1</c>; loopback and private networks are allowed, link-local never.</summary>
    [StringLength(2000)]
    public string? BaseUrl { get; init; }

    /// <summary>
    /// Left out on an update, the present key stays, unless <c>base_url</c> changes: then it is asked for again. An explicit
    /// null takes it away, which is why a form that was left empty must not send one.
    /// </summary>
    [StringLength(4000, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApiKey { get; init; }

    [Range(0, 1000)]
    public int Priority { get; init; } = 100;

    /// <summary>Seconds without a token after which a call is given up.</summary>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Further tries at this provider, only while nothing was streamed yet.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 2;

    public bool Enabled { get; init; } = true;

    /// <summary>Of the kind <c>openai</c>: the model of its moderation endpoint, such as <c>omni-moderation-latest</c>, which rules of the type <c>moderation</c> then ask.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? ModerationModel { get; init; }
}

/// <summary>A change of one field; the rest stays as it is.</summary>
public sealed record ProviderPatch(bool Enabled);

/// <param name="Error">The exact error, as the provider or the network gave it.</param>
public sealed record ProviderTest(bool Ok, long LatencyMs, IReadOnlyList<string> Models, string? Error)
{
    public string Object => "provider.test";
}
