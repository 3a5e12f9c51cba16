using Portal.Client.Projects;

namespace Portal.Access;

/// <summary>Who a user is, for the features that show or check users.</summary>
internal interface IUserDirectory
{
    /// <summary>The users among the ids, by id; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<string, UserIdentity>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Whether the user has the right in the project; false where there is no such user, or they are deactivated.</summary>
    Task<bool> Holds(string userId, Permission permission, string projectId, CancellationToken cancellation);

    /// <summary>Active users: all who manage the organization, and those of the ids.</summary>
    Task<IReadOnlyList<ActiveUser>> Active(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}

internal sealed record ActiveUser(string Id, string Name, string Email, Role Role);

internal sealed record UserIdentity(string Id, string Name, string Email);
