using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>What the run engine needs to know of an assistant; asks for no right.</summary>
internal interface IAssistantDirectory
{
    /// <summary>The newest version; null where there is no such assistant.</summary>
    Task<AssistantDefinition?> Find(string id, CancellationToken cancellation);

    /// <summary>What the assistants are called, by id; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Those that are not archived.</summary>
    /// <param name="projectId">Null for all projects.</param>
    Task<IReadOnlyList<AssistantDefinition>> ListActive(string? projectId, CancellationToken cancellation);

    /// <summary>Archived ones too.</summary>
    Task<IReadOnlyList<AssistantDefinition>> ListAll(CancellationToken cancellation);

    Task<AssistantDefinition?> FindVersion(string id, int version, CancellationToken cancellation);
}

/// <summary>One version of an assistant. Archived ones answer no more.</summary>
/// <param name="Saved">As it was saved, with its defaults filled in: variables, tools, memory, safety, privacy and metadata are never null.</param>
internal sealed record AssistantDefinition(string Id, string ProjectId, int Version, bool Archived, AssistantInput Saved);
