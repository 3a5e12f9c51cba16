using System.Diagnostics.CodeAnalysis;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Threads;

/// <summary>
/// A thread's messages as a tree, the branch on view, and how events change them. It is seeded by what was read and takes
/// events in any split, repetition or overlap: the same events give the same conversation. Of a long thread a stretch may be
/// on view that does not reach the tip: what comes meanwhile goes on at the tip, and both join when they meet.
/// </summary>
public sealed class Conversation
{
    readonly Dictionary<string, MessageEntry> entries = [];
    readonly Dictionary<string, IReadOnlyList<string>> siblings = [];
    readonly Dictionary<string, Message> outputs = [];
    readonly HashSet<MessageEntry> changed = [];
    readonly HashSet<MessageEntry> open = [];
    readonly long readAt;
    IReadOnlyList<MessageEntry>? branch;
    IReadOnlyList<MessageEntry>? tail;
    string? tip;
    string? end;
    string? deadEnd;
    bool pinned;
    bool strayed;

    /// <param name="thread">Read before the messages, so that no event falls between.</param>
    /// <param name="newest">The newest messages of the branch, newest first.</param>
    /// <param name="stretch">Where the reader begins instead of at the tip, newest first.</param>
    public Conversation(ChatThread thread, ListPage<Message> newest, ListPage<Message>? stretch = null)
    {
        // What was read of the messages may be newer than the thread.
        readAt = Math.Max(thread.LastSequence, newest.Data.Max(message => message.FirstSequence) ?? 0);
        foreach (var message in newest.Data) Learn(message);
        tip = newest.Data.Count == 0 ? null : newest.Data[0].Id;
        var unfinished = newest.Data.Where(message => message.Status < MessageStatus.RequiresAction).Select(message => message.FirstSequence - 1);
        Sequence = Math.Min(thread.LastSequence, unfinished.Min() ?? thread.LastSequence);
        if (stretch is not null) ShowStretch(stretch);
    }

    /// <summary>The <c>thread_sequence</c> up to which events are in; who follows goes on after it.</summary>
    public long Sequence { get; private set; }

    /// <summary>What is on view: from the oldest loaded message to the tip, or to the end of a stretch further up.</summary>
    public IReadOnlyList<MessageEntry> Branch => branch ??= end is null ? Tail : Walk(end);

    public bool HasEarlier => Branch.Count > 0 && Branch[0].Message.ParentId is not null;

    /// <summary>The stretch on view ends before the tip.</summary>
    public bool HasLater => end is not null;

    /// <summary>False also where the stretch ends a branch that is not the one that goes on.</summary>
    public bool CanLoadLater => end is not null && end != deadEnd;

    public string? TipId => tip;

    /// <summary>Null while the branch last written to is on view.</summary>
    public string? ChosenTip => pinned ? tip : null;

    /// <summary>Messages of people and models that have come to the tip since it was read.</summary>
    public int Arrived { get; private set; }

    /// <summary>The replies towards the tip that have not ended, oldest first.</summary>
    public IReadOnlyList<MessageEntry> Running
    {
        get
        {
            List<MessageEntry> running = [];
            var left = open.Count;
            for (var i = Tail.Count - 1; i >= 0 && left > 0; i--)
            {
                if (Tail[i].IsEnded) continue;
                running.Add(Tail[i]);
                left--;
            }

            running.Reverse();
            return running;
        }
    }

    /// <summary>The reply at work, which Stop stops; the oldest where several wait.</summary>
    public MessageEntry? Active => Running.FirstOrDefault(entry => entry.Message.Role == MessageRole.Assistant
        && !(entry.Status == MessageStatus.RequiresAction && PendingCalls(entry).Count == 0));

    /// <summary>The newest reply, wherever one reads.</summary>
    public MessageEntry? LastReply => Tail.LastOrDefault(entry => entry.Message.Role == MessageRole.Assistant);

    /// <summary>The newest reply that has text.</summary>
    public MessageEntry? LastSaid => Tail.LastOrDefault(entry => entry.Message.Role == MessageRole.Assistant && entry.Text.Length > 0);

    /// <summary>What is loaded of the branch up to its tip, wherever one reads.</summary>
    internal IReadOnlyList<MessageEntry> Tail => tail ??= Walk(tip);

