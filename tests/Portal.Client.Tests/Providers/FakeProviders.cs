using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Providers;

namespace Portal.Client.Tests.Providers;

sealed class FakeProviders : IProvidersService, IProviderHealthService, IModelsService
{
    public static readonly Provider Local = new(
        "prov_1", "Local", ProviderKind.Openai, "http://127.0.0.1:9000/v1", HasApiKey: true, 100, 60, 2, true, ProviderStatus.Unknown, 1_795_000_000, 1_795_000_000);

    public static readonly CatalogueModel Fast = new(
        "vendor/fast", ModelTier.Fast, [new ModelTarget { ProviderId = "prov_1", Model = "fast-v1", Priority = 0 }], 128_000, null, ["text"],
        new ModelPrices { InputPer1m = 1.5m, OutputPer1m = 6m }, 1_795_000_000, 1_795_000_000);

    public ApiError? Failure { get; set; }

    public ProviderTest Outcome { get; set; } = new(true, 123, ["fast-v1", "slow-v1"], null);

    public List<ProviderInput> Inputs { get; } = [];

    public List<Provider> Stored { get; } = [Local];

    public List<ProviderHealth> Hours { get; } = [];

    /// <summary>The names that are refused in the catalogue.</summary>
    public HashSet<string> Unfit { get; } = [];

    public List<(string Name, CatalogueModelInput Input)> Models { get; } = [];

    public Task<Result<ListPage<Provider>>> List(ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<Provider>([.. Stored], null, null, false));

    public Task<Result<Provider>> Create(ProviderInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        if (Failure is null) Stored.Add(Local with { Id = "prov_2", Name = input.Name });
        return Answer(Stored[^1]);
    }

    public Task<Result<Provider>> Update(string id, ProviderInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Local with { Name = input.Name, BaseUrl = input.BaseUrl });
    }

    public Task<Result<Provider>> SetEnabled(string id, bool enabled, CancellationToken cancellation)
    {
        var at = Stored.FindIndex(provider => provider.Id == id);
        if (Failure is null) Stored[at] = Stored[at] with { Enabled = enabled };
        return Answer(Stored[at]);
    }

    public Task<Result<ListPage<ProviderHealth>>> List(CancellationToken cancellation) =>
        Answer(new ListPage<ProviderHealth>([.. Hours], null, null, false));

    Task<Result<ProviderHealth>> IProviderHealthService.Get(string id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ProviderTest>> Test(string id, CancellationToken cancellation) => Answer(Outcome);

    public Task<Result<ListPage<CatalogueModel>>> ListCatalogue(ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<CatalogueModel>([Fast], null, null, false));

    public Task<Result<CatalogueModel>> Put(string name, CatalogueModelInput input, CancellationToken cancellation)
    {
        if (Unfit.Contains(name)) return Task.FromResult<Result<CatalogueModel>>(ApiError.Invalid($"'{name}' cannot be a model's name.", "name"));
        Models.Add((name, input));
        if (input.Prices is { EffectiveFrom: not null } coming) Prices.Insert(0, coming);
        return Answer(Fast with { Id = name });
    }

    Task<Result<Provider>> IProvidersService.Get(string id, CancellationToken cancellation) =>
        Stored.Find(provider => provider.Id == id) is { } found ? Answer(found) : Task.FromResult<Result<Provider>>(ApiError.NotFound("provider", id));

    Task<Result<Deleted>> IProvidersService.Delete(string id, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<ListPage<Model>>> IModelsService.List(CancellationToken cancellation) => Answer(new ListPage<Model>(
        [
            new("vendor/fast", ModelTier.Fast, 128_000, ["text"], "Local", true, 1_795_000_000),
            new("vendor/slow", ModelTier.Reasoner, 128_000, ["text"], "Local", true, 1_795_000_000),
        ], null, null, false));

    Task<Result<CatalogueModel>> IModelsService.Get(string name, CancellationToken cancellation) => throw new NotSupportedException();

    Task<Result<Deleted>> IModelsService.Delete(string name, CancellationToken cancellation) => throw new NotSupportedException();

    public List<ModelPrices> Prices { get; } = [];

    public List<ModelUser> Users { get; } = [];

    public Task<Result<ListPage<ModelPrices>>> ListPrices(string name, CancellationToken cancellation) =>
        Answer(new ListPage<ModelPrices>([.. Prices], null, null, false));

    public Task<Result<Deleted>> DeletePrice(string name, long effectiveFrom, CancellationToken cancellation)
    {
        if (Failure is null) Prices.RemoveAll(price => price.EffectiveFrom == effectiveFrom);
        return Answer(new Deleted(name, "model.price.deleted"));
    }

    public Task<Result<ListPage<ModelUser>>> ListUsers(string name, CancellationToken cancellation) =>
        Answer(new ListPage<ModelUser>([.. Users], null, null, false));

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
