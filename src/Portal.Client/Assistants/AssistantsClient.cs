using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Assistants;

sealed class AssistantsClient(ApiClient api) : IAssistantsService
{
    const string Path = "v2/assistants";

    public Task<Result<ListPage<Assistant>>> List(string? projectId, string? words, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add("query", words).Add(query)}", Default.ListPageAssistant, cancellation, projectId);

    public Task<Result<Assistant>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.Assistant, cancellation);

    public Task<Result<Assistant>> Create(string projectId, AssistantInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.AssistantInput, Default.Assistant, cancellation, projectId: projectId);

    public Task<Result<Assistant>> Update(string id, AssistantInput input, int? ifVersion, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.AssistantInput, Default.Assistant, cancellation, ifMatch: ifVersion is { } read ? $"\"v{read}\"" : null);

    public Task<Result<Assistant>> Pause(string id, bool paused, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", new(paused), Default.AssistantPause, Default.Assistant, cancellation);

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<Assistant>> Restore(string id, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/restore", Default.Assistant, cancellation);
}
