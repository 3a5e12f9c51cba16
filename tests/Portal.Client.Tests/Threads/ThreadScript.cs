using System.Text;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

/// <summary>Plays the server's part: writes messages and their events, and reads a branch at any moment.</summary>
sealed class ThreadScript
{
    public const string ThreadId = "thread_1";

    readonly Dictionary<string, Message> messages = [];
    string? tip;

    public List<RunEvent> Events { get; } = [];

    public string? Tip => tip;

    public Message this[string id] => messages[id];

    public ChatThread Thread => new(
        ThreadId, "proj_1", "asst_1", "Title", ThreadStatus.Active, "user_1", null, new Dictionary<string, string>(), 1_700_000_000, null)
    {
        LastSequence = Events.Count,
    };

    public static Message New(string id, string? parent, MessageRole role, MessageStatus status, string? text = null) => new(
        id, ThreadId, role == MessageRole.Assistant ? "run_1" : null, parent, role,
        new(role == MessageRole.Assistant ? AuthorType.Assistant : AuthorType.User, "user_1", role == MessageRole.Assistant ? "Helper" : "Ada"),
        text is null ? null : new MessageContent(text), [], [], null, [], [], status, null, null, null, null,
        new Dictionary<string, string>(), [id], 1_700_000_000, status.IsEnded() ? 1_700_000_002 : null);

    public Message User(string text) => User(text, tip);

    public Message User(string text, string? parent) =>
        Create(New($"msg_{messages.Count:000}", parent, MessageRole.User, MessageStatus.Completed, text));

    public Message Reply(string parent) => Create(New($"msg_{messages.Count:000}", parent, MessageRole.Assistant, MessageStatus.Queued));

    public Message Tool(string call, string output) => Tool(call, output, tip);

    public Message Tool(string call, string output, string? parent) => Create(
        New($"msg_{messages.Count:000}", parent, MessageRole.Tool, MessageStatus.Completed, output) with { ToolCallId = call });

    public void Text(string id, string delta)
    {
        var before = messages[id];
        messages[id] = before with
        {
            Status = MessageStatus.InProgress,
            Content = new MessageContent(before.Content?.PlainText + delta),
        };
        Emit(RunEventTypes.MessageDelta, id, happened => happened with { Delta = delta });
    }

    /// <summary>There is no room for the call yet.</summary>
    public void Wait(string id, string? reason)
    {
        messages[id] = messages[id] with { Status = MessageStatus.InProgress };
        Emit(RunEventTypes.RunWaiting, id, happened => happened with { Reason = reason });
    }

    public void Reason(string id, string delta)
    {
        messages[id] = messages[id] with { Status = MessageStatus.InProgress };
        Emit(RunEventTypes.ReasoningDelta, id, happened => happened with { Delta = delta });
    }

    public void Call(string id, string call, string name, string arguments)
    {
        Emit(RunEventTypes.ToolCallCreated, id, happened => happened with { ToolCallId = call, ToolCall = new(call, "function", new(name, "")) });
        foreach (var part in arguments.Chunk(4))
            Emit(RunEventTypes.ToolCallDelta, id, happened => happened with { ToolCallId = call, Delta = new(part) });
        var whole = new ToolCall(call, "function", new(name, arguments));
        Emit(RunEventTypes.ToolCallCompleted, id, happened => happened with { ToolCallId = call, ToolCall = whole });
        messages[id] = messages[id] with { ToolCalls = [.. messages[id].ToolCalls, whole] };
    }

    /// <summary>A part of what the tool gives, while it is at work.</summary>
    public void Output(string id, string call, string delta) =>
        Emit(RunEventTypes.ToolCallOutput, id, happened => happened with { ToolCallId = call, Delta = delta });

    public void End(string id, MessageStatus status, MessageError? error = null, IReadOnlyList<Reasoning>? reasoning = null)
    {
        messages[id] = messages[id] with
        {
            Status = status,
            Error = error,
            Reasoning = reasoning ?? [],
            CompletedAt = 1_700_000_003,
            Usage = new(10, 0, 20, 0, 30, 0.0012m, UsageAccuracy.Exact),
            Model = "gpt-4-fast-2026",
        };
        Emit($"message.{status switch { MessageStatus.RequiresAction => "requires_action", _ => status.ToString().ToLowerInvariant() }}", id,
            happened => happened with { Message = messages[id] });
    }

    /// <summary>A rule finds something in a reply, or in the question before it.</summary>
    public void Flag(string id, PolicyAction action, PolicyDirection direction = PolicyDirection.Output)
    {
        var found = direction is PolicyDirection.Input ? messages[id].ParentId! : id;
        var flag = new SafetyFlag($"safety_{Events.Count}", "pol_1", "rule_1", "pii", direction, "email", action) { MessageId = found };
        messages[found] = messages[found] with { SafetyFlags = [.. messages[found].SafetyFlags, flag] };
        Emit(RunEventTypes.SafetyFlagged, id, happened => happened with { Flag = flag });
    }

