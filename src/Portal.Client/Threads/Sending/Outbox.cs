namespace Portal.Client.Threads.Sending;

/// <summary>
/// The messages of one thread that the server has not confirmed, oldest first. One is on its way at a time, and the next
/// goes when the one before it is confirmed: so they arrive in order, and, each with its key, once.
/// </summary>
public sealed class Outbox
{
    readonly List<OutboxItem> items;

    public Outbox()
        : this([])
    {
    }

    /// <param name="kept">As it was when the page ended: what was on its way then goes again, with the same key.</param>
    public Outbox(IEnumerable<OutboxItem> kept) =>
        items = [.. kept.Select(item => item.State == OutboxState.Sending ? item with { State = OutboxState.Waiting } : item)];

    public IReadOnlyList<OutboxItem> Items => items;

    public void Add(OutboxItem item) => items.Add(item);

    /// <summary>Takes the first message on its way; null where there is none that may go.</summary>
    public OutboxItem? Begin()
    {
        if (items.Count == 0 || items[0].State != OutboxState.Waiting) return null;
        return items[0] = items[0] with { State = OutboxState.Sending, Attempts = items[0].Attempts + 1 };
    }

    /// <summary>The server has it.</summary>
    public void Sent(string key) => items.RemoveAll(item => item.Key == key);

    /// <summary>No answer came: the server may have it or not.</summary>
    public void Lost(string key) => Change(key, item => item.State == OutboxState.Sending ? item with { State = OutboxState.Waiting } : item);

    public void Refused(string key, string why, string? refusalId = null) =>
        Change(key, item => item with { State = OutboxState.Refused, Refusal = why, RefusalId = refusalId });

    /// <summary>Sends a refused message as it is once more.</summary>
    public void Again(string key) =>
        Change(key, item => item.State == OutboxState.Refused ? item with { State = OutboxState.Waiting, Refusal = null, RefusalId = null } : item);

    /// <summary>Takes a message back from those to be sent; null where the server may have it already.</summary>
    public OutboxItem? Take(string key)
    {
        var index = items.FindIndex(item => item.Key == key && item.CanChange);
        if (index < 0) return null;
        var taken = items[index];
        items.RemoveAt(index);
        return taken;
    }

    void Change(string key, Func<OutboxItem, OutboxItem> change)
    {
        var index = items.FindIndex(item => item.Key == key);
        if (index >= 0) items[index] = change(items[index]);
    }
}
