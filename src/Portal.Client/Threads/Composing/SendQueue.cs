namespace Portal.Client.Threads.Composing;

/// <summary>A message that the server answers when those before it are answered.</summary>
public sealed record QueuedMessage(MessageEntry Message, MessageEntry Reply);

static class SendQueue
{
    /// <summary>Oldest first. It is what the server has queued, whoever sent it and from which tab.</summary>
    public static IReadOnlyList<QueuedMessage> Of(Conversation conversation)
    {
        if (conversation.Active is not { } active) return [];
        List<QueuedMessage> queue = [];
        foreach (var entry in conversation.Running.SkipWhile(entry => entry != active).Skip(1))
        {
            if (entry.Message.Role == MessageRole.Assistant && entry.Status == MessageStatus.Queued && conversation.ParentOf(entry) is { Message.Role: MessageRole.User } asked)
                queue.Add(new(asked, entry));
        }

        return queue;
    }
}
