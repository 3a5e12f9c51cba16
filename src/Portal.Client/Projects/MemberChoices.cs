namespace Portal.Client.Projects;

/// <summary>The pairs of role and chat access that a member of a project may have.</summary>
static class MemberChoices
{
    public static readonly IReadOnlyList<Role> Roles = [Role.Admin, Role.Agent, Role.Viewer];

    public static IReadOnlyList<ChatAccess> AccessOf(Role role) =>
        role is Role.Viewer ? [ChatAccess.None, ChatAccess.Read] : [ChatAccess.None, ChatAccess.Read, ChatAccess.Write];

    public static ChatAccess DefaultOf(Role role) => role is Role.Viewer ? ChatAccess.None : ChatAccess.Write;
}
