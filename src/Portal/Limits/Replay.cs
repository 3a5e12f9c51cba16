using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Pricing;
using Portal.Usage;

namespace Portal.Limits;

/// <summary>Calls that were made, past limits that might hold: each reserves as it began what it took, and is settled as it ended.</summary>
internal sealed class Replay(LimitBook book, UsageCalendar calendar, long from)
{
    /// <summary>A call that took longer counts as in flight for so many seconds, so that no more than these are kept in memory.</summary>
    const long Longest = 3_600;

    readonly Ledger ledger = new() { Book = book };
    readonly PriorityQueue<(PastCall Call, IReadOnlyList<Scope> Scopes), long> inFlight = new();
    readonly Dictionary<(LimitKind Kind, string Type, string Id), (long Calls, long FirstAt)> refused = [];

    public long Calls { get; private set; }

    public long RefusedNanodollars { get; private set; }

    /// <summary>By what refused and whom; the first is told by when it ended.</summary>
    public IReadOnlyDictionary<(LimitKind Kind, string Type, string Id), (long Calls, long FirstAt)> Refused => refused;

    /// <param name="calls">In the order in which they ended.</param>
    public static IEnumerable<PastCall> InOrderOfBegin(IEnumerable<PastCall> calls)
    {
        var waiting = new PriorityQueue<PastCall, (long, long)>();
        var number = 0L;
        foreach (var call in calls)
        {
            // Whatever ends from here on began after these.
            while (waiting.TryPeek(out var first, out _) && first.BegunAt <= call.CreatedAt - Longest) yield return waiting.Dequeue();
            var begun = Math.Clamp(call.BegunAt, call.CreatedAt - Longest, call.CreatedAt);
            waiting.Enqueue(call with { BegunAt = begun }, (begun, number++));
        }

        while (waiting.TryDequeue(out var last, out _)) yield return last;
    }

    /// <summary>In the order in which they began.</summary>
    public void Take(PastCall call, IReadOnlyList<Scope> scopes)
    {
        Calls++;
        SettleUntil(call.BegunAt);
        var now = At(call.BegunAt);
        // What it cost is what it costs here, whatever the price was.
        var price = new CallPrice(null, null, call.CostNanodollars is { } cost ? new OwnPrice("", cost, 0) : null);
        var (grant, block) = ledger.Try(new Demand(call.MessageId, scopes, call.ThreadId, call.InputTokens, call.OutputTokens, price), now);
        if (grant is { Narrowed: null })
        {
            inFlight.Enqueue((call, scopes), call.CreatedAt);
            return;
        }

        ledger.Release(call.MessageId, now);
        RefusedNanodollars += call.CostNanodollars ?? 0;
        var key = ((block ?? grant!.Narrowed!).Kind, call.ActorType, call.ActorId);
        refused[key] = refused.TryGetValue(key, out var before) ? (before.Calls + 1, before.FirstAt) : (1, call.CreatedAt);
    }

    void SettleUntil(long moment)
    {
        while (inFlight.TryPeek(out var one, out var end) && end <= moment)
        {
            inFlight.Dequeue();
            var now = At(end);
            ledger.Settle(one.Call.MessageId, one.Scopes, new Amount(one.Call.InputTokens + one.Call.OutputTokens, one.Call.CostNanodollars ?? 0), now.Day, now);
        }
    }

    /// <summary>No call begins before the first moment by more than it may take.</summary>
    Moment At(long seconds) => new((seconds - from + Longest + 1) * TimeSpan.TicksPerSecond, calendar.DayOf(seconds));
}
