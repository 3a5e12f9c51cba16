using Portal.Client.Projects;

namespace Portal.Client.People;

/// <summary>A place in a project as it is being chosen.</summary>
public sealed class InvitePlace
{
    public string? ProjectId { get; set; }

    public Role Role { get; set; } = Role.Agent;

    public ChatAccess ChatAccess { get; set; } = ChatAccess.Write;

    public InviteProject ToInput() => new() { ProjectId = ProjectId!, Role = Role, ChatAccess = ChatAccess };
}
