using Portal.Client.Runs;

namespace Portal.Client.Limits;

/// <summary>What is live on the page: by the hub, and while that is away, read again from time to time.</summary>
public sealed partial class LimitsPage
{
    static readonly TimeSpan WithoutHub = TimeSpan.FromSeconds(15);

    CancellationTokenSource? following;
    ITimer? again;

    bool IsLive => live.State == LiveState.Connected;

    protected override void OnInitialized() => live.Changed += Render;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            live.Changed -= Render;
            Unfollow();
        }

        base.Dispose(disposing);
    }

    async Task Follow(string? projectId)
    {
        Unfollow();
        var mine = following = CancellationTokenSource.CreateLinkedTokenSource(Closing);
        again = time.CreateTimer(_ => _ = InvokeAsync(ReadWithoutHub), null, WithoutHub, WithoutHub);
        try
        {
            await foreach (var snapshot in events.Follow(projectId, mine.Token)) await InvokeAsync(() => Take(snapshot));
            // The right to it is gone, or the project: reading says which.
            await InvokeAsync(ReadAgain);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Another project is looked at, or nothing.
        }
    }

    void Take(LimitsSnapshot snapshot)
    {
        (Now, error) = (snapshot, null);
        StateHasChanged();
    }

    Task ReadWithoutHub() => IsLive ? Task.CompletedTask : ReadAgain();

    async Task ReadAgain()
    {
        await Load();
        StateHasChanged();
    }

    void Unfollow()
    {
        again?.Dispose();
        following?.Cancel();
        following?.Dispose();
        following = null;
    }

    void Render() => InvokeAsync(StateHasChanged);
}
