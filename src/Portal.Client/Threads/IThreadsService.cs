using Portal.Client.Api;

namespace Portal.Client.Threads;

public interface IThreadsService
{
    Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation);

    Task<Result<ChatThread>> Get(string id, CancellationToken cancellation);

    Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation);

    Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation);

    /// <summary>Deletes the thread with its messages; its usage and audit rows stay.</summary>
    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);

    /// <summary>Keeps how the caller sees the thread: pinned, and up to where.</summary>
    Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation);

    /// <summary>Marks every thread as read for the caller, of one project or of all.</summary>
    Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation);

    Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation);
}
