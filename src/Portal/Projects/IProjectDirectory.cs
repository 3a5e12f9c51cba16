using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Projects;

/// <summary>What other features need to know of a project; asks for no right.</summary>
internal interface IProjectDirectory
{
    /// <summary>Null where there is no such project.</summary>
    Task<ProjectState?> Find(string id, CancellationToken cancellation);

    /// <summary>What the projects are called, by id; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>For how many days threads are kept after their last activity, by project; those that keep them are left out.</summary>
    Task<IReadOnlyDictionary<string, long>> Retentions(CancellationToken cancellation);
}

/// <param name="Paused">No model call may be made in it.</param>
internal sealed record ProjectState(string Id, ProjectStatus Status, bool Paused)
{
    public bool IsArchived => Status is ProjectStatus.Archived;

    /// <summary>The error where something new is asked for in an archived project.</summary>
    public ApiError? CheckOpen() => IsArchived
        ? ApiError.Conflict("The project is archived: it can be read, but nothing new can be made in it. An administrator can bring it back.", "project_archived")
        : null;
}
