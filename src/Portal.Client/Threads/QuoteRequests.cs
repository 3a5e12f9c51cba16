namespace Portal.Client.Threads;

/// <summary>Carries the wish to quote a message from where the message stands to where one writes.</summary>
public sealed class QuoteRequests
{
    public event Action<MessageEntry>? Asked;

    public void Ask(MessageEntry entry) => Asked?.Invoke(entry);
}
