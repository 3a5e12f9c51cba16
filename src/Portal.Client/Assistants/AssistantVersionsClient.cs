using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Assistants;

sealed class AssistantVersionsClient(ApiClient api) : IAssistantVersionsService
{
    public Task<Result<ListPage<AssistantVersion>>> List(string id, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(id)}{new QueryString().Add(query)}", Default.ListPageAssistantVersion, cancellation);

    public Task<Result<AssistantVersion>> Get(string id, int version, CancellationToken cancellation) =>
        api.Get($"{Path(id)}/{version}", Default.AssistantVersion, cancellation);

    public Task<Result<AssistantComparison>> Compare(string id, int from, int to, CancellationToken cancellation) =>
        api.Get($"{Path(id)}/compare{new QueryString().Add("from", from).Add("to", to)}", Default.AssistantComparison, cancellation);

    public Task<Result<AssistantComparison>> Compare(string projectId, ComparisonInput input, CancellationToken cancellation) =>
        api.Post("v2/assistants/compare", input, Default.ComparisonInput, Default.AssistantComparison, cancellation, projectId: projectId);

    public Task<Result<Assistant>> Restore(string id, int version, VersionRestoreInput input, CancellationToken cancellation) =>
        api.Post($"{Path(id)}/{version}/restore", input, Default.VersionRestoreInput, Default.Assistant, cancellation);

    public Task<Result<ListPage<VersionThread>>> ListThreads(string id, int version, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(id)}/{version}/threads{new QueryString().Add(query)}", Default.ListPageVersionThread, cancellation);

    static string Path(string id) => $"v2/assistants/{Segment(id)}/versions";
}
