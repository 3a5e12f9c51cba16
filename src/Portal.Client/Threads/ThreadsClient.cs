using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Threads;

sealed class ThreadsClient(ApiClient api) : IThreadsService
{
    public Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/threads{Query(filter, query)}", ApiJson.Default.ListPageChatThread, cancellation, filter.ProjectId);

    public Task<Result<ChatThread>> Get(string id, CancellationToken cancellation) =>
        api.Get(Path(id), ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation) =>
        api.Post("v2/threads", input, ApiJson.Default.ThreadCreate, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation) =>
        api.Post(Path(id), input, ApiJson.Default.ThreadInput, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) =>
        api.Delete(Path(id), ApiJson.Default.Deleted, cancellation);

    public Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation) =>
        api.Post($"{Path(id)}/view", input, ApiJson.Default.ThreadViewInput, ApiJson.Default.ChatThread, cancellation);

    public Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation) =>
        api.Post("v2/threads/read_all", input, ApiJson.Default.ThreadReadAllInput, ApiJson.Default.ThreadsRead, cancellation);

    public Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation) =>
        api.Get($"{Path(id)}/memory{new QueryString().Add("query", query)}", ApiJson.Default.ThreadMemory, cancellation);

    static string Path(string id) => $"v2/threads/{Uri.EscapeDataString(id)}";

    static string? Word(bool? value) => value is null ? null : value.Value ? "true" : "false";

    static QueryString Query(ThreadFilter filter, ListQuery query)
    {
        var text = new QueryString().Add(query)
            .Add("assistant_id", filter.AssistantId)
            .Add("status", filter.Status?.ToString().ToLowerInvariant())
            .Add("assignee_id", filter.AssigneeId)
            .Add("created_by", filter.CreatedBy)
            .Add("query", filter.Query)
            .Add("waiting", Word(filter.Waiting))
            .Add("sealed", Word(filter.Sealed))
            .Add("pinned", Word(filter.Pinned))
            .Add("unread", Word(filter.Unread))
            .Add("sort", filter.Sort is ThreadSort.CreatedAt ? null : Wording.Wire(filter.Sort));
        foreach (var (key, value) in filter.Metadata) text.Add($"metadata[{key}]", value);
        return text;
    }
}
