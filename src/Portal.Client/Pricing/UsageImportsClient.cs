using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Pricing;

sealed class UsageImportsClient(ApiClient api) : IUsageImportsService
{
    const string Path = "v2/organization/usage_imports";

    public static string Export(string id, string format) => $"{Path}/{Segment(id)}{new QueryString().Add("format", format)}";

    public Task<Result<UsageImport>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.UsageImport, cancellation);

    public Task<Result<ListPage<UsageImport>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPageUsageImport, cancellation);

    public Task<Result<UsageImport>> Import(string csv, string? providerId, CancellationToken cancellation) =>
        api.PostText($"{Path}{new QueryString().Add("provider_id", providerId)}", csv, "text/csv", Default.UsageImport, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);
}
