using System.Text;
using Portal.Client.Policies;
using Portal.Client.Runs;

namespace Portal.Client.Threads;

/// <summary>
/// One message as the page shows it: what was read of it, and what the events have added since. It changes only through
/// <see cref="Conversation"/>; who draws it listens to <see cref="Changed"/>.
/// </summary>
public sealed class MessageEntry(Message message)
{
    readonly StringBuilder text = new();
    readonly StringBuilder reasoning = new();
    readonly List<ToolCallEntry> calls = [.. message.ToolCalls.Select(call => new ToolCallEntry(call))];
    readonly List<SafetyFlag> flags = [.. message.SafetyFlags];
    readonly bool reasonedBefore = message.Reasoning.Count > 0;
    bool fromItsBeginning;
    string streamedText = "";
    DateTimeOffset? reasonedFrom;
    TimeSpan? seenReasoning;

    public Message Message { get; private set; } = message;

    public string Id => Message.Id;

    public MessageStatus Status => Message.Status;

    public bool IsEnded => Message.Status.IsEnded();

    /// <summary>Nothing more will be streamed to it: it has ended, or it waits for the outputs of its calls.</summary>
    public bool IsWhole => IsWholeAt(Message.Status);

    public string Text
    {
        get
        {
            var read = Message.Content?.PlainText ?? "";
            if (IsWhole || text.Length <= read.Length) return read;
            return streamedText.Length == text.Length ? streamedText : streamedText = text.ToString();
        }
    }

    public string ReasoningText => Newer(reasoning, string.Join("\n\n", Message.Reasoning.Select(part => part.Text)));

    public string? ReasoningSummary => Message.Reasoning.LastOrDefault(part => part.Summary is not null)?.Summary;

    public IReadOnlyList<ToolCallEntry> ToolCalls => calls;

    /// <summary>What rules of policies found in it, as far as it was read or told.</summary>
    public IReadOnlyList<SafetyFlag> Flags => flags;

    /// <summary>How long it reasoned: seen here from its first thought, else measured by the server.</summary>
    public TimeSpan? ReasoningTime => seenReasoning ?? (Message.Reasoning is [.., { DurationMs: { } measured }] ? TimeSpan.FromMilliseconds(measured) : null);

    /// <summary>Why the reply is not being made yet; null once something of it has come.</summary>
    public string? WaitsFor { get; private set; }

    /// <summary>What the person has begun on this message and not sent. It stands here because a message out of view is not drawn.</summary>
    public MessageDraft Draft { get; } = new();

    /// <summary>Its height as it was last drawn, in CSS pixels; 0 before.</summary>
    public double Height { get; set; }

    public event Action? Changed;

    public void NotifyChanged() => Changed?.Invoke();

    /// <summary>Takes a whole message unless it is older than what is known; an ended one is final.</summary>
    public void Replace(Message newer)
    {
        foreach (var flag in newer.SafetyFlags) Add(flag);
        if (IsEnded || (newer.Status < Status && !WasApproved(newer))) return;
        Message = IsWholeAt(newer.Status) ? newer : newer with { Content = newer.Content ?? Message.Content };
        foreach (var call in newer.ToolCalls) Call(call.Id).Complete(call);
        if (IsWhole) calls.RemoveAll(call => newer.ToolCalls.All(kept => kept.Id != call.Id));
    }

    /// <summary>False where it is known.</summary>
    public bool Add(SafetyFlag flag)
    {
        if (flags.Exists(known => known.EventId == flag.EventId)) return false;
        flags.Add(flag);
        return true;
    }

    /// <summary>Takes the time at which the parts so far have come.</summary>
    public void Clock(DateTimeOffset now)
    {
        if (reasonedBefore || seenReasoning is not null || reasoning.Length == 0) return;
        reasonedFrom ??= now;
        if (text.Length > 0 || calls.Count > 0 || IsWhole) seenReasoning = now - reasonedFrom;
    }

    public void Rate(Feedback? feedback) => Message = Message with { Feedback = feedback };

    /// <summary>What was posted while a reply called tools is hung under that reply's end when its own turn comes.</summary>
    public void MoveUnder(string? parentId) => Message = Message with { ParentId = parentId };

    /// <summary>From here on every part of the message comes by event.</summary>
    public void Begin()
    {
        if (IsWhole) return;
        fromItsBeginning = true;
        text.Clear();
        reasoning.Clear();
    }

    /// <summary>Adds a part; false where the part is of no use, because the message is already known whole or its beginning was missed.</summary>
    public bool Append(RunEvent part)
    {
        if (IsWhole || !fromItsBeginning) return false;
        if (Status == MessageStatus.Queued) Message = Message with { Status = MessageStatus.InProgress };
        WaitsFor = part.Type == RunEventTypes.RunWaiting ? part.Reason : null;
        switch (part.Type)
        {
            case RunEventTypes.RunWaiting:
                return true;
            case RunEventTypes.MessageDelta:
                text.Append(part.Delta);
                return true;
            case RunEventTypes.ReasoningDelta:
                reasoning.Append(part.Delta);
                return true;
            case RunEventTypes.ToolCallCreated or RunEventTypes.ToolCallCompleted when part.ToolCall is { } call:
                Call(call.Id).Complete(call);
                return true;
            case RunEventTypes.ToolCallDelta when part.ToolCallId is { } id:
                Call(id).AppendArguments(part.Delta);
                return true;
            case RunEventTypes.ToolCallOutput when part.ToolCallId is { } id:
                Call(id).AppendOutput(part.Delta);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Until the end, what was read and what was streamed are prefixes of one text: the longer one is the newer.</summary>
    string Newer(StringBuilder streamed, string read) => !IsWhole && streamed.Length > read.Length ? streamed.ToString() : read;

    /// <summary>What a person has let the model be asked is asked anew.</summary>
    bool WasApproved(Message newer) => Message.ApprovalId is not null && newer is { ApprovalId: null, Status: MessageStatus.Queued };

    static bool IsWholeAt(MessageStatus status) => status >= MessageStatus.RequiresAction;

    ToolCallEntry Call(string id)
    {
        var call = calls.Find(known => known.Id == id);
        if (call is null) calls.Add(call = new(new(id, "function", new("", ""))));
        return call;
    }
}

/// <summary>A tool call while it is being written and after.</summary>
public sealed class ToolCallEntry(ToolCall call)
{
    readonly StringBuilder arguments = new(call.Function.Arguments);
    readonly StringBuilder output = new();

    public string Id { get; } = call.Id;

    public string Name { get; private set; } = call.Function.Name;

    /// <summary>JSON text, perhaps not yet whole.</summary>
    public string Arguments => arguments.ToString();

    /// <summary>What the tool has said so far while at work.</summary>
    public string Output => output.ToString();

    /// <summary>The output that a person is writing for it.</summary>
    public string Draft { get; set; } = "";

    public void Complete(ToolCall whole)
    {
        Name = whole.Function.Name;
        arguments.Clear().Append(whole.Function.Arguments);
    }

    public void AppendArguments(string? part) => arguments.Append(part);

    public void AppendOutput(string? part) => output.Append(part);
}

/// <summary>What a person has begun on a message.</summary>
public sealed class MessageDraft
{
    /// <summary>The message's text anew; null while it is not being edited.</summary>
    public string? Edit { get; set; }

    /// <summary>Why the reply was good or bad; null while nobody is asked.</summary>
    public FeedbackDraft? Feedback { get; set; }
}

public sealed class FeedbackDraft
{
    public string Reason { get; set; } = "other";

    public string Comment { get; set; } = "";
}
