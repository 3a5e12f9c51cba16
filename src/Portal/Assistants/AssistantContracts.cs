using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>Saved definitions as contracts.</summary>
internal static class AssistantContracts
{
    static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    /// <summary>The defaults of what was left out, so that a version says in full what was in force.</summary>
    public static AssistantInput Complete(AssistantInput input) => input with
    {
        Variables = input.Variables ?? [],
        Tools = input.Tools ?? [],
        Memory = input.Memory ?? new(),
        Safety = input.Safety ?? new(),
        Privacy = input.Privacy ?? new(),
        Metadata = input.Metadata ?? NoMetadata,
        VersionNote = null,
    };

    public static Assistant ToContract(
        string id, string projectId, int version, bool archived, long createdAt, long updatedAt, AssistantInput saved) => new(
        id, projectId, saved.Name, saved.Description, saved.Persona, saved.Instructions, saved.Variables ?? [], saved.Model, saved.Tools ?? [],
        saved.Memory ?? new(), saved.Safety ?? new(), saved.Privacy ?? new(), saved.Paused, saved.Metadata ?? NoMetadata,
        [.. NotInForce(saved)], version, archived, createdAt, updatedAt);

    /// <summary>The fields that are set to something whose effect is not built yet.</summary>
    static IEnumerable<string> NotInForce(AssistantInput saved)
    {
        for (var index = 0; index < (saved.Tools?.Count ?? 0); index++)
        {
            if (!ToolKinds.IsInForce(saved.Tools![index])) yield return $"tools[{index}]";
        }

        if (saved.Memory is { SummaryMethod: not SummaryMethod.None }) yield return "memory.summary_method";
    }
}
