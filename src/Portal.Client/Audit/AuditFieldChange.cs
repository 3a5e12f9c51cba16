using System.Text.Json;
using Portal.Client.Shared;

namespace Portal.Client.Audit;

/// <summary>One value that changed, under its path within the object: <c>persona.tone</c>. Null where there was, or is, none.</summary>
public sealed record AuditFieldChange(string Path, string? Before, string? After)
{
    const int LongText = 60;

    /// <summary>True where the texts are read better word by word than whole.</summary>
    public bool IsText => Before is not null && After is not null && Math.Max(Before.Length, After.Length) > LongText;

    /// <summary>The values of a changed field that differ, each by itself, however deep they lie.</summary>
    public static IEnumerable<AuditFieldChange> Of(AuditChange change) => Between(change.Field, Given(change.Before), Given(change.After));

    static IEnumerable<AuditFieldChange> Between(string path, JsonElement? before, JsonElement? after)
    {
        if (before is { } old && after is { } now && JsonElement.DeepEquals(old, now)) return [];
        if (Fields(before) is not { } was || Fields(after) is not { } become || (before is null && after is null))
            return [new AuditFieldChange(path, Text(before), Text(after))];
        return was.Keys.Union(become.Keys).SelectMany(name =>
            Between($"{path}.{name}", was.TryGetValue(name, out var one) ? Given(one) : null, become.TryGetValue(name, out var other) ? Given(other) : null));
    }

    /// <summary>Null for a value that has no fields.</summary>
    static Dictionary<string, JsonElement>? Fields(JsonElement? json) => json switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } fields => fields.EnumerateObject().ToDictionary(field => field.Name, field => field.Value),
        _ => null,
    };

    static JsonElement? Given(JsonElement? json) => json is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : json;

    static string? Text(JsonElement? json) => json switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.True } => "yes",
        { ValueKind: JsonValueKind.False } => "no",
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            string.Join('\n', list.EnumerateArray().Select(item => item.GetString())),
        { } other => JsonText.Indent(other),
    };
}
