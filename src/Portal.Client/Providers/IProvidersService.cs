using Portal.Client.Api;

namespace Portal.Client.Providers;

public interface IProvidersService
{
    Task<Result<ListPage<Provider>>> List(ListQuery query, CancellationToken cancellation);

    Task<Result<Provider>> Get(string id, CancellationToken cancellation);

    Task<Result<Provider>> Create(ProviderInput input, CancellationToken cancellation);

    Task<Result<Provider>> Update(string id, ProviderInput input, CancellationToken cancellation);

    /// <summary>Changes only whether calls go to it.</summary>
    Task<Result<Provider>> SetEnabled(string id, bool enabled, CancellationToken cancellation);

    /// <summary>409 <c>provider_in_use</c> while a model of the catalogue is routed to it.</summary>
    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);

    /// <summary>Asks the provider for its models.</summary>
    Task<Result<ProviderTest>> Test(string id, CancellationToken cancellation);
}