    public bool TryGet(string id, [MaybeNullWhen(false)] out MessageEntry entry) => entries.TryGetValue(id, out entry);

    public MessageEntry? ParentOf(MessageEntry entry) => entry.Message.ParentId is { } id ? entries.GetValueOrDefault(id) : null;

    /// <summary>All messages with the same parent as this one, oldest first, this one among them.</summary>
    public IReadOnlyList<string> Siblings(MessageEntry entry) => siblings[entry.Message.ParentId ?? ""];

    /// <summary>The output that was posted for a call, null while it is missing.</summary>
    public string? OutputOf(string callId) => outputs.GetValueOrDefault(callId)?.Content?.PlainText;

    /// <summary>From when the reply that called was asked for to the output; null while that is missing.</summary>
    public TimeSpan? TimeOf(string callId) => outputs.GetValueOrDefault(callId) is { } output && AskerOf(output) is { } asker
        ? TimeSpan.FromSeconds(Math.Max(0, output.CreatedAt - asker.Message.CreatedAt))
        : null;

    public IReadOnlyList<ToolCallEntry> PendingCalls(MessageEntry entry) => entry.Status == MessageStatus.RequiresAction
        ? [.. entry.ToolCalls.Where(call => !outputs.ContainsKey(call.Id))]
        : [];

    public void Apply(RunEvent happened)
    {
        if (happened.ThreadSequence <= Sequence) return;
        Sequence = happened.ThreadSequence;
        if (happened.Message is { } message)
        {
            // An event tells where a message was at that moment; what was read of it may know a later place.
            var entry = Learn(entries.TryGetValue(message.Id, out var before) ? message with { ParentId = before.Message.ParentId } : message);
            if (happened.Type != RunEventTypes.MessageCreated) return;
            entry.Begin();
            if (happened.ThreadSequence <= readAt) return;
            Follow(entry);
            if (message.Role != MessageRole.Tool && Tail.Contains(entry)) Arrived++;
        }
        else if (happened.Flag is { } flag)
        {
            // What was found in a question is told with the reply to it.
            if ((flag.MessageId ?? happened.MessageId) is { } flagged && entries.TryGetValue(flagged, out var found) && found.Add(flag)) changed.Add(found);
        }
        else if (happened.MessageId is { } id && entries.TryGetValue(id, out var known))
        {
            var begins = known.Status == MessageStatus.Queued;
            if (!known.Append(happened)) return;
            changed.Add(known);
            strayed |= begins && !pinned && !Tail.Contains(known);
        }
    }

    /// <summary>
    /// True once after a reply has begun that is not on view: what it answers was moved, which no event tells of, and the
    /// branch must be read again.
    /// </summary>
    public bool TakeStray()
    {
        var taken = strayed;
        strayed = false;
        return taken;
    }

    /// <summary>The messages that look different since the last call.</summary>
    public IReadOnlyList<MessageEntry> TakeChanges()
    {
        MessageEntry[] taken = [.. changed];
        changed.Clear();
        return taken;
    }

    /// <summary>Takes the answer to the viewer's own post or retry, whose event may come before or after; the view goes to it.</summary>
    public MessageEntry Add(Message message)
    {
        (pinned, end) = (false, null);
        var entry = Learn(message);
        Follow(entry);
        for (var next = entry; next is not null; next = entries.Values.LastOrDefault(child => child.Message.ParentId == tip))
            Follow(next);
        return entry;
    }

    /// <summary>Takes older messages of the branch.</summary>
    public void AddEarlier(ListPage<Message> older)
    {
        foreach (var message in older.Data) Learn(message);
        Rearrange();
    }

    /// <summary>Takes the messages after the stretch on view, newest first.</summary>
    public void AddLater(ListPage<Message> newer)
    {
        if (end is null) return;
        foreach (var message in newer.Data) Learn(message);
        var before = end;
        if (newer.Data.Count > 0 && newer.Data[^1].ParentId == end) end = newer.Data[0].Id;
        if (!newer.HasMore || end == before) deadEnd = end;
        Rearrange();
    }

