using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Models.Adapters;
using Portal.Models.Tokens;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>Tries a model's targets in their order, each as often as its provider's settings say, until one begins to answer.</summary>
internal sealed partial class ModelGateway(
    IModelRoutes routes,
    ChatClients clients,
    ProviderCircuits circuits,
    IProviderCalls calls,
    ProviderPressure pressure,
    ITokenCounter tokens,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ModelGateway> log) : IModelGateway
{
    public async IAsyncEnumerable<ModelChunk> Stream(ModelCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (route, problem) = await FindRoute(call.Model, cancellation);
        if (route is null)
        {
            yield return Unserved(null, problem!, $"'{call.Model}': {problem}");
            yield break;
        }

        await foreach (var chunk in Stream(call, route, cancellation)) yield return chunk;
    }

    /// <summary>To where the catalogue leads at the moment at which it was read.</summary>
    public async IAsyncEnumerable<ModelChunk> Stream(ModelCall call, ModelRoute route, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var state = new CallState(route, new UsageMeter(tokens, call), time);
        foreach (var target in route.Targets)
        {
            for (var repeat = 0; repeat <= target.Provider.MaxRetries; repeat++)
            {
                if (repeat > 0 && !await WaitBeforeRepeat(state, repeat, cancellation)) break;
                if (!circuits.TryEnter(target.Provider.Id)) break;
                await foreach (var chunk in Attempt(call, target, state, cancellation)) yield return chunk;
                if (state.Failure is null || state.Started)
                {
                    yield return Ended(state);
                    yield break;
                }

                if (!state.Failure.IsTransient) break;
            }
        }

        yield return state.Attempts > 0
            ? Ended(state)
            : Unserved(
                route,
                $"No provider of the model “{call.Model}” is available at the moment. Please try again in a minute, or tell an administrator.",
                $"'{call.Model}' has {route.Targets.Count} enabled targets, and the circuits of all are open.");
    }

    async Task<(ModelRoute? Route, string? Problem)> FindRoute(string model, CancellationToken cancellation)
    {
        try
        {
            var route = await routes.Find(model, cancellation);
            return (route, route is null ? $"The model “{model}” is not in the catalogue. Choose another one, or tell an administrator." : null);
        }
        catch (StorageUnavailableException)
        {
            return (null, "Portal cannot read its catalogue of models at the moment. Please try again, or tell an administrator.");
        }
    }

    async IAsyncEnumerable<ModelChunk> Attempt(
        ModelCall call, RouteTarget target, CallState state, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var limit = call.MaxOutputTokens ?? state.Route.MaxOutputTokens;
        var upstream = clients.Begin(target.Provider, options.Value.MaxResponseBytes);
        using var client = clients.Create(target, state.Route, upstream);
        var attempt = new ModelAttempt(client, upstream, target.Provider, Limits(target.Provider, limit), time);
        var reported = false;
        var began = time.GetTimestamp();
        TimeSpan? firstToken = null;
        state.Begin(target);
        try
        {
            var chatOptions = new ChatOptions { ModelId = target.Model, MaxOutputTokens = limit, Tools = [.. call.Tools] };
            await foreach (var chunk in attempt.Run(call.Messages, chatOptions, cancellation))
            {
                firstToken ??= time.GetElapsedTime(began);
                state.Add(chunk);
                yield return chunk;
            }

            state.End(attempt, upstream);
            Report(target, state, firstToken ?? time.GetElapsedTime(began), upstream?.Headroom);
            reported = true;
        }
        finally
        {
            // Cancelled, or the reader went away: the provider is not to blame.
            if (!reported) circuits.Left(target.Provider.Id);
        }
    }

    void Report(RouteTarget target, CallState state, TimeSpan firstToken, ProviderHeadroom? headroom)
    {
        if (state.Failure is not { } failure)
        {
            circuits.Succeeded(target.Provider.Id);
            calls.Answered(target.Provider.Id, (long)firstToken.TotalMilliseconds);
            pressure.Answered(target.Provider.Id, (long)firstToken.TotalMilliseconds, headroom);
            LogAnswered(target.Provider.Id, target.Model, state.Attempts, state.RequestId);
            return;
        }

        circuits.Failed(target.Provider.Id, failure.IsTransient);
        calls.Failed(target.Provider.Id);
        if (failure.Fault is UpstreamFault.Busy) pressure.Refused(target.Provider.Id, failure.RetryAfter);
        LogFailed(target.Provider.Id, target.Model, state.Attempts, failure.Fault, state.Started, state.RequestId);
    }

    async Task<bool> WaitBeforeRepeat(CallState state, int repeat, CancellationToken cancellation)
    {
        var first = TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds);
        var longest = TimeSpan.FromMilliseconds(options.Value.MaxRetryDelayMilliseconds);
        if (Backoff.Delay(repeat, first, longest, state.Failure!.RetryAfter, Random.Shared.NextDouble()) is not { } delay) return false;
        await Task.Delay(delay, time, cancellation);
        return true;
    }

    // A token is seldom longer than 16 characters; the floor leaves room for those that are.
    AttemptLimits Limits(ProviderEndpoint provider, int? maxTokens) => new(
        TimeSpan.FromSeconds(provider.TimeoutSeconds),
        TimeSpan.FromSeconds(options.Value.MaxCallSeconds),
        maxTokens is < 1_000_000 ? Math.Min(options.Value.MaxOutputCharacters, Math.Max(4096, maxTokens.Value * 16)) : options.Value.MaxOutputCharacters);

    static ModelChunk.Ended Ended(CallState state)
    {
        var provider = state.Target!.Provider;
        return new(new(
            state.Failure?.ForPerson(provider, state.Route.Model),
            state.Details.Count == 0 ? null : string.Join('\n', state.Details),
            new Upstream(provider.Name, state.Target.Model, state.Attempts, state.RequestId, state.FirstTokenMs),
            provider.Id,
            state.Route.Tier,
            state.Meter.Read(state.Usage, state.Route.Price),
            state.Usage?.AdditionalCounts?.TryGetValue(OpenAiChatClient.CostNanodollars, out var cost) == true ? cost : null,
            state.FinishReason));
    }

    static ModelChunk.Ended Unserved(ModelRoute? route, string message, string detail) => new(new(
        new MessageError("provider_error", message), detail, new Upstream(null, null, 0, null, null), null, route?.Tier, UsageMeter.Unknown, null, null));

    [LoggerMessage(LogLevel.Debug, "Provider {Provider} answered with {Model} at attempt {Attempt}, upstream request {UpstreamRequestId}")]
    partial void LogAnswered(string provider, string model, int attempt, string? upstreamRequestId);

    [LoggerMessage(LogLevel.Warning, "Provider {Provider} failed with {Model} at attempt {Attempt}: {Fault}, streaming begun {Started}, upstream request {UpstreamRequestId}")]
    partial void LogFailed(string provider, string model, int attempt, UpstreamFault fault, bool started, string? upstreamRequestId);
}
