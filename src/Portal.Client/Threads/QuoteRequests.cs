namespace Portal.Client.Threads;

/// <summary>Carries the wish to quote a message from where the message stands to where one writes.</summary>
public sealed class QuoteRequests
{
    public event Action<MessageEntry>? Asked;

    public void Ask(MessageEntry entry) => Asked?.Invoke(entry);

    /// <summary>A text as Markdown quotes it, ready for an answer below.</summary>
    public static string Quote(string text) =>
        string.Concat(text.Trim().ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? ">\n" : $"> {line}\n")) + "\n";
}
