using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Threads.Sending;

/// <summary>
/// Sends what was written, thread by thread, for as long as the page lives: at once while there is a connection, else when
/// it is back. The tab keeps what is unsent, under the person's name.
/// </summary>
public sealed class OutboxSender : IDisposable
{
    static readonly double[] PauseSeconds = [1, 2, 4, 8];
    static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(30);
    static readonly ApiError NoAnswer = ApiError.Unavailable("The server did not answer in time.");

    readonly Dictionary<string, Outbox> outboxes = [];
    readonly HashSet<string> busy = [];
    readonly HashSet<CancellationTokenSource> attempts = [];
    readonly HashSet<CancellationTokenSource> doubtful = [];
    readonly CancellationTokenSource ending = new();
    readonly IMessagesService messages;
    readonly LiveConnection live;
    readonly ITabStorage storage;
    readonly TimeProvider time;
    TaskCompletionSource turn = new();
    Task? opening;
    string name = "";

    public OutboxSender(IMessagesService messages, LiveConnection live, ITabStorage storage, TimeProvider time)
    {
        (this.messages, this.live, this.storage, this.time) = (messages, live, storage, time);
        live.Changed += Turn;
    }

    /// <summary>The unsent messages of a thread are others now, or stand otherwise.</summary>
    public event Action<string>? Changed;

    /// <summary>The server has a message; with the thread's id.</summary>
    public event Action<string, Message>? Sent;

    /// <summary>A message was taken back to be changed; with the thread's id.</summary>
    public event Action<string, OutboxItem>? Returned;

    /// <summary>Takes up what the tab has kept of this person's. Safe to call again.</summary>
    public Task Open(string owner) => opening ??= Restore(owner);

    public IReadOnlyList<OutboxItem> Of(string threadId) => outboxes.TryGetValue(threadId, out var outbox) ? outbox.Items : [];

    /// <summary>Returns once the message is kept; it is sent in its turn.</summary>
    public async Task Add(string threadId, OutboxItem item)
    {
        if (opening is not null) await opening;
        if (!outboxes.TryGetValue(threadId, out var outbox)) outboxes[threadId] = outbox = new();
        outbox.Add(item);
        await Keep(threadId);
        _ = Send(threadId);
    }

    /// <summary>Takes a message back: into the composer, or to drop it.</summary>
    public async Task Take(string threadId, string key, bool edit)
    {
        if (outboxes[threadId].Take(key) is not { } taken) return;
        await Keep(threadId);
        if (edit) Returned?.Invoke(threadId, taken);
        _ = Send(threadId);
    }

    public async Task Again(string threadId, string key)
    {
        outboxes[threadId].Again(key);
        await Keep(threadId);
        _ = Send(threadId);
    }

    public void Dispose()
    {
        live.Changed -= Turn;
        ending.Cancel();
    }

    async Task Restore(string owner)
    {
        name = $"portal-outbox-{owner}";
        if (await storage.Read(name) is not { } text) return;
        foreach (var (threadId, kept) in JsonSerializer.Deserialize(text, OutboxJson.Default.DictionaryStringListOutboxItem)!)
        {
            outboxes[threadId] = new(kept);
            Changed?.Invoke(threadId);
            _ = Send(threadId);
        }
    }

    /// <summary>Sends what may go of a thread, until nothing is left or there is no connection.</summary>
    async Task Send(string threadId)
    {
        if (!busy.Add(threadId)) return;
        try
        {
            var outbox = outboxes[threadId];
            while (live.State == LiveState.Connected && !ending.IsCancellationRequested && outbox.Begin() is { } item)
            {
                await Keep(threadId);
                var answer = await Attempt(threadId, item);
                if (answer.IsSuccess) outbox.Sent(item.Key);
                else if (IsLoss(answer.Error)) outbox.Lost(item.Key);
                else outbox.Refused(item.Key, answer.Error.Message, answer.Error.RefusalId);
                await Keep(threadId);
                if (answer.IsSuccess) Sent?.Invoke(threadId, answer.Value);
                else if (IsLoss(answer.Error) && answer.Error != NoAnswer) await Pause(item.Attempts);
            }
        }
        finally
        {
            busy.Remove(threadId);
        }
    }

    async Task<Result<Message>> Attempt(string threadId, OutboxItem item)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        using var limit = time.CreateTimer(_ => patience.Cancel(), null, AttemptTime, Timeout.InfiniteTimeSpan);
        attempts.Add(patience);
        try
        {
            return await messages.Post(threadId, item.ToInput(), patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return NoAnswer;
        }
        finally
        {
            attempts.Remove(patience);
            doubtful.Remove(patience);
        }
    }

    /// <summary>The gateway's and the network's failures may pass; what the portal itself says no to is for the person to see.</summary>
    static bool IsLoss(ApiError error) => error.Status is 408 or 502 or 503 or 504;

    async Task Pause(int attempt)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        var seconds = PauseSeconds[Math.Min(attempt, PauseSeconds.Length) - 1];
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(seconds), time, pause.Token), turn.Task);
        await pause.CancelAsync();
    }

    /// <summary>The connection is lost or back. A request from before the loss may never be answered: it is made anew.</summary>
    void Turn()
    {
        if (live.State != LiveState.Connected)
        {
            doubtful.UnionWith(attempts);
        }
        else
        {
            foreach (var old in doubtful.ToList()) old.Cancel();
            var waiting = turn;
            turn = new();
            waiting.TrySetResult();
        }

        foreach (var threadId in outboxes.Keys.ToList())
        {
            Changed?.Invoke(threadId);
            _ = Send(threadId);
        }
    }

    async Task Keep(string threadId)
    {
        var kept = outboxes.Where(outbox => outbox.Value.Items.Count > 0).ToDictionary(outbox => outbox.Key, outbox => outbox.Value.Items.ToList());
        await storage.Write(name, kept.Count == 0 ? null : JsonSerializer.Serialize(kept, OutboxJson.Default.DictionaryStringListOutboxItem));
        Changed?.Invoke(threadId);
    }
}
