using Portal.Client.Providers;
using Portal.Models.Adapters;
using Portal.Models.Gateway;

namespace Portal.Providers;

/// <summary>Asks a provider for its models, to see whether address and key are right.</summary>
internal sealed class ProviderProbe(ChatClients clients, ProviderCircuits circuits, TimeProvider time)
{
    const int LongestSeconds = 30;
    const int MostBytes = 8 * 1024 * 1024;

    public async Task<ProviderTest> Test(ProviderEndpoint provider, CancellationToken cancellation)
    {
        var seconds = Math.Min(provider.TimeoutSeconds, LongestSeconds);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var upstream = clients.Begin(provider, MostBytes);
        var began = time.GetTimestamp();
        try
        {
            var models = await clients.ListModels(provider, upstream, linked.Token);
            circuits.Succeeded(provider.Id);
            return new(true, Elapsed(), [.. models.Order(StringComparer.Ordinal)], null);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception error)
        {
            circuits.Failed(provider.Id, counts: false);
            return new(false, Elapsed(), [], timeout.IsCancellationRequested
                ? $"No answer within {seconds} s."
                : UpstreamFailure.From(error, provider, upstream?.Answered ?? true).Detail);
        }

        long Elapsed() => (long)time.GetElapsedTime(began).TotalMilliseconds;
    }
}
