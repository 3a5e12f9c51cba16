using System.Text.RegularExpressions;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Policies;

namespace Portal.Assistants;

/// <summary>What a definition must keep to beyond the rules on its contract.</summary>
internal static partial class AssistantRules
{
    const int ConstraintLength = 500;

    public static ApiError? Check(AssistantInput input) =>
        ToolKinds.Check(input.Tools ?? [])
        ?? CheckVariables(input.Variables ?? [])
        ?? CheckEach(input.Persona?.Constraints, "persona.constraints",
            constraint => constraint.Length <= ConstraintLength && !string.IsNullOrWhiteSpace(constraint), $"must be 1 to {ConstraintLength} characters")
        ?? CheckEach(input.Safety?.AllowedDomains, "safety.allowed_domains",
            HostPatterns.IsOne, "must be a host name such as 'example.com', or '*.example.com' for all below it")
        ?? CheckEach(input.Privacy?.AllowedEntities, "privacy.allowed_entities",
            entity => EntityName.IsMatch(entity), "must be an entity name such as 'email' or 'customer_id': small letters, digits and underscores")
        ?? CheckReferences(input);

    /// <summary>A defined name has no dot, so that it never hides a built-in one with a dot; the others are refused.</summary>
    static ApiError? CheckVariables(IReadOnlyList<AssistantVariable> variables)
    {
        var names = new HashSet<string>();
        for (var index = 0; index < variables.Count; index++)
        {
            var (name, place) = (variables[index].Name, $"variables[{index}].name");
            if (PromptText.IsBuiltIn(name)) return ApiError.Invalid($"The variable '{name}' is built in. Choose another name.", place, "reserved_name");
            if (!names.Add(name)) return ApiError.Invalid($"The variable '{name}' is defined twice. Give each its own name.", place, "duplicate_name");
        }

        return null;
    }

    /// <summary>Vector stores come with later releases, so that no id names one yet.</summary>
    static ApiError? CheckReferences(AssistantInput input)
    {
        if (input.Memory?.VectorStoreIds is [var store, ..]) return ApiError.NotFound("vector store", Shorten(store), "memory.vector_store_ids[0]");
        return null;
    }

    static ApiError? CheckEach(IReadOnlyList<string>? values, string place, Func<string, bool> holds, string rule)
    {
        for (var index = 0; index < (values?.Count ?? 0); index++)
        {
            if (!holds(values![index])) return ApiError.Invalid($"'{place}[{index}]' {rule}.", $"{place}[{index}]", "invalid_value");
        }

        return null;
    }

    static string Shorten(string id) => id.Length <= 64 ? id : $"{id[..64]}…";

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex EntityName { get; }
}
