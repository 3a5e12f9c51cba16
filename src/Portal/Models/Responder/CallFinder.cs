using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Models.Gateway;

namespace Portal.Models.Responder;

/// <param name="Arguments">JSON text.</param>
internal sealed record FoundCall(string Name, string Arguments);

/// <summary>The functions that a person's text calls: by <c>/call name {json}</c>, or by naming one with all it requires.</summary>
internal static partial class CallFinder
{
    /// <summary>Each line that begins with <c>/call</c>, or what is wrong with it.</summary>
    public static (IReadOnlyList<FoundCall> Calls, string? Problem) Commanded(string text, IReadOnlyList<FunctionTool> tools)
    {
        var calls = new List<FoundCall>();
        foreach (Match line in Command().Matches(text))
        {
            var name = line.Groups["name"].Value;
            var arguments = line.Groups["arguments"].Value.Trim();
            if (!tools.Any(tool => tool.Name == name))
            {
                var known = tools.Count == 0 ? "This assistant has no functions" : $"It has: {string.Join(", ", tools.Select(tool => $"`{tool.Name}`"))}";
                return ([], $"I cannot call `{name}`: this assistant has no function of that name. {known}.");
            }

            if (arguments.Length > 0 && !IsObject(arguments))
                return ([], $"I cannot call `{name}`: what follows its name is not a JSON object. Write it like `/call {name} {{\"key\": \"value\"}}`, on one line.");
            calls.Add(new(name, arguments.Length == 0 ? "{}" : arguments));
        }

        return (calls, null);
    }

    /// <summary>The one function that the text names together with everything it requires; null for none or several.</summary>
    public static FoundCall? Named(string text, IReadOnlyList<FunctionTool> tools)
    {
        var found = tools.Select(tool => Read(text, tool)).OfType<FoundCall>().Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    static FoundCall? Read(string text, FunctionTool tool)
    {
        if (!Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(tool.Name)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(1))) return null;
        var properties = Object(tool.JsonSchema, "properties");
        var arguments = new JsonObject();
        foreach (var property in properties?.EnumerateObject() ?? default)
        {
            if (Value(text, property.Name) is { } value && Convert(value, property.Value) is { } argument) arguments[property.Name] = argument;
        }

        var required = tool.JsonSchema.ValueKind == JsonValueKind.Object && tool.JsonSchema.TryGetProperty("required", out var names)
            && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(name => name.ToString()) : [];
        return required.All(arguments.ContainsKey) ? new(tool.Name, arguments.ToJsonString()) : null;
    }

    /// <summary>What stands after <c>name=</c> or <c>name:</c>, in quotes or up to the next space, comma or semicolon.</summary>
    static string? Value(string text, string name)
    {
        var match = Regex.Match(
            text, $@"(?<![\w-]){Regex.Escape(name)}\s*[=:]\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)'|(?<value>[^\s,;]+))",
            RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        return match.Success ? match.Groups["value"].Value.TrimEnd('.', '!', '?') : null;
    }

    static JsonValue? Convert(string value, JsonElement schema) => TypeOf(schema) switch
    {
        "integer" => long.TryParse(value, out var whole) ? JsonValue.Create(whole) : null,
        "number" => decimal.TryParse(value, out var number) ? JsonValue.Create(number) : null,
        "boolean" => bool.TryParse(value, out var yes) ? JsonValue.Create(yes) : null,
        "array" or "object" => null,
        _ => JsonValue.Create(value),
    };

    static string? TypeOf(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().FirstOrDefault().ToString() : type.ToString()
        : null;

    static JsonElement? Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    static bool IsObject(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            // What is wrong is told to the person, in their words.
            return false;
        }
    }

    [GeneratedRegex(@"^[ \t]*/call[ \t]+(?<name>[\w.-]+)[ \t]*(?<arguments>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
