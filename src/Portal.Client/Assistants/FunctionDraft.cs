using System.Text.Json;
using Portal.Client.Assistants.Schemas;
using Portal.Client.Shared;

namespace Portal.Client.Assistants;

/// <summary>A function tool while it is edited.</summary>
public sealed class FunctionDraft
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    /// <summary>A JSON Schema as text.</summary>
    public string? Parameters { get; set; }

    public bool Strict { get; set; }

    internal static FunctionDraft From(FunctionTool function) => new()
    {
        Name = function.Name,
        Description = function.Description,
        Parameters = function.Parameters is { } schema ? JsonText.Indent(schema) : null,
        Strict = function.Strict ?? false,
    };

    internal AssistantTool ToTool(int index, FormErrors errors)
    {
        var at = $"tools[{index}].function.";
        JsonElement? schema = null;
        if (SchemaText.FindFault(Parameters) is { } wrong) errors.Set(at + "parameters", wrong);
        else if (!string.IsNullOrWhiteSpace(Parameters)) schema = JsonElement.Parse(Parameters);
        var function = new FunctionTool
        {
            Name = Name?.Trim() ?? "",
            Description = string.IsNullOrWhiteSpace(Description) ? null : Description,
            Parameters = schema,
            Strict = Strict ? true : null,
        };
        if (function.Name.Length == 0) errors.Set(at + "name", "This may not be empty.");
        errors.Check(function, at);
        return new AssistantTool { Type = "function", Function = function };
    }

    internal string Fingerprint() => string.Join('\u001f', Name, Description, Parameters, Strict);
}
