namespace Portal.Client.Assistants;

/// <summary>What is shown of an assistant beside its threads.</summary>
public sealed record AssistantLine(string Id, string Name, string? Description, string Model, bool Archived)
{
    public static AssistantLine Of(Assistant assistant) => new(assistant.Id, assistant.Name, assistant.Description, assistant.Model, assistant.Archived);
}
