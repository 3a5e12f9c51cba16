using Portal.Access;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.AccessReview;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Keys;
using Portal.Projects;

namespace Portal.AccessReview;

/// <summary>Who can see an object, and why: worked out by the very rules that decide each call (<see cref="Caller"/>).</summary>
internal sealed class AccessReviewService(
    CallContext context, ReviewedObjects objects, IUserDirectory users, IProjectPlaces places, IKeyDirectory keys) : IAccessReviewService
{
    public async Task<Result<ListPage<ObjectAccess>>> List(string objectId, ListQuery query, CancellationToken cancellation)
    {
        var found = await objects.Find(objectId, cancellation);
        if (!found.IsSuccess) return found.Error;
        var reviewed = found.Value;
        var denied = reviewed.ProjectId is { } project
            ? context.Caller.Check(Permission.ManageProject, project, "object", objectId)
            : context.Caller.Check(Permission.ManageOrganization);
        if (denied is not null) return denied;

        // Rights cannot be asked of SQL, so the page is cut from all who come into question.
        var all = (await People(reviewed, cancellation)).Concat(await Keys(reviewed, cancellation)).Where(one => one.Rights.Count > 0);
        return Keyset.Page(Keyset.Rows(all, query, one => one.Id), query, one => one.Id);
    }

    async Task<IEnumerable<ObjectAccess>> People(ReviewedObject reviewed, CancellationToken cancellation)
    {
        var members = reviewed.ProjectId is { } project ? await places.MembersOf(project, cancellation) : new Dictionary<string, SessionProject>();
        var people = await users.Active(members.Keys.ToList(), cancellation);
        return people.Select(person =>
        {
            var place = members.GetValueOrDefault(person.Id);
            var caller = new Caller
            {
                Kind = ActorType.User,
                Id = person.Id,
                Name = person.Name,
                Role = person.Role,
                Memberships = place is null ? new Dictionary<string, SessionProject>() : new() { [place.ProjectId] = place },
            };
            var (source, reason) = person.Role >= Role.Admin
                ? ("organization_role", $"{(person.Role is Role.Owner ? "The owner" : "An admin")} of the organization has every right in every project.")
                : ("membership", place is null ? "" : $"A member of the project as {Wire.Word(place.Role)}, with chat access {Wire.Word(place.ChatAccess)}.");
            return new ObjectAccess(person.Id, ActorType.User, person.Name, person.Email, source, Rights(caller, reviewed), reason);
        });
    }

    async Task<IEnumerable<ObjectAccess>> Keys(ReviewedObject reviewed, CancellationToken cancellation)
    {
        var reaching = await keys.Reaching(reviewed.ProjectId, cancellation);
        return reaching.Select(key =>
        {
            var caller = new Caller { Kind = ActorType.Key, Id = key.Id, Name = key.Name, Scopes = key.Scopes, KeyProjectId = key.ProjectId };
            var scopes = string.Join(", ", key.Scopes.Select(Wire.Word));
            return new ObjectAccess(
                key.Id, ActorType.Key, key.Name, null, key.ProjectId is null ? "organization_key" : "project_key", Rights(caller, reviewed),
                $"A key of the {(key.ProjectId is null ? "organization" : "project")} with the scopes {scopes}.");
        });
    }

    static List<string> Rights(Caller caller, ReviewedObject reviewed)
    {
        var rights = new List<string>();
        if (Holds(reviewed.See)) rights.Add("see");
        if (Holds(reviewed.ToChange)) rights.Add(reviewed.Change);
        return rights;

        bool Holds(Permission permission) => reviewed.ProjectId is { } project ? caller.Holds(permission, project) : caller.Check(permission) is null;
    }
}
