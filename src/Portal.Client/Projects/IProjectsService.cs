using Portal.Client.Api;

namespace Portal.Client.Projects;

public interface IProjectsService
{
    Task<Result<ListPage<Project>>> List(ProjectFilter filter, ListQuery query, CancellationToken cancellation);

    /// <summary>All that the caller may see.</summary>
    Task<Result<ListPage<Project>>> List(ListQuery query, CancellationToken cancellation) => List(new ProjectFilter(), query, cancellation);

    Task<Result<Project>> Get(string id, CancellationToken cancellation);

    Task<Result<Project>> Create(ProjectInput input, CancellationToken cancellation);

    /// <summary>Replaces what the caller may set; the endpoint lays a partial body over the present values first.</summary>
    Task<Result<Project>> Update(string id, ProjectInput input, CancellationToken cancellation);

    /// <summary>Changes what the project is called and for; whether it is paused or archived stays.</summary>
    Task<Result<Project>> Describe(string id, ProjectDetails details, CancellationToken cancellation);

    /// <summary>Changes only whether model calls are refused; what others have changed meanwhile stays.</summary>
    Task<Result<Project>> SetPaused(string id, bool paused, CancellationToken cancellation);

    /// <summary>Brings an archived project back.</summary>
    Task<Result<Project>> Restore(string id, CancellationToken cancellation);

    /// <summary>Archives: readable, nothing new.</summary>
    Task<Result<Deleted>> Archive(string id, CancellationToken cancellation);

    Task<Result<ListPage<ProjectMember>>> ListMembers(string id, ListQuery query, CancellationToken cancellation);

    /// <summary>Adds a user to the project, or replaces their place in it.</summary>
    Task<Result<ProjectMember>> SetMember(string id, ProjectMemberInput input, CancellationToken cancellation);

    Task<Result<Deleted>> RemoveMember(string id, string userId, CancellationToken cancellation);
}
