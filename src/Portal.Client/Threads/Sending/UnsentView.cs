namespace Portal.Client.Threads.Sending;

static class UnsentView
{
    /// <summary>
    /// What stands below the conversation: not a message whose event came before the answer to its request, since the
    /// conversation shows that one already.
    /// </summary>
    public static IEnumerable<OutboxItem> Of(IReadOnlyList<OutboxItem> items, Conversation conversation, string? viewer)
    {
        if (items.Count == 0) return items;
        var first = items[0];
        return first.State != OutboxState.Refused && first.Attempts > 0 && IsThere(first, conversation, viewer) ? items.Skip(1) : items;
    }

    /// <summary>Only the first can be: the next goes out when the one before it is confirmed.</summary>
    static bool IsThere(OutboxItem item, Conversation conversation, string? viewer)
    {
        var branch = conversation.Tail;
        for (var place = branch.Count - 1; place >= 0; place--)
        {
            var message = branch[place].Message;
            if (message.FirstSequence is { } at && at <= item.AfterSequence) return false;
            if (message.Role == item.Role && message.Author.Id == viewer && branch[place].Text == item.Text) return true;
        }

        return false;
    }
}
