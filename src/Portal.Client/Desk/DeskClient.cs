using Portal.Client.Api;

namespace Portal.Client.Desk;

sealed class DeskClient(ApiClient api) : IDeskService
{
    public Task<Result<ListPage<Attention>>> ListAttention(ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/attention{new QueryString().Add(query)}", ApiJson.Default.ListPageAttention, cancellation);

    public Task<Result<AttentionClear>> ClearAttention(AttentionClearInput input, CancellationToken cancellation) =>
        api.Post("v2/attention/clear", input, ApiJson.Default.AttentionClearInput, ApiJson.Default.AttentionClear, cancellation);
}
