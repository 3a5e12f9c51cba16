using Portal.Client.Audit;
using Portal.Data;

namespace Portal.Access.Users;

internal sealed class UserDirectory(IDatabase database, IMemberships memberships) : IUserDirectory
{
    public async Task<IReadOnlyDictionary<string, UserIdentity>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return new Dictionary<string, UserIdentity>();
        var users = await database.Read(connection => UsersRepository.Find(connection, ids), cancellation);
        return users.ToDictionary(user => user.Id);
    }

    public async Task<bool> Holds(string userId, Permission permission, string projectId, CancellationToken cancellation)
    {
        var user = await database.Read(connection => UsersRepository.FindById(connection, userId), cancellation);
        if (user is not { IsActive: true }) return false;
        var places = await memberships.Of(userId, cancellation);
        var caller = new Caller
        {
            Kind = ActorType.User,
            Id = user.Id,
            Name = user.Name,
            Role = user.Role,
            Memberships = places.ToDictionary(place => place.ProjectId),
        };
        return caller.Sees(projectId) && caller.Holds(permission, projectId);
    }

    public async Task<IReadOnlyList<ActiveUser>> Active(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        [.. (await database.Read(connection => UsersRepository.Active(connection, ids), cancellation)).Select(user => new ActiveUser(user.Id, user.Name, user.Email, user.Role))];
}
