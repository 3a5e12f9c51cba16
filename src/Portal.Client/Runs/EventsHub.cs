using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Embed;
using Portal.Client.Limits;

namespace Portal.Client.Runs;

/// <summary>The browser's one connection to <c>/hubs/chat</c>, shared by all that is followed, made when first needed.</summary>
sealed partial class EventsHub : IEventsHub, IAsyncDisposable
{
    static readonly double[] BackoffSeconds = [0, 0.5, 1, 2, 4, 8];

    /// <summary>The server says something every 5 s; a connection that is silent for longer than this is taken for lost.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);

    /// <summary>Within this time a connection that is in doubt must answer.</summary>
    static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(4);

    /// <summary>A connection that ends sooner counts as a failed attempt: else one that is closed as soon as it is made would be made without a pause.</summary>
    static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    readonly Lazy<HubConnection> made;
    readonly CancellationTokenSource ending = new();
    readonly LiveConnection live;
    readonly TimeProvider time;
    readonly ILogger logger;
    TaskCompletionSource hurry = new();
    Task? connecting;
    Task? checking;
    string? server;
    long madeAt;
    int failures;
    int brokenOff;

    /// <param name="configure">Outside a browser, which proves by itself who it is.</param>
    public EventsHub(
        NavigationManager navigation, LiveConnection live, TimeProvider time, ILogger<EventsHub> logger, VisitorAccess visitor, Action<HttpConnectionOptions>? configure = null)
    {
        (this.live, this.time, this.logger) = (live, time, logger);
        made = new(() => Make(navigation.ToAbsoluteUri("hubs/chat"), configure ?? Prove));
        live.Doubted += Hurry;

        void Prove(HttpConnectionOptions http)
        {
            if (visitor.Token is not null) http.AccessTokenProvider = () => Task.FromResult<string?>(visitor.Token);
        }
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

    public IAsyncEnumerable<LimitsSnapshot> Limits(string? projectId, CancellationToken cancellation) =>
        UntilLost(connection.StreamAsync<LimitsSnapshot>("Limits", projectId, cancellation), cancellation);

    public IAsyncEnumerable<ListPage<Alert>> Alerts(AlertFilter filter, CancellationToken cancellation) =>
        UntilLost(connection.StreamAsync<ListPage<Alert>>("Alerts", filter, cancellation), cancellation);

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

    public async ValueTask DisposeAsync()
    {
        live.Doubted -= Hurry;
        await ending.CancelAsync();
        if (made.IsValueCreated) await connection.DisposeAsync();
    }

    HubConnection Make(Uri address, Action<HttpConnectionOptions> configure)
    {
        var made = new HubConnectionBuilder()
            .WithUrl(address, http =>
            {
                http.CloseTimeout = TimeSpan.FromSeconds(1);
                configure(http);
            })
            .WithServerTimeout(Silence)
            .WithKeepAliveInterval(TimeSpan.FromSeconds(5))
            .AddJsonProtocol(json => json.PayloadSerializerOptions = new(ApiJson.Default.Options))
            .Build();
        made.Closed += lost =>
        {
            if (time.GetElapsedTime(madeAt) > Lasting) failures = 0;
            live.Set(LiveState.Reconnecting);
            _ = Again();
            return Task.CompletedTask;
        };
        return made;
    }

    async IAsyncEnumerable<T> UntilLost<T>(IAsyncEnumerable<T> given, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var events = given.GetAsyncEnumerator(cancellation);
        while (await Next(events, cancellation)) yield return events.Current;
    }

    /// <summary>Once made, the connection is made again whether or not somebody follows a thread: what is unsent waits for it too.</summary>
    async Task Again()
    {
        try
        {
            await Connect(ending.Token);
        }
        catch (Exception end) when (end is HubRefusedException or OperationCanceledException or ObjectDisposedException)
        {
            // Who follows a thread is told by their own call.
        }
    }

    async Task<bool> Next<T>(IAsyncEnumerator<T> events, CancellationToken cancellation)
    {
        try
        {
            if (await events.MoveNextAsync())
            {
                (failures, brokenOff) = (0, 0);
                return true;
            }
        }
        catch (HubException refused) when (IsRefusal(refused))
        {
            throw new HubRefusedException(refused.Message, refused);
        }
        catch (Exception lost) when (!cancellation.IsCancellationRequested)
        {
            // A lost connection has many faces, by transport and moment; they all mean: connect again.
            LogLost(lost);
        }

        await Pause(brokenOff++, cancellation);
        return false;
    }

    async Task Start()
    {
        await Pause(failures++, ending.Token);
        try
        {
            await connection.StartAsync(ending.Token);
            madeAt = time.GetTimestamp();
            var answered = await Answer();
            if (server is not null && server != answered) live.Note(new(ServerRestarted: true));
            server = answered;
            live.Set(LiveState.Connected);
        }
        catch (HubException refused) when (IsRefusal(refused))
        {
            throw new HubRefusedException(refused.Message, refused);
        }
        catch (HttpRequestException refused) when (refused.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new HubRefusedException("Nobody is signed in.", refused);
        }
        catch (Exception lost) when (lost is not ObjectDisposedException)
        {
            LogLost(lost);
            live.Set(failures > 3 ? LiveState.Offline : LiveState.Reconnecting);
            if (connection.State == HubConnectionState.Connected) await connection.StopAsync();
        }
    }

    /// <summary>So the server marks what it says on purpose; a fault of its own comes without it and is worth a repeat.</summary>
    static bool IsRefusal(HubException said) => said.Message.Contains("HubException:", StringComparison.Ordinal);

    /// <summary>Which start of the server is at the other end.</summary>
    async Task<string> Answer()
    {
        using var patience = new CancellationTokenSource(AnswerTime, time);
        return await connection.InvokeAsync<string>("Server", patience.Token);
    }

    /// <summary>Ends the present pause, and tries a connection that seems to stand.</summary>
    void Hurry()
    {
        (failures, brokenOff) = (0, 0);
        var paused = hurry;
        hurry = new();
        paused.TrySetResult();
        if (made.IsValueCreated && connection.State == HubConnectionState.Connected && checking is not { IsCompleted: false }) checking = Check();
    }

    async Task Check()
    {
        try
        {
            await Answer();
        }
        catch (Exception silent) when (silent is not ObjectDisposedException)
        {
            LogLost(silent);
            live.Set(LiveState.Reconnecting);
            await connection.StopAsync();
        }
    }

    async Task Pause(int attempt, CancellationToken cancellation)
    {
        var seconds = BackoffSeconds[Math.Min(attempt, BackoffSeconds.Length - 1)] * (0.75 + (Random.Shared.NextDouble() / 2));
        if (seconds == 0) return;
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(seconds), time, pause.Token), hurry.Task);
        await pause.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    [LoggerMessage(LogLevel.Information, "The connection to the server is lost; it is made again")]
    partial void LogLost(Exception lost);
}
