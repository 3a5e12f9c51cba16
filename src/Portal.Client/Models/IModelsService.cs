using Portal.Client.Api;

namespace Portal.Client.Models;

public interface IModelsService
{
    /// <summary>What the caller may use.</summary>
    Task<Result<ListPage<Model>>> List(CancellationToken cancellation);

    Task<Result<ListPage<CatalogueModel>>> ListCatalogue(ListQuery query, CancellationToken cancellation);

    Task<Result<CatalogueModel>> Get(string name, CancellationToken cancellation);

    /// <summary>Adds the model, or replaces it.</summary>
    Task<Result<CatalogueModel>> Put(string name, CatalogueModelInput input, CancellationToken cancellation);

    /// <summary>409 <c>model_in_use</c> while an assistant uses it.</summary>
    Task<Result<Deleted>> Delete(string name, CancellationToken cancellation);

    /// <summary>The assistants that use it, the newest 100; archived ones use nothing.</summary>
    Task<Result<ListPage<ModelUser>>> ListUsers(string name, CancellationToken cancellation);

    /// <summary>All prices, past and coming, newest first.</summary>
    Task<Result<ListPage<ModelPrices>>> ListPrices(string name, CancellationToken cancellation);

    /// <summary>Takes back a price that is to come; 409 <c>price_has_begun</c> for any other.</summary>
    /// <param name="effectiveFrom">Unix seconds from which it would have held.</param>
    Task<Result<Deleted>> DeletePrice(string name, long effectiveFrom, CancellationToken cancellation);
}
