using System.Data;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Projects;

/// <summary>People's places in projects, for the feature that shows people; asks for no right.</summary>
internal interface IProjectPlaces
{
    /// <summary>The first memberships of each user by the project's name, with the number of all.</summary>
    Task<ILookup<string, ProjectPlace>> FirstOf(IReadOnlyCollection<string> userIds, int each, CancellationToken cancellation);

    /// <param name="among">Null for all projects.</param>
    Task<ListPage<ProjectHeading>> List(IReadOnlyCollection<string>? among, ListQuery query, CancellationToken cancellation);

    /// <summary>Those of the users who are members of the project.</summary>
    Task<IReadOnlySet<string>> MembersAmong(string projectId, IReadOnlyCollection<string> userIds, CancellationToken cancellation);

    /// <summary>The project's members by their ids.</summary>
    Task<IReadOnlyDictionary<string, SessionProject>> MembersOf(string projectId, CancellationToken cancellation);

    /// <summary>Adds a new user to projects, within a transaction of the caller's own.</summary>
    void Add(IDbConnection connection, string userId, IEnumerable<SessionProject> places, long now);
}

/// <param name="Count">How many memberships the user has in all.</param>
internal sealed record ProjectPlace(string UserId, string ProjectId, string Name, Role Role, ChatAccess ChatAccess, int Count);

internal sealed record ProjectHeading(string Id, string Name, ProjectStatus Status);
