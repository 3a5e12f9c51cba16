using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Handling;

/// <summary>One thread as it is kept elsewhere; what is not about one thread is refused.</summary>
sealed class FakeThreads(Func<ChatThread> read, Action<ChatThread> write) : IThreadsService
{
    static readonly ApiError Refused = ApiError.Forbidden("Not yours to see.");

    public List<ThreadInput> Updates { get; } = [];

    public ThreadMemory Memory { get; } = new(null, new(12_345, 16_384, 17), [], []);

    public Task<Result<ChatThread>> Get(string id, CancellationToken cancellation) => Task.FromResult<Result<ChatThread>>(read());

    public Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation)
    {
        Updates.Add(input);
        write(read() with { Title = input.Title, Status = input.Status, AssigneeId = input.AssigneeId, Metadata = input.Metadata! });
        return Get(id, cancellation);
    }

    public Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation) => Task.FromResult<Result<ThreadMemory>>(Memory);

    public Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation) => Task.FromResult<Result<ListPage<ChatThread>>>(Refused);

    public Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation) => Task.FromResult<Result<ChatThread>>(Refused);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => Task.FromResult<Result<Deleted>>(Refused);

    public Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation) => Task.FromResult<Result<ChatThread>>(Refused);

    public Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation) => Task.FromResult<Result<ThreadsRead>>(Refused);
}
