using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Client.Api;
using Portal.Client.Desk;

namespace Portal.Client.Runs;

/// <summary>The browser's one connection to <c>/hubs/chat</c>, shared by all that is followed, made when first needed.</summary>
sealed partial class EventsHub : IEventsHub, IAsyncDisposable
{
    static readonly double[] BackoffSeconds = [0, 0.5, 1, 2, 4, 8];

    readonly Lazy<HubConnection> made;
    readonly LiveConnection live;
    readonly TimeProvider time;
    readonly ILogger logger;
    Task? connecting;
    int failures;

    /// <param name="configure">Outside a browser, which proves by itself who it is.</param>
    public EventsHub(
        NavigationManager navigation, LiveConnection live, TimeProvider time, ILogger<EventsHub> logger, Action<HttpConnectionOptions>? configure = null)
    {
        (this.live, this.time, this.logger) = (live, time, logger);
        made = new(() => Make(navigation.ToAbsoluteUri("hubs/chat"), configure ?? (static _ => { })));
    }

    HubConnection connection => made.Value;

    public async Task Connect(CancellationToken cancellation)
    {
        while (connection.State != HubConnectionState.Connected)
        {
            connecting = connecting is { IsCompleted: false } ? connecting : Start();
            await connecting.WaitAsync(cancellation);
        }
    }

    public IAsyncEnumerable<RunEvent> Follow(string threadId, long afterThreadSequence, CancellationToken cancellation) =>
        UntilLost(connection.StreamAsync<RunEvent>("Follow", threadId, afterThreadSequence, cancellation), cancellation);

    public IAsyncEnumerable<DeskEvent> Desk(string? projectId, CancellationToken cancellation) =>
        UntilLost(connection.StreamAsync<DeskEvent>("Desk", projectId, cancellation), cancellation);

    public async Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation)
    {
        try
        {
            return await connection.InvokeAsync<ThreadPresence>("Present", threadId, state, cancellation);
        }
        catch (HubException refused)
        {
            return HubRefusal.ErrorOf(refused);
        }
        catch (Exception lost) when (!cancellation.IsCancellationRequested)
        {
            LogLost(lost);
            return ApiError.Unavailable("The connection to the server is lost.");
        }
    }

    public ValueTask DisposeAsync() => made.IsValueCreated ? connection.DisposeAsync() : default;

    HubConnection Make(Uri address, Action<HttpConnectionOptions> configure)
    {
        var made = new HubConnectionBuilder()
            .WithUrl(address, configure)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = new(ApiJson.Default.Options))
            .Build();
        made.Closed += _ =>
        {
            live.Set(LiveState.Reconnecting);
            return Task.CompletedTask;
        };
        return made;
    }

    async IAsyncEnumerable<T> UntilLost<T>(IAsyncEnumerable<T> given, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var events = given.GetAsyncEnumerator(cancellation);
        while (await Next(events, cancellation)) yield return events.Current;
    }

    async Task<bool> Next<T>(IAsyncEnumerator<T> events, CancellationToken cancellation)
    {
        try
        {
            if (await events.MoveNextAsync())
            {
                failures = 0;
                return true;
            }
        }
        catch (HubException refused) when (refused.Message.Contains("HubException:", StringComparison.Ordinal))
        {
            // So the server marks what it says on purpose; a fault of its own comes without it and is worth a repeat.
            throw new HubRefusedException(refused.Message, refused);
        }
        catch (Exception lost) when (!cancellation.IsCancellationRequested)
        {
            // A lost connection has many faces, by transport and moment; they all mean: connect again.
            LogLost(lost);
        }

        await Pause(cancellation);
        return false;
    }

    async Task Start()
    {
        await Pause(CancellationToken.None);
        try
        {
            await connection.StartAsync();
            live.Set(LiveState.Connected);
        }
        catch (HttpRequestException refused) when (refused.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new HubRefusedException("Nobody is signed in.", refused);
        }
        catch (Exception lost) when (lost is not ObjectDisposedException)
        {
            LogLost(lost);
            live.Set(failures > 3 ? LiveState.Offline : LiveState.Reconnecting);
        }
    }

    Task Pause(CancellationToken cancellation)
    {
        var seconds = BackoffSeconds[Math.Min(failures++, BackoffSeconds.Length - 1)] * (0.75 + (Random.Shared.NextDouble() / 2));
        return seconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
    }

    [LoggerMessage(LogLevel.Information, "The connection to the server is lost; it is made again")]
    partial void LogLost(Exception lost);
}
