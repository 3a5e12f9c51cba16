using System.Text.Json;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Providers;

namespace Portal.Providers;

internal static class ProvidersEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var providers = routes.MapGroup("/v2/organization/providers").WithTags("Providers");
        providers.MapGet("", List).WithSummary("List the model providers.");
        providers.MapPost("", Create).WithSummary("Add a model provider.")
            .Replays<IProvidersService, Provider>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        providers.MapGet("/health", ListHealth).WithSummary("Read how the calls to each provider went in the last hour.");
        providers.MapGet("/{id}/health", GetHealth).WithSummary("Read how the calls to a provider went in the last hour.");
        providers.MapGet("/{id}", Get).WithSummary("Read a model provider; its key is never answered.");
        providers.MapPost("/{id}", Update).WithSummary("Change a model provider.")
            .Replays<IProvidersService, Provider>((service, http, id) => service.Get(id, http.RequestAborted));
        providers.MapDelete("/{id}", Delete).WithSummary("Delete a model provider to which no model is routed.");
        providers.MapPost("/{id}/test", Test).WithSummary("Ask the provider for its models: latency, names, or the exact error.")
            .Replays<IProvidersService, ProviderTest>((service, http, id) => service.Test(id, http.RequestAborted));
    }

    static async Task<Reply<ListPage<Provider>>> List(Paging paging, IProvidersService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<ListPage<ProviderHealth>>> ListHealth(IProviderHealthService service, CancellationToken cancellation) =>
        await service.List(cancellation);

    static async Task<Reply<ProviderHealth>> GetHealth(string id, IProviderHealthService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<Provider>> Create(Body<ProviderInput> body, IProvidersService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Provider>> Get(string id, IProvidersService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<Provider>> Update(
        string id, Patch<ProviderInput> patch, ProvidersService service, HttpContext http, CancellationToken cancellation)
    {
        // The key is not part of what is read back, so that left out and given as null differ only here.
        var clearsKey = patch.Fields.ValueKind == JsonValueKind.Object
            && patch.Fields.TryGetProperty("api_key", out var key) && key.ValueKind == JsonValueKind.Null;
        return await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, clearsKey, cancellation));
    }

    static async Task<Reply<Deleted>> Delete(string id, IProvidersService service, CancellationToken cancellation) =>
        await service.Delete(id, cancellation);

    static async Task<Reply<ProviderTest>> Test(string id, IProvidersService service, CancellationToken cancellation) =>
        await service.Test(id, cancellation);
}
