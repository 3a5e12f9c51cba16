using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Client.Api;

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

    public EventsHub(NavigationManager navigation, LiveConnection live, TimeProvider time, ILogger<EventsHub> logger)
    {
        (this.live, this.time, this.logger) = (live, time, logger);
        made = new(() => Make(navigation.ToAbsoluteUri("hubs/chat")));
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

    public async IAsyncEnumerable<RunEvent> Follow(
        string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var events = connection.StreamAsync<RunEvent>("Follow", threadId, afterThreadSequence, cancellation)
            .GetAsyncEnumerator(cancellation);
        while (await Next(events, cancellation)) yield return events.Current;
    }

    public ValueTask DisposeAsync() => made.IsValueCreated ? connection.DisposeAsync() : default;

    HubConnection Make(Uri address)
    {
        var made = new HubConnectionBuilder()
            .WithUrl(address)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = new(ApiJson.Default.Options))
            .Build();
        made.Closed += _ =>
        {
            live.Set(LiveState.Reconnecting);
            return Task.CompletedTask;
        };
        return made;
    }

    async Task<bool> Next(IAsyncEnumerator<RunEvent> events, CancellationToken cancellation)
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
