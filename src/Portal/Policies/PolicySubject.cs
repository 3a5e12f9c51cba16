using Portal.Assistants;
using Portal.Client.Assistants;

namespace Portal.Policies;

/// <summary>For whom and where a model is called: what decides which policies hold, and what their findings are told of.</summary>
/// <param name="AssistantId">Null for a definition that was never saved.</param>
/// <param name="ThreadId">Null for the try-it pane.</param>
/// <param name="MessageId">The reply.</param>
internal sealed record PolicySubject(
    string ProjectId, string? AssistantId, AssistantSafety Safety, AssistantPrivacy Privacy, string? ThreadId = null, string? RunId = null, string? MessageId = null)
{
    public static PolicySubject Of(AssistantDefinition assistant) =>
        new(assistant.ProjectId, assistant.Id, assistant.Saved.Safety ?? new(), assistant.Saved.Privacy ?? new());
}
