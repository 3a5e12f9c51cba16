using Portal.Client.Access;
using Portal.Client.Projects;

namespace Portal.Client.Handling;

/// <summary>What the person is offered; the services decide by their own check.</summary>
static class TeamRights
{
    public static bool MayChat(this Session? session, string projectId) => session is not null
        && (session.ManagesOrganization || session.Projects.Any(place => place.ProjectId == projectId && place.ChatAccess == ChatAccess.Write));
}
