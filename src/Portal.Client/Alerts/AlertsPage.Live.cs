using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Alerts;

/// <summary>What is live on the page: by the hub, and while that is away, read again from time to time.</summary>
public sealed partial class AlertsPage
{
    LiveReading? reading;
    AlertFilter? followed;

    /// <summary>How many have come that are not in the list yet.</summary>
    int unseen;

    bool IsNewest => After is null && Before is null;

    protected override void OnInitialized() => reading = new LiveReading(live, time, InvokeAsync, () => InvokeAsync(StateHasChanged));

    protected override void Dispose(bool disposing)
    {
        if (disposing) reading?.Dispose();
        base.Dispose(disposing);
    }

    Task Follow()
    {
        var filter = followed = Filter;
        return reading!.Follow(ends => events.Follow(filter, ends), newest => IsNewest ? Take(newest) : ReadAgain(), ReadAgain, Reload);
    }

    async Task Reload()
    {
        await Load();
        StateHasChanged();
    }

    /// <summary>What is shown stays where reading fails: it is read again soon.</summary>
    async Task ReadAgain()
    {
        var asked = (Filter, Query);
        var answer = await service.List(Filter, Query, Closing);
        if (answer.IsSuccess && asked == (Filter, Query)) await Take(answer.Value);
    }

    /// <summary>Each row keeps its place, so that nothing jumps away under the hand: what has ended says so there, and what is new waits until it is asked for.</summary>
    async Task Take(ListPage<Alert> newest)
    {
        await ReadChosen();
        if (Alerts is null or { Data.Count: 0 })
        {
            (Alerts, error, unseen) = (newest, null, 0);
            StateHasChanged();
            return;
        }

        var shown = Alerts;
        var known = newest.Data.ToDictionary(one => one.Id);
        foreach (var gone in shown.Data.Where(one => !known.ContainsKey(one.Id) && (Filter.Status is null || Filter.Status == one.Status)))
        {
            if ((await service.Get(gone.Id, Closing)).Value is { } read) known[gone.Id] = read;
        }

        // Read anew meanwhile.
        if (shown != Alerts) return;
        Alerts = shown with { Data = [.. shown.Data.Select(one => known.GetValueOrDefault(one.Id, one))] };
        unseen = IsNewest ? newest.Data.Count(one => IsUnseen(one, shown)) : 0;
        StateHasChanged();
    }

    /// <summary>One that stands after all that are shown is of the next page, where there is one.</summary>
    static bool IsUnseen(Alert alert, ListPage<Alert> shown) =>
        shown.Data.All(one => one.Id != alert.Id) && (!shown.HasMore || string.CompareOrdinal(alert.Id, shown.Data[^1].Id) > 0);

    async Task ReadChosen()
    {
        if (Chosen is { } open && open.Id == AlertId && (await service.Get(open.Id, Closing)).Value is { } read && Chosen == open) Chosen = read;
    }
}
