using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;

namespace Portal.Client.Models;

sealed class ModelsClient(ApiClient api) : IModelsService
{
    const string Catalogue = "v2/organization/models";

    /// <summary>A model's name may hold slashes, which stay slashes in the path.</summary>
    static string Path(string name) => $"{Catalogue}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";

    public Task<Result<ListPage<Model>>> List(CancellationToken cancellation) =>
        api.Get("v2/models", ApiJson.Default.ListPageModel, cancellation);

    public Task<Result<ListPage<CatalogueModel>>> ListCatalogue(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Catalogue}{new QueryString().Add(query)}", ApiJson.Default.ListPageCatalogueModel, cancellation);

    public Task<Result<CatalogueModel>> Get(string name, CancellationToken cancellation) =>
        api.Get(Path(name), ApiJson.Default.CatalogueModel, cancellation);

    public Task<Result<CatalogueModel>> Put(string name, CatalogueModelInput input, CancellationToken cancellation) =>
        api.Put(Path(name), input, ApiJson.Default.CatalogueModelInput, ApiJson.Default.CatalogueModel, cancellation);

    public Task<Result<Deleted>> Delete(string name, CancellationToken cancellation) =>
        api.Delete(Path(name), ApiJson.Default.Deleted, cancellation);

    public Task<Result<ListPage<ModelUser>>> ListUsers(string name, CancellationToken cancellation) =>
        api.Get($"{Path(name)}/assistants", ApiJson.Default.ListPageModelUser, cancellation);

    public Task<Result<ListPage<ModelPrices>>> ListPrices(string name, CancellationToken cancellation) =>
        api.Get($"{Path(name)}/prices", ApiJson.Default.ListPageModelPrices, cancellation);

    public Task<Result<Deleted>> DeletePrice(string name, long effectiveFrom, CancellationToken cancellation) =>
        api.Delete($"{Path(name)}/prices/{effectiveFrom}", ApiJson.Default.Deleted, cancellation);
}
