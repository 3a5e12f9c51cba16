using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Usage;

namespace Portal.Usage;

internal static class UsageCallsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/v2/usage").WithTags("Usage");
        calls.MapGet("", List).WithSummary("List the model calls of a run with what each cost and why").WithMetadata(new RequestField("run_id", "The run; required."));
        calls.MapGet("/{id}", Get).WithSummary("Read a model call with the price and the arithmetic of its cost");
    }

    static async Task<Reply<ListPage<UsageCall>>> List(HttpContext http, Paging paging, IUsageCallsService service, CancellationToken cancellation) =>
        QueryFields.Text(http, "run_id") is { } run
            ? await service.List(run, paging.Query, cancellation)
            : throw new ApiErrorException(ApiError.Invalid("'run_id' is missing. Name the run whose calls to list.", "run_id", "missing_field"));

    static async Task<Reply<UsageCall>> Get(string id, IUsageCallsService service, CancellationToken cancellation) => await service.Get(id, cancellation);
}
