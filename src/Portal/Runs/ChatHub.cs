using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Portal.Access;
using Portal.Alerts;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Limits;
using Portal.Client.Threads;
using Portal.Desk;
using Portal.Limits;
using Portal.Threads;

namespace Portal.Runs;

/// <summary>
/// The live side of the API: the same verbs with the same effects as the endpoints, over one connection. The right is
/// checked on every verb (<see cref="HubCallerFilter"/> fills in today's caller); an error is a
/// <see cref="HubException"/> whose message is the error body.
/// </summary>
internal sealed class ChatHub(
    ThreadStreams streams, DeskStreams desk, LimitsStreams limits, AlertsStreams alerts, DeskPresence presence, Presence present, MessagesService messages,
    Repeats repeats, CallContext context, ServerStart start) : Hub
{
    public const string Path = "/hubs/chat";

    /// <summary>All events of a thread after the cursor.</summary>
    public async Task<IAsyncEnumerable<ThreadEvent>> Follow(string threadId, long afterThreadSequence, CancellationToken cancellation) =>
        UntilCutOff(Unwrap(await streams.FollowThread(threadId, afterThreadSequence, cancellation)), cancellation);

    /// <summary>The events of one run after the cursor, until it ends or waits for tool outputs.</summary>
    public async Task<IAsyncEnumerable<ThreadEvent>> FollowRun(string runId, long afterSequence, CancellationToken cancellation) =>
        UntilCutOff(Unwrap(await streams.FollowRun(runId, afterSequence, cancellation)), cancellation);

    /// <param name="message">As the body of <c>POST /v2/threads/{id}/messages</c>.</param>
    public async Task<Message> Send(string threadId, JsonElement message, string? idempotencyKey)
    {
        var input = Unwrap(ContractReader.Read<MessageInput>(message));
        if (idempotencyKey is null) return Unwrap(await messages.Post(threadId, input, Context.ConnectionAborted));
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { threadId, message }, Wire.Json)));
        var repeat = await repeats.Begin(context, idempotencyKey, hash, Context.ConnectionAborted);
        if (!repeat.IsSuccess) throw Failed(repeat.Error);
        using var turn = repeat.Value;
        return Unwrap(turn.ObjectId is { } made
            ? await messages.GetPosted(threadId, made, Context.ConnectionAborted)
            : await messages.Post(threadId, input, Context.ConnectionAborted));
    }

    public async Task<Message> Cancel(string threadId, string messageId) =>
        Unwrap(await messages.Cancel(threadId, messageId, Context.ConnectionAborted));

    /// <summary>What changes in all threads that the caller may read, of a project or of all: a snapshot, then the changes.</summary>
    public async Task<IAsyncEnumerable<DeskEvent>> Desk(string? projectId, CancellationToken cancellation) =>
        UntilCutOff(Unwrap(await desk.Follow(projectId, cancellation)), cancellation);

    /// <summary>Limits, budgets, who waits and who was refused, of a project or of all that the caller sees: at once, and after each change.</summary>
    public async Task<IAsyncEnumerable<LimitsSnapshot>> Limits(string? projectId, CancellationToken cancellation) =>
        UntilCutOff(Unwrap(await limits.Begin(projectId, cancellation)), cancellation);

    /// <summary>The newest alerts that fit and that the caller sees: at once, and after each change of alerts.</summary>
    public IAsyncEnumerable<ListPage<Alert>> Alerts(AlertFilter filter, CancellationToken cancellation) =>
        UntilCutOff(Unwrap(alerts.Begin(filter, cancellation)), cancellation);

    /// <summary>The caller has the thread before them: kept for 20 s unless said again, and ended with the connection.</summary>
    /// <param name="state"><c>viewing</c>, <c>writing</c> or <c>away</c>.</param>
    public async Task<ThreadPresence> Present(string threadId, string state) =>
        Unwrap(await presence.Present(Context.ConnectionId, threadId, state, Context.ConnectionAborted));

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        present.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Where the server stops or the right is lost the stream just ends, which is no error; whoever may follows again.</summary>
    static async IAsyncEnumerable<T> UntilCutOff<T>(IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = events.GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await reader.MoveNextAsync()) yield break;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                yield break;
            }

            yield return reader.Current;
        }
    }

    /// <summary>Which start of the server answers: another word after each start. Also tells that the connection stands.</summary>
    public string Server() => start.Id;

    static T Unwrap<T>(Result<T> result) => result.IsSuccess ? result.Value : throw Failed(result.Error);

    static RefusedHubException Failed(ApiError error) => new(error);
}

/// <summary>One start of the portal, by a word of its own.</summary>
internal sealed class ServerStart
{
    public string Id { get; } = Guid.NewGuid().ToString("N");
}

/// <summary>An error of a hub verb; its message is the error body.</summary>
internal sealed class RefusedHubException(ApiError error) : HubException(Wire.Serialize(new ErrorBody(error)))
{
    public ApiError Error => error;
}
