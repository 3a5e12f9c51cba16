using Dapper;
using Portal.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>An assistant with the definition of one of its versions.</summary>
[method: ExplicitConstructor]
internal sealed record AssistantRow(
    string Id, string ProjectId, int Version, string Definition, bool Archived, long CreatedAt, long UpdatedAt)
{
    /// <summary>With its defaults filled in, also those of fields that are younger than the version.</summary>
    public AssistantInput Saved => AssistantContracts.Complete(Wire.Deserialize<AssistantInput>(Definition));

    public Assistant ToAssistant() => AssistantContracts.ToContract(Id, ProjectId, Version, Archived, CreatedAt, UpdatedAt, Saved);

    public AssistantDefinition ToDefinition() => new(Id, ProjectId, Version, Archived, Saved);
}

[method: ExplicitConstructor]
internal sealed record AssistantVersionRow(
    string AssistantId, int Version, string Definition, string AuthorId, string AuthorName, string? Note, long CreatedAt)
{
    public AssistantInput Saved => AssistantContracts.Complete(Wire.Deserialize<AssistantInput>(Definition));

    public AssistantVersion ToVersion(int threads) => new(AssistantId, Version, Saved, AuthorId, AuthorName, Note, threads, CreatedAt);
}