    /// <summary>Somebody does something with the thread.</summary>
    public void People(string type) => Events.Add(new(null, Events.Count + 1, type, null, null)
    {
        At = 1_700_000_000,
        Actor = new(ActorType.User, "user_1", "Ada"),
        Note = "note_1",
    });

    /// <summary>Hangs a message under another, as the server does with what was posted while a reply called tools; no event tells of it.</summary>
    public void Move(string id, string parentId, string newTip)
    {
        messages[id] = messages[id] with { ParentId = parentId };
        foreach (var message in messages.Values.ToList())
            messages[message.Id] = message with { SiblingIds = [.. messages.Values.Where(other => other.ParentId == message.ParentId).Select(other => other.Id)] };
        tip = newTip;
    }

    /// <summary>The newest messages of a branch, newest first; without one, of the branch last written to.</summary>
    public ListPage<Message> Read(int limit = 50, string? from = null)
    {
        List<Message> branch = [];
        for (var id = from ?? tip; id is not null && branch.Count < limit; id = messages[id].ParentId) branch.Add(messages[id]);
        return new(branch, branch.FirstOrDefault()?.Id, branch.LastOrDefault()?.Id, branch.LastOrDefault()?.ParentId is not null);
    }

    public bool Has(string id) => messages.ContainsKey(id);

    /// <summary>The oldest messages of the branch last written to, oldest first.</summary>
    public ListPage<Message> ReadOldest(int limit)
    {
        var branch = BranchTo(tip);
        branch.Reverse();
        var page = branch.Take(limit).ToList();
        return new(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, branch.Count > limit);
    }

    /// <summary>The messages that follow one, newest first; on another branch than the one last written to where that does not hold it.</summary>
    public ListPage<Message> ReadBefore(string id, int limit, string? branch = null)
    {
        var path = Through(id, branch);
        var at = path.FindIndex(message => message.Id == id);
        return Page(path, Math.Max(0, at - limit), Math.Min(limit, Math.Max(0, at)), at > limit);
    }

    public ListPage<Message> ReadAround(string id, int limit)
    {
        var path = Through(id, null);
        var newest = Math.Max(0, path.FindIndex(message => message.Id == id) - limit / 2);
        return Page(path, newest, Math.Min(limit, path.Count - newest), newest + limit < path.Count);
    }

    /// <summary>Many messages without events, as an import brings them; user and assistant by turns.</summary>
    public void Import(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var message = New($"msg_{messages.Count:00000}", tip, i % 2 == 0 ? MessageRole.User : MessageRole.Assistant, MessageStatus.Completed, $"Message {i}");
            messages[message.Id] = message;
            tip = message.Id;
        }
    }

    public void Date(string id, long createdAt) => messages[id] = messages[id] with { CreatedAt = createdAt };

    public Conversation Open(int limit = 50) => new(Thread, Read(limit));

    List<Message> BranchTo(string? from)
    {
        List<Message> branch = [];
        for (var id = from; id is not null; id = messages[id].ParentId) branch.Add(messages[id]);
        return branch;
    }

    List<Message> Through(string id, string? branch)
    {
        var path = BranchTo(branch ?? tip);
        if (branch is not null || path.Exists(message => message.Id == id)) return path;
        var leaf = id;
        while (messages.Values.LastOrDefault(message => message.ParentId == leaf) is { } child) leaf = child.Id;
        return BranchTo(leaf);
    }

    static ListPage<Message> Page(List<Message> path, int start, int count, bool more)
    {
        var page = path.GetRange(start, count);
        return new(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, more);
    }

    Message Create(Message message)
    {
        var siblings = messages.Values.Where(other => other.ParentId == message.ParentId).Select(other => other.Id).Append(message.Id).ToList();
        message = message with { SiblingIds = siblings, FirstSequence = Events.Count + 1 };
        foreach (var id in siblings.SkipLast(1)) messages[id] = messages[id] with { SiblingIds = siblings };
        messages[message.Id] = message;
        tip = message.Id;
        Emit(RunEventTypes.MessageCreated, message.Id, happened => happened with { Message = message });
        return message;
    }

    void Emit(string type, string id, Func<RunEvent, RunEvent> fill) =>
        Events.Add(fill(new(Events.Count + 1, Events.Count + 1, type, messages[id].RunId, id)));
}

static class Picture
{
    /// <summary>All that the page would show of a conversation.</summary>
    public static string Of(Conversation conversation)
    {
        var text = new StringBuilder();
        foreach (var entry in conversation.Branch)
        {
            text.Append($"{entry.Id} {entry.Message.Role} {entry.Status} of {string.Join(',', conversation.Siblings(entry))}: ");
            text.Append($"{entry.Text} | {entry.ReasoningText} | {entry.Message.Error?.Message}");
            foreach (var call in entry.ToolCalls)
                text.Append($" | {call.Id} {call.Name}({call.Arguments}) = {conversation.OutputOf(call.Id)}");
            text.AppendLine();
        }

        return text.ToString();
    }
}
