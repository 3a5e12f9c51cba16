using Portal.Client.Api;

namespace Portal.Client.Providers;

/// <summary>
/// How the calls to a provider went in the last sixty minutes: real calls, each try counted by itself; connection tests are
/// not counted. The counts survive a restart; the circuit begins closed after one.
/// </summary>
/// <param name="Status">As of the last calls.</param>
/// <param name="RestsUntil">Unix seconds until which the open circuit lets no call through; null while it is closed.</param>
/// <param name="From">Unix seconds at which the first of the sixty minutes begins.</param>
/// <param name="ErrorRate">0–1, failures of calls; null without a call.</param>
/// <param name="LatencyMs">Average milliseconds to the first token of the answered calls; null without one.</param>
/// <param name="SlowestMs">The longest of these.</param>
/// <param name="Minutes">Those with a call, oldest first.</param>
public sealed record ProviderHealth(
    string ProviderId,
    ProviderStatus Status,
    long? RestsUntil,
    long From,
    long Calls,
    long Failures,
    double? ErrorRate,
    long? LatencyMs,
    long? SlowestMs,
    IReadOnlyList<ProviderMinute> Minutes)
{
    public string Object => "provider.health";
}

/// <param name="Start">Unix seconds at which the minute begins.</param>
public sealed record ProviderMinute(long Start, long Calls, long Failures, long? LatencyMs);

public interface IProviderHealthService
{
    /// <summary>Of all providers, by their priority.</summary>
    Task<Result<ListPage<ProviderHealth>>> List(CancellationToken cancellation);

    Task<Result<ProviderHealth>> Get(string id, CancellationToken cancellation);
}

sealed class ProviderHealthClient(ApiClient api) : IProviderHealthService
{
    const string Path = "v2/organization/providers";

    public Task<Result<ListPage<ProviderHealth>>> List(CancellationToken cancellation) =>
        api.Get($"{Path}/health", ApiJson.Default.ListPageProviderHealth, cancellation);

    public Task<Result<ProviderHealth>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{QueryString.Segment(id)}/health", ApiJson.Default.ProviderHealth, cancellation);
}
