using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Projects;

internal static class MemberRules
{
    /// <summary>The chat access of a member, with the role's default where none is asked for; or what is wrong with the pair.</summary>
    /// <param name="at">The path of the fields in the request, such as <c>projects[2].</c></param>
    public static Result<ChatAccess> ChatAccessOf(Role role, ChatAccess? asked, string at = "")
    {
        if (role is Role.Owner)
            return ApiError.Invalid($"'{at}role' must be admin, agent or viewer; ownership belongs to the organization.", $"{at}role", "invalid_value");
        var access = asked ?? (role is Role.Viewer ? ChatAccess.None : ChatAccess.Write);
        if (role is Role.Viewer && access is ChatAccess.Write)
            return ApiError.Invalid($"'{at}chat_access' of a viewer must be none or read. Make the user an agent to let them write.", $"{at}chat_access", "invalid_value");
        return access;
    }
}
