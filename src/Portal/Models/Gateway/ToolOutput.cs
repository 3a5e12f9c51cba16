using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Portal.Models.Gateway;

/// <summary>A tool's output as text: strings as they are, anything else as JSON.</summary>
internal static class ToolOutput
{
    public static string Text(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions),
    };
}
