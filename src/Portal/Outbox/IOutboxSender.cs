namespace Portal.Outbox;

/// <summary>One way of sending what is in the outbox.</summary>
internal interface IOutboxSender
{
    string Channel { get; }

    /// <summary>How long after its first, second, … failed try one is tried again; after the last of these it is given up.</summary>
    IReadOnlyList<TimeSpan> Delays { get; }

    /// <summary>Sends once, and gives up within a minute; failures that are to be expected are in the outcome.</summary>
    Task<SendOutcome> Send(OutboxRow row, CancellationToken cancellation);
}

/// <param name="Error">One sentence that may be shown; null where it was delivered.</param>
/// <param name="RetryAfter">What the receiver asks for; a shorter wait than is due anyway changes nothing.</param>
/// <param name="GiveUp">It is of no use to try again.</param>
internal sealed record SendOutcome(string? Error, int? ResponseCode = null, TimeSpan? RetryAfter = null, bool GiveUp = false)
{
    public bool Delivered => Error is null;
}
