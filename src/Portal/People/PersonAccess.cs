using Portal.Access;
using Portal.Access.Users;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Projects;

namespace Portal.People;

/// <summary>What a person can see, and why: worked out by the very rules that decide each of their calls.</summary>
internal sealed class PersonAccess(IMemberships memberships, IProjectPlaces projects)
{
    static readonly Permission[] InProjects = [.. Enum.GetValues<Permission>().Where(permission => permission is not Permission.ManageOrganization)];

    public async Task<ListPage<UserAccess>> List(User user, ListQuery query, CancellationToken cancellation)
    {
        var places = await memberships.Of(user.Id, cancellation);
        var caller = new Caller
        {
            Kind = ActorType.User,
            Id = user.Id,
            Name = user.Name,
            Role = user.Role,
            Memberships = places.ToDictionary(place => place.ProjectId),
        };
        var page = await projects.List(caller.VisibleProjects, query, cancellation);
        return new([.. page.Data.Select(project => Explain(user, caller, project))], page.FirstId, page.LastId, page.HasMore);
    }

    static UserAccess Explain(User user, Caller caller, ProjectHeading project)
    {
        var rights = user.IsActive ? InProjects.Where(permission => caller.Holds(permission, project.Id)).Select(Wire.Word).ToArray() : [];
        if (user.Role >= Role.Admin)
        {
            return new UserAccess(
                project.Id, project.Name, project.Status, UserAccess.FromOrganization, user.Role, null, rights,
                Because(user, $"{(user.Role is Role.Owner ? "The owner" : "An admin")} of the organization has every right in every project."));
        }

        var place = caller.Memberships[project.Id];
        return new UserAccess(
            project.Id, project.Name, project.Status, UserAccess.FromMembership, place.Role, place.ChatAccess, rights, Because(user, Describe(place)));
    }

    static string Because(User user, string reason) =>
        user.IsActive ? reason : $"Nothing while the account is deactivated. Once it is active again: {reason}";

    static string Describe(SessionProject place) =>
        $"A member of this project as {Wire.Word(place.Role)}, with chat access {Wire.Word(place.ChatAccess)}.";
}
