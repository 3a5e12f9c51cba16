using Portal.Models.Adapters;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>Asks the provider that moderates texts. It never throws but for its caller's cancellation: no answer is an answer that rules act on.</summary>
internal sealed partial class ModerationGateway(IProviderDirectory providers, ChatClients clients, TimeProvider time, ILogger<ModerationGateway> logger)
{
    const long MostBytes = 1024 * 1024;

    /// <summary>A reply waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whom it asks; null where no provider moderates.</summary>
    public Task<ProviderEndpoint?> Find(CancellationToken cancellation) => providers.FindModeration(cancellation);

    /// <summary>How sure the provider is of each category, 0 to 1; null where it does not say.</summary>
    public async Task<IReadOnlyDictionary<string, double>?> Score(ProviderEndpoint provider, string text, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        var upstream = clients.Begin(provider, MostBytes)!;
        try
        {
            using var http = upstream.CreateClient();
            return await new OpenAiModerationClient(http).Score(provider.ModerationModel!, text, linked.Token);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception error)
        {
            // Its words may quote the text, so that the kind of fault alone is logged.
            var fault = patience.IsCancellationRequested ? UpstreamFault.Timeout : UpstreamFailure.From(error, provider, upstream.Answered).Fault;
            Unavailable(logger, provider.Name, provider.ModerationModel, fault, upstream.RequestId);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No moderation by {Provider} ({Model}): {Fault}, upstream request {UpstreamRequestId}")]
    static partial void Unavailable(ILogger logger, string provider, string? model, UpstreamFault fault, string? upstreamRequestId);
}
