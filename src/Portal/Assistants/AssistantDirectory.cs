using Portal.Data;

namespace Portal.Assistants;

internal sealed class AssistantDirectory(IDatabase database) : IAssistantDirectory
{
    public async Task<AssistantDefinition?> Find(string id, CancellationToken cancellation) =>
        (await database.Read(connection => AssistantsRepository.Find(connection, id), cancellation))?.ToDefinition();

    public async Task<IReadOnlyList<AssistantDefinition>> ListActive(string? projectId, CancellationToken cancellation) =>
        [.. (await database.Read(connection => AssistantsRepository.Active(connection, projectId), cancellation)).Select(row => row.ToDefinition())];

    public async Task<IReadOnlyList<AssistantDefinition>> ListAll(CancellationToken cancellation) =>
        [.. (await database.Read(AssistantsRepository.All, cancellation)).Select(row => row.ToDefinition())];

    public async Task<AssistantDefinition?> FindVersion(string id, int version, CancellationToken cancellation) =>
        (await database.Read(connection => AssistantsRepository.FindVersion(connection, id, version), cancellation))?.ToDefinition();

    public async Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        await database.Read(connection => AssistantsRepository.Names(connection, ids).ToDictionary(assistant => assistant.Id, assistant => assistant.Name), cancellation);
}
