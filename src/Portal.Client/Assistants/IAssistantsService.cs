using Portal.Client.Api;

namespace Portal.Client.Assistants;

public interface IAssistantsService
{
    /// <summary>Assistants of one project, or, where it is null, of all that the caller may see.</summary>
    /// <param name="words">Text that the name holds, whatever the case of its Latin letters; null for all.</param>
    Task<Result<ListPage<Assistant>>> List(string? projectId, string? words, ListQuery query, CancellationToken cancellation);

    Task<Result<ListPage<Assistant>>> List(string? projectId, ListQuery query, CancellationToken cancellation) => List(projectId, null, query, cancellation);

    Task<Result<Assistant>> Get(string id, CancellationToken cancellation);

    Task<Result<Assistant>> Create(string projectId, AssistantInput input, CancellationToken cancellation);

    /// <summary>Saves a new version where something changed.</summary>
    /// <param name="ifVersion">The version that the change was made over; where another one is the newest by now, a 412 and nothing changes.</param>
    Task<Result<Assistant>> Update(string id, AssistantInput input, int? ifVersion, CancellationToken cancellation);

    /// <summary>Refuses new replies at once, or lets it answer again; the rest stays as it is.</summary>
    Task<Result<Assistant>> Pause(string id, bool paused, CancellationToken cancellation);

    /// <summary>Archives: its threads stay readable, it answers no more.</summary>
    Task<Result<Deleted>> Archive(string id, CancellationToken cancellation);

    /// <summary>Brings an archived assistant back as it was.</summary>
    Task<Result<Assistant>> Restore(string id, CancellationToken cancellation);
}

/// <summary>What an assistant was, who changed it when and why, and what answered where.</summary>
public interface IAssistantVersionsService
{
    /// <summary>The cursors are <c>asst_….3</c>, the version's own id.</summary>
    Task<Result<ListPage<AssistantVersion>>> List(string id, ListQuery query, CancellationToken cancellation);

    Task<Result<AssistantVersion>> Get(string id, int version, CancellationToken cancellation);

    Task<Result<AssistantComparison>> Compare(string id, int from, int to, CancellationToken cancellation);

    /// <summary>Two definitions, of which neither need be saved, in a project.</summary>
    Task<Result<AssistantComparison>> Compare(string projectId, ComparisonInput input, CancellationToken cancellation);

    /// <summary>Saves an earlier state as a new version. Whether the assistant is paused does not change.</summary>
    Task<Result<Assistant>> Restore(string id, int version, VersionRestoreInput input, CancellationToken cancellation);

    /// <summary>The threads with a run of the version, newest thread first; needs the right to read conversations.</summary>
    Task<Result<ListPage<VersionThread>>> ListThreads(string id, int version, ListQuery query, CancellationToken cancellation);
}
