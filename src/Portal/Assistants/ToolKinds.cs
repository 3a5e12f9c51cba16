using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>A type of tool that an assistant may have.</summary>
/// <param name="Check">The error in one tool of the type; the place is its path in the request.</param>
/// <param name="IsInForce">False where the tool is stored but does nothing yet.</param>
internal sealed record ToolKind(string Type, Func<AssistantTool, string, ApiError?> Check, Func<AssistantTool, bool> IsInForce);

/// <summary>The one place that adds a tool type; its fields and its word stand in <see cref="AssistantTool"/>.</summary>
internal static class ToolKinds
{
    public static readonly IReadOnlyList<ToolKind> All =
    [
        new("function", CheckFunction, _ => true),
        new("code_interpreter", CheckCodeInterpreter, tool => tool.Enabled is false),
    ];

    public static bool IsInForce(AssistantTool tool) => Find(tool).IsInForce(tool);

    /// <summary>The tools one by one, then what may be in the list only once.</summary>
    public static ApiError? Check(IReadOnlyList<AssistantTool> tools)
    {
        var names = new HashSet<string>();
        for (var index = 0; index < tools.Count; index++)
        {
            var (tool, place) = (tools[index], $"tools[{index}]");
            if (Find(tool).Check(tool, place) is { } wrong) return wrong;
            if (names.Add(tool.Function?.Name ?? $"({tool.Type})")) continue;
            return tool.Function is { } function
                ? ApiError.Invalid($"The function name '{function.Name}' is used twice. Give each function its own name.", $"{place}.function.name", "duplicate_name")
                : ApiError.Invalid($"A tool of type '{tool.Type}' may be given once.", place, "duplicate_tool");
        }

        return null;
    }

    static ToolKind Find(AssistantTool tool) => All.First(kind => kind.Type == tool.Type);

    static ApiError? CheckFunction(AssistantTool tool, string place)
    {
        if (tool.Function is not { } function)
            return ApiError.Invalid($"'{place}.function' is missing. A tool of type function needs it.", $"{place}.function", "missing_field");
        return Refuse(tool.Enabled, tool, $"{place}.enabled")
            ?? (function.Parameters is { } parameters ? ParameterSchema.Check(parameters, $"{place}.function.parameters") : null);
    }

    static ApiError? CheckCodeInterpreter(AssistantTool tool, string place) => Refuse(tool.Function, tool, $"{place}.function");

    static ApiError? Refuse(object? field, AssistantTool tool, string place) => field is null
        ? null
        : ApiError.Invalid($"'{place}' does not belong to a tool of type '{tool.Type}'.", place, "unknown_field");
}
