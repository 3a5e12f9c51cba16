using Dapper;
using Portal.Client.Models;
using Portal.Data;
using Portal.Models;

namespace Portal.Assistants;

/// <summary>What other features need to know of the assistants that are in use, the archived ones left out; asks for no right.</summary>
internal interface IAssistantUse
{
    /// <summary>The models that the assistants of a project name.</summary>
    Task<IReadOnlyList<string>> ModelsIn(string projectId, CancellationToken cancellation);

    Task<AssistantFacts> FactsOf(string projectId, CancellationToken cancellation);
}

/// <summary>Whether any assistant of a project has …</summary>
[method: ExplicitConstructor]
internal sealed record AssistantFacts(bool Instructions, bool Tools, bool Memory);

internal sealed class AssistantUse(IDatabase database) : IAssistantUse, IModelUsers
{
    const string InUse = "FROM assistants a JOIN assistant_versions v ON v.assistant_id = a.id AND v.version = a.version WHERE NOT a.archived";

    public async Task<IReadOnlyList<string>> ModelsIn(string projectId, CancellationToken cancellation) =>
        await database.Read(connection => connection.Query<string>(
            "SELECT DISTINCT model FROM assistants WHERE project_id = @projectId AND NOT archived ORDER BY model", new { projectId }).AsList(), cancellation);

    public Task<AssistantFacts> FactsOf(string projectId, CancellationToken cancellation) =>
        database.Read(connection => connection.QuerySingle<AssistantFacts>($"""
            SELECT COALESCE(MAX(TRIM(COALESCE(v.definition ->> '$.instructions', '')) <> ''), 0) AS instructions,
              COALESCE(MAX(json_array_length(v.definition, '$.tools') > 0), 0) AS tools,
              COALESCE(MAX(v.definition ->> '$.memory.enabled'), 0) AS memory
            {InUse} AND a.project_id = @projectId
            """, new { projectId }), cancellation);

    public async Task<IReadOnlyList<ModelUser>> UsersOf(string model, int most, CancellationToken cancellation) =>
        await database.Read(connection => connection.Query<(string Id, string Name, string ProjectId)>($"""
            SELECT a.id, v.definition ->> '$.name', a.project_id {InUse} AND a.model = @model ORDER BY a.id DESC LIMIT @most
            """, new { model, most }).Select(row => new ModelUser(row.Id, row.Name, row.ProjectId)).ToList(), cancellation);
}
