using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Assistants;

/// <summary>One turn of a trial: what was said, what a tool gave, or a reply.</summary>
sealed record TrialItem(string Text, string? ToolCallId, MessageEntry? Reply);

/// <summary>A conversation with a draft, and how events change it.</summary>
sealed class Trial
{
    readonly List<TrialItem> items = [];

    public IReadOnlyList<TrialItem> Items => items;

    public bool HasOpenCalls => items.LastOrDefault(item => item.Reply is not null)?.Reply!.ToolCalls.Any(call => IsOpen(call.Id)) == true;

    public void Add(string text) => items.Add(new TrialItem(text, null, null));

    public void Answer(string callId, string output) => items.Add(new TrialItem(output, callId, null));

    public string? OutputOf(string callId) => items.Find(item => item.ToolCallId == callId)?.Text;

    public bool IsOpen(string callId) => OutputOf(callId) is null
        && items.Find(item => item.Reply?.ToolCalls.Any(call => call.Id == callId) == true)?.Reply!.Status == MessageStatus.RequiresAction;

    public void Clear() => items.Clear();

    /// <summary>What was said last was not taken.</summary>
    public void TakeBack() => items.RemoveAt(items.Count - 1);

    public void Apply(RunEvent happened)
    {
        if (happened.Type == RunEventTypes.MessageCreated)
        {
            var begun = new MessageEntry(happened.Message!);
            begun.Begin();
            items.Add(new TrialItem("", null, begun));
        }
        else if (items.LastOrDefault()?.Reply is { } reply)
        {
            if (happened.Message is { } whole) reply.Replace(whole);
            else reply.Append(happened);
        }
    }

    /// <summary>A stream that ended without an ending was stopped here, or cut off.</summary>
    public void BreakOff()
    {
        if (items.LastOrDefault()?.Reply is not { IsWhole: false } reply) return;
        reply.Replace(reply.Message with { Status = MessageStatus.Cancelled, Content = reply.Text.Length == 0 ? null : new MessageContent(reply.Text) });
    }

    /// <summary>The conversation as a model can take it: replies without a text or a whole call are left out, and with them what was asked for it.</summary>
    public IReadOnlyList<TryMessage> ToMessages() => [.. items.Select(ToMessage).OfType<TryMessage>()];

    static TryMessage? ToMessage(TrialItem item)
    {
        if (item.ToolCallId is not null) return new TryMessage { Role = MessageRole.Tool, Content = item.Text, ToolCallId = item.ToolCallId };
        if (item.Reply is not { } reply) return new TryMessage { Role = MessageRole.User, Content = item.Text };
        var calls = reply.Status == MessageStatus.RequiresAction ? reply.Message.ToolCalls : [];
        return reply.Text.Length == 0 && calls.Count == 0
            ? null
            : new TryMessage { Role = MessageRole.Assistant, Content = reply.Text.Length == 0 ? null : reply.Text, ToolCalls = calls };
    }
}
