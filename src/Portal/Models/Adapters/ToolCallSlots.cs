using System.Text.Json;
using Portal.Models.Gateway;

namespace Portal.Models.Adapters;

/// <summary>
/// Numbers the tool calls of one answer from 0. Providers do not agree on their own numbers: some leave the index out,
/// some give 0 to every parallel call, some send no id.
/// </summary>
internal sealed class ToolCallSlots
{
    readonly List<(long Index, string? Id)> slots = [];

    public ToolCallDeltaContent Read(JsonElement fragment)
    {
        var id = Text(fragment, "id");
        var function = fragment.TryGetProperty("function", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var name = function.ValueKind == JsonValueKind.Object ? Text(function, "name") : null;
        var arguments = function.ValueKind == JsonValueKind.Object ? ReadArguments(function) : null;
        var index = fragment.TryGetProperty("index", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt64() : slots.Count - 1;

        var slot = slots.FindLastIndex(one => one.Index == index && (id is null || one.Id == id));
        if (slot >= 0) return new(slot, null, null, arguments);
        if (name is null) throw new UpstreamException(UpstreamFault.Rubbish, "A tool call began without the function's name.");
        slots.Add((Math.Max(index, 0), id));
        return new(slots.Count - 1, id ?? $"call_{Guid.NewGuid():N}", name, arguments);
    }

    // Most write the arguments as a string, some as the object itself.
    static string? ReadArguments(JsonElement function) =>
        !function.TryGetProperty("arguments", out var arguments) ? null : arguments.ValueKind switch
        {
            JsonValueKind.String => arguments.GetString(),
            JsonValueKind.Object => arguments.GetRawText(),
            _ => null,
        };

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
