using System.Globalization;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Models;

namespace Portal.Models;

internal static class ModelsEndpoints
{
    const string PricesPart = "prices";
    const string PricesSuffix = "/" + PricesPart;
    const string UsersSuffix = "/assistants";

    /// <summary>What stands behind a model's name in an address, and so cannot end one.</summary>
    public static readonly string[] Suffixes = [PricesSuffix, UsersSuffix];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/models", List).WithTags("Models").WithSummary("List the models that the caller may use.");
        var models = routes.MapGroup("/v2/organization/models").WithTags("Models");
        models.MapGet("", ListCatalogue).WithSummary("List the model catalogue, by name.");
        models.MapGet("/{name}/prices", ListPrices).WithSummary("List a model's prices, past and coming, newest first; the name may hold '/'.");
        models.MapDelete("/{name}/prices/{from}", DeletePrice).WithSummary("Take back a price that has not begun, named by its effective_from; the name may hold '/'.");
        models.MapGet("/{name}/assistants", ListUsers).WithSummary("List the assistants that use a model; the name may hold '/'.");
        models.MapGet("/{**name}", Get).WithSummary("Read a model of the catalogue; the name may hold '/'.");
        models.MapPut("/{**name}", Put).WithSummary("Add a model to the catalogue, or replace it.");
        models.MapDelete("/{**name}", Delete).WithSummary("Delete a model that no assistant uses.");
    }

    static async Task<Reply<ListPage<Model>>> List(IModelsService service, CancellationToken cancellation) => await service.List(cancellation);

    static async Task<Reply<ListPage<CatalogueModel>>> ListCatalogue(Paging paging, IModelsService service, CancellationToken cancellation) =>
        await service.ListCatalogue(paging.Query, cancellation);

    static async Task<Reply<ListPage<ModelPrices>>> ListPrices(string name, IModelsService service, CancellationToken cancellation) =>
        await service.ListPrices(Decode(name), cancellation);

    static async Task<Reply<ListPage<ModelUser>>> ListUsers(string name, IModelsService service, CancellationToken cancellation) =>
        await service.ListUsers(Decode(name), cancellation);

    // Routing cannot look for a suffix behind a name that holds slashes, so what belongs to such a name comes here as well.
    static async Task<IResult> Get(string name, IModelsService service, CancellationToken cancellation)
    {
        var decoded = Decode(name);
        if (decoded.EndsWith(PricesSuffix, StringComparison.Ordinal))
            return new Reply<ListPage<ModelPrices>>(await service.ListPrices(decoded[..^PricesSuffix.Length], cancellation));
        if (decoded.EndsWith(UsersSuffix, StringComparison.Ordinal))
            return new Reply<ListPage<ModelUser>>(await service.ListUsers(decoded[..^UsersSuffix.Length], cancellation));
        return new Reply<CatalogueModel>(await service.Get(decoded, cancellation));
    }

    static async Task<Reply<CatalogueModel>> Put(
        string name, Body<CatalogueModelInput> body, IModelsService service, HttpContext http, CancellationToken cancellation)
    {
        var decoded = Decode(name);
        using var turn = await KeyedLock.Enter($"put model {decoded}", cancellation);
        if (http.Request.Headers.IfMatch.Count > 0)
        {
            var present = await service.Get(decoded, cancellation);
            if (!present.IsSuccess) return present;
            if (ETags.CheckMatch(http, present.Value) is { } stale) return (Result<CatalogueModel>)stale;
        }

        return await service.Put(decoded, body.Value, cancellation);
    }

    static async Task<Reply<Deleted>> Delete(string name, IModelsService service, CancellationToken cancellation)
    {
        var decoded = Decode(name);
        return decoded.Split('/') is [_, .., PricesPart, var from] parts
            ? await DeletePrice(string.Join('/', parts[..^2]), from, service, cancellation)
            : await service.Delete(decoded, cancellation);
    }

    static async Task<Reply<Deleted>> DeletePrice(string name, string from, IModelsService service, CancellationToken cancellation) =>
        long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? await service.DeletePrice(Decode(name), seconds, cancellation)
            : (Result<Deleted>)ApiError.Invalid("A price is named by its 'effective_from', in Unix seconds.", "from", "invalid_value");

    // An encoded slash stays encoded in a route value.
    static string Decode(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
