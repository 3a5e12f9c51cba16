using Portal.Client.Runs;

namespace Portal.Client.Limits;

/// <summary>What is live on the page: by the hub, and while that is away, read again from time to time.</summary>
public sealed partial class LimitsPage
{
    LiveReading? reading;

    protected override void OnInitialized() => reading = new LiveReading(live, time, InvokeAsync, () => InvokeAsync(StateHasChanged));

    protected override void Dispose(bool disposing)
    {
        if (disposing) reading?.Dispose();
        base.Dispose(disposing);
    }

    Task Follow(string? projectId) => reading!.Follow(ends => events.Follow(projectId, ends), Take, ReadAgain, ReadAgain);

    Task Take(LimitsSnapshot snapshot)
    {
        (Now, error) = (snapshot, null);
        StateHasChanged();
        return Task.CompletedTask;
    }

    async Task ReadAgain()
    {
        await Load();
        StateHasChanged();
    }
}