    /// <summary>Shows a stretch of the branch, newest first. What is loaded elsewhere stays.</summary>
    public void ShowStretch(ListPage<Message> stretch)
    {
        foreach (var message in stretch.Data) Learn(message);
        end = stretch.Data.Count == 0 ? null : stretch.Data[0].Id;
        deadEnd = null;
        Rearrange();
    }

    public void ShowLatest()
    {
        end = null;
        Rearrange();
    }

    /// <summary>Shows another branch, of which the newest messages were read; it stays on view until the viewer writes.</summary>
    /// <param name="stretch">The part of it that comes on view, where that is not its end.</param>
    public void Show(ListPage<Message> newest, ListPage<Message>? stretch = null)
    {
        foreach (var message in newest.Data) Learn(message);
        (tip, end, pinned) = (newest.Data[0].Id, null, true);
        if (stretch is null) Rearrange();
        else ShowStretch(stretch);
    }

    /// <summary>The viewer's own feedback, which no event tells of.</summary>
    public void Rate(MessageEntry entry, Feedback? feedback)
    {
        entry.Rate(feedback);
        changed.Add(entry);
    }

    /// <summary>Takes the branch last written to as it is now.</summary>
    public void Reread(ListPage<Message> newest)
    {
        foreach (var message in newest.Data) Learn(message);
        tip = newest.Data.Count == 0 ? null : newest.Data[0].Id;
        pinned = false;
        Rearrange();
    }

    void Follow(MessageEntry entry)
    {
        var extends = entry.Message.ParentId == tip;
        if (!extends && (pinned || Tail.Contains(entry))) return;
        tip = entry.Id;
        Rearrange();
    }

    /// <summary>A stretch whose end lies on the way to the tip is one with it.</summary>
    void Rearrange()
    {
        branch = tail = null;
        if (end is not null && Tail.Any(entry => entry.Id == end)) end = null;
    }

    MessageEntry Learn(Message message)
    {
        if (!entries.TryGetValue(message.Id, out var entry)) entries[message.Id] = entry = new(message);
        else Replace(entry, message);
        changed.Add(entry);
        if (entry.IsEnded) open.Remove(entry);
        else open.Add(entry);
        LearnSiblings(message);
        if (message is { Role: MessageRole.Tool, ToolCallId: { } call }) LearnOutput(message, call);
        return entry;
    }

    void Replace(MessageEntry entry, Message newer)
    {
        if (newer.ParentId != entry.Message.ParentId)
        {
            var left = entry.Message.ParentId ?? "";
            siblings[left] = [.. siblings[left].Where(id => id != entry.Id)];
            foreach (var id in siblings[left])
                if (entries.TryGetValue(id, out var sibling)) changed.Add(sibling);
            entry.MoveUnder(newer.ParentId);
        }

        entry.Replace(newer);
    }

    void LearnSiblings(Message message)
    {
        var parent = message.ParentId ?? "";
        var known = siblings.GetValueOrDefault(parent, []);
        var longer = message.SiblingIds.Count > known.Count ? message.SiblingIds : known;
        if (!longer.Contains(message.Id)) longer = [.. longer, message.Id];
        if (longer.Count == known.Count) return;
        siblings[parent] = longer;
        foreach (var id in longer)
            if (entries.TryGetValue(id, out var sibling)) changed.Add(sibling);
    }

    void LearnOutput(Message message, string call)
    {
        outputs[call] = message;
        for (var id = message.ParentId; id is not null && entries.TryGetValue(id, out var asker); id = asker.Message.ParentId)
        {
            changed.Add(asker);
            if (asker.Message.Role == MessageRole.Assistant) return;
        }
    }

    MessageEntry? AskerOf(Message output)
    {
        var id = output.ParentId;
        while (id is not null && entries.TryGetValue(id, out var entry))
        {
            if (entry.Message.Role == MessageRole.Assistant) return entry;
            id = entry.Message.ParentId;
        }

        return null;
    }

    List<MessageEntry> Walk(string? from)
    {
        List<MessageEntry> walked = [];
        for (var id = from; id is not null && entries.TryGetValue(id, out var entry) && walked.Count < entries.Count; id = entry.Message.ParentId) walked.Add(entry);
        walked.Reverse();
        return walked;
    }
}
