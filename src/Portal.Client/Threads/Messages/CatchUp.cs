namespace Portal.Client.Threads.Messages;

/// <summary>Where what is new to the person begins, and how much it is.</summary>
/// <param name="MessageId">The message that the line stands above.</param>
sealed record CatchUp(string MessageId, string Text)
{
    /// <param name="isOpen">More messages follow those that are loaded.</param>
    public static CatchUp? From(string? firstNew, IReadOnlyList<MessageEntry> rows, bool isOpen, ThreadWords words)
    {
        if (firstNew is null) return null;
        var before = rows.TakeWhile(entry => entry.Id != firstNew).Count();
        if (before == rows.Count) return null;
        var amount = isOpen ? "" : $" · {words.Count("Messages", rows.Count - before)}";
        return new(firstNew, words["NewSinceAway"] + amount);
    }
}

/// <summary>What the conversation was when the person looked away.</summary>
sealed class Absence
{
    /// <summary>English and most code come to about four characters a token; the exact count is the provider's, after the end.</summary>
    const int CharactersPerToken = 4;

    readonly HashSet<MessageEntry> known = [];
    MessageEntry? live;
    int length;

    public static Absence Begin(Conversation conversation)
    {
        var absence = new Absence { live = conversation.Active };
        absence.length = absence.live?.Text.Length ?? 0;
        absence.known.UnionWith(conversation.Branch);
        return absence;
    }

    public CatchUp? End(Conversation conversation, ThreadWords words)
    {
        List<MessageEntry> added = [.. conversation.Branch.Where(entry => !known.Contains(entry) && entry.Message.Role != MessageRole.Tool)];
        var now = conversation.Active ?? added.LastOrDefault(entry => entry.Message.Role == MessageRole.Assistant) ?? live;
        var grown = (now?.Text.Length ?? 0) - (now == live ? length : 0);
        if (added.Count == 0 && (grown <= 0 || live is null)) return null;
        var text = words["NewSinceAway"];
        if (added.Count > 0) text += $" · {words.Count("Messages", added.Count)}";
        if (grown > 0) text += $" · {words.Count("AboutTokens", Math.Max(1, grown / CharactersPerToken))}";
        return new((added.Count > 0 ? added[0] : now!).Id, text);
    }
}
