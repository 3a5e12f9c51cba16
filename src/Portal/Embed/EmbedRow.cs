using Dapper;
using Portal.Api;
using Portal.Client.Embed;

namespace Portal.Embed;

[method: ExplicitConstructor]
internal sealed record EmbedRow(
    string AssistantId, long Enabled, string AllowedOrigins, string? Title, string? Greeting, string Scheme, string? Accent, long MessagesPerMinute, long UpdatedAt)
{
    public IReadOnlyList<string> Origins => Wire.Deserialize<string[]>(AllowedOrigins);

    /// <summary>The chat may be shown on that site.</summary>
    public bool Allows(string? origin) => Enabled != 0 && origin is not null && Origins.Contains(origin);

    public EmbedSettings ToContract() => new(
        AssistantId, Enabled != 0, Origins, Title, Greeting, Wire.Word<EmbedScheme>(Scheme), Accent, (int)MessagesPerMinute, UpdatedAt);

    public static EmbedRow Of(string assistantId, EmbedInput input, long now) => new(
        assistantId, input.Enabled ? 1 : 0, Wire.Serialize(input.AllowedOrigins), input.Title, input.Greeting, Wire.Word(input.Scheme),
        input.Accent?.ToLowerInvariant(), input.MessagesPerMinute, now);
}

[method: ExplicitConstructor]
internal sealed record VisitorRow(string Id, string AssistantId, string? Name, string Origin, long CreatedAt, long SeenAt);
