using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Live;
using Portal.Background;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Alerts;

/// <summary>
/// The live view of alerts. It ends with the caller's token, when the server stops, and when the caller's rights become others:
/// whoever may then begins anew.
/// </summary>
internal sealed class AlertsStreams(
    IAlertsService alerts, AlertFeed feed, IDatabase database, CallContext context, ILiveRights rights, IHostApplicationLifetime lifetime, TimeProvider time)
    : IAlertsEvents
{
    /// <summary>No more than one list is sent in this time.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    static readonly ListQuery Newest = new(Limit: IAlertsEvents.Most);

    public Result<IAsyncEnumerable<ListPage<Alert>>> Begin(AlertFilter filter, CancellationToken cancellation)
    {
        var caller = context.Caller;
        return caller.Check(Permission.ReadUsage) is { } denied ? denied : Result.Of(Guarded(caller, filter, cancellation));
    }

    public async IAsyncEnumerable<ListPage<Alert>> Follow(AlertFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = Begin(filter, cancellation);
        if (!begun.IsSuccess) yield break;
        await foreach (var newest in begun.Value.WithCancellation(cancellation)) yield return newest;
    }

    async IAsyncEnumerable<ListPage<Alert>> Guarded(Caller caller, AlertFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reach = Reach(caller);
        using var right = rights.Watch(caller, fresh => fresh.Check(Permission.ReadUsage) is null && Reach(fresh) == reach);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Lost, lifetime.ApplicationStopping);
        using var changed = new Signal();
        feed.Changed += changed.Raise;
        try
        {
            while (true)
            {
                var read = await alerts.List(filter, Newest, ends.Token);
                if (!read.IsSuccess) yield break;
                yield return read.Value;
                await Task.Delay(Pause, time, ends.Token);
                await changed.Wait(ends.Token);
                // Writes are done in their order: after this one the alert that was told of is there.
                await database.WriteSoon(_ => true, ends.Token);
            }
        }
        finally
        {
            feed.Changed -= changed.Raise;
        }
    }

    /// <summary>Whose alerts the caller sees, in a word.</summary>
    static string Reach(Caller caller) => caller.ProjectsWith(Permission.ReadUsage) is { } some ? string.Join(" ", some.Order()) : "organization";
}
