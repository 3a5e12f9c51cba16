using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Providers;

sealed class ProvidersClient(ApiClient api) : IProvidersService
{
    const string Path = "v2/organization/providers";

    public Task<Result<ListPage<Provider>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPageProvider, cancellation);

    public Task<Result<Provider>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.Provider, cancellation);

    public Task<Result<Provider>> Create(ProviderInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.ProviderInput, Default.Provider, cancellation);

    public Task<Result<Provider>> Update(string id, ProviderInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.ProviderInput, Default.Provider, cancellation);

    public Task<Result<Provider>> SetEnabled(string id, bool enabled, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", new ProviderPatch(enabled), Default.ProviderPatch, Default.Provider, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<ProviderTest>> Test(string id, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/test", Default.ProviderTest, cancellation);
}
