using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Keys;

sealed class KeysClient(ApiClient api) : IKeysService
{
    static string Path(string? projectId) => projectId is null ? "v2/organization/keys" : $"v2/projects/{Segment(projectId)}/keys";

    public Task<Result<ListPage<ApiKey>>> List(string? projectId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}{new QueryString().Add(query)}", Default.ListPageApiKey, cancellation);

    public Task<Result<ApiKey>> Get(string? projectId, string keyId, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}/{Segment(keyId)}", Default.ApiKey, cancellation);

    public Task<Result<ApiKey>> Create(string? projectId, ApiKeyInput input, CancellationToken cancellation) =>
        api.Post(Path(projectId), input, Default.ApiKeyInput, Default.ApiKey, cancellation);

    public Task<Result<ApiKey>> Rotate(string? projectId, string keyId, ApiKeyRotation input, CancellationToken cancellation) =>
        api.Post($"{Path(projectId)}/{Segment(keyId)}/rotate", input, Default.ApiKeyRotation, Default.ApiKey, cancellation);

    public Task<Result<Deleted>> Revoke(string? projectId, string keyId, CancellationToken cancellation) =>
        api.Delete($"{Path(projectId)}/{Segment(keyId)}", Default.Deleted, cancellation);
}
