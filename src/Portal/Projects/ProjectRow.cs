using Dapper;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Projects;

namespace Portal.Projects;

[method: ExplicitConstructor]
internal sealed record ProjectRow(
    string Id,
    string Name,
    string? Description,
    string AssistantType,
    string Status,
    bool Paused,
    string Metadata,
    long CreatedAt,
    long UpdatedAt,
    long? RetentionDays)
{
    /// <summary>What a search looks at.</summary>
    public string SearchText => Fold(Name);

    public static string Fold(string text) => text.ToLowerInvariant();

    public static ProjectRow From(Project project) => new(
        project.Id, project.Name, project.Description, project.AssistantType, Wire.Word(project.Status), project.Paused,
        Wire.Serialize(project.Metadata), project.CreatedAt, project.UpdatedAt, project.RetentionDays);

    public Project ToProject() => new(
        Id, Name, Description, AssistantType, Wire.Word<ProjectStatus>(Status), Paused,
        Wire.Deserialize<Dictionary<string, string>>(Metadata), CreatedAt, UpdatedAt) { RetentionDays = (int?)RetentionDays };
}

[method: ExplicitConstructor]
internal sealed record MemberRow(string ProjectId, string UserId, string Role, string ChatAccess, long CreatedAt)
{
    public SessionProject ToPlace() => new(ProjectId, Wire.Word<Role>(Role), Wire.Word<ChatAccess>(ChatAccess));
}
