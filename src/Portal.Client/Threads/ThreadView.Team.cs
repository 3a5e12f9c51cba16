using Microsoft.AspNetCore.Components;
using Portal.Client.Desk;
using Portal.Client.Handling;
using Portal.Client.Runs;

namespace Portal.Client.Threads;

/// <summary>The team in the open thread.</summary>
public sealed partial class ThreadView
{
    CancellationTokenSource joined = new();
    TeamSession? team;
    OwnPresence? presence;
    NoteBox? noteBox;
    bool noting;

    [Inject]
    IHandlingService Handling { get; set; } = null!;

    [Inject]
    IDeskEvents Desk { get; set; } = null!;

    [Inject]
    LiveDesk Live { get; set; } = null!;

    bool WritesNotes => noting || team?.IsOthers == true;

    /// <summary>Goes with each session: after the thread was read anew both begin anew.</summary>
    void Begin(ThreadSession begun)
    {
        var begins = team = new(Thread!, Viewer?.UserId, Handling);
        begun.Happened += happened => _ = InvokeAsync(() => Take(happened));
        begins.Changed += () => _ = InvokeAsync(() => ShowTeam(begins));
    }

    /// <summary>Begins to hear of what the team does, and to tell that the viewer is here.</summary>
    void Join()
    {
        joined.Cancel();
        joined = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        presence = new(Desk, team!, Time);
        _ = Until(team!.Read);
        _ = Until(presence.Run);
        Live.Happened -= HearDesk;
        Live.Happened += HearDesk;
        Live.Follow();
        team!.Take(Live.PeopleIn(Id));
    }

    async Task Until(Func<CancellationToken, Task> work)
    {
        var token = joined.Token;
        try
        {
            await work(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The page has gone on.
        }
        catch (Exception unexpected)
        {
            await DispatchExceptionAsync(unexpected);
        }
    }

    void HearDesk(DeskEvent item) => _ = InvokeAsync(async () =>
    {
        switch (item)
        {
            case DeskSnapshot:
                team!.Take(Live.PeopleIn(Id));
                await RefreshThread();
                break;
            case PresenceChanged changed when changed.ThreadId == Id:
                team!.Take(changed.People);
                break;
            case ThreadChanged changed when changed.Thread.Id == Id:
                team!.Take(changed.Thread);
                break;
        }
    });

    async Task Take(RunEvent happened)
    {
        await Until(token => team!.Take(happened, token));
        await RefreshThread();
    }

    async Task ShowTeam(TeamSession changed)
    {
        if (changed != team) return;
        var isNews = Thread != changed.Thread;
        Thread = changed.Thread;
        StateHasChanged();
        if (isNews) await OnActivity.InvokeAsync(Thread);
    }

    Task Typing() => presence?.Write(joined.Token) ?? Task.CompletedTask;

    Task SetAway(bool isAway) => presence?.Hide(isAway, joined.Token) ?? Task.CompletedTask;

    async Task Leave()
    {
        Live.Happened -= HearDesk;
        await joined.CancelAsync();
        joined.Dispose();
        if (presence is not null) _ = Desk.Present(Id, PresenceState.Away, CancellationToken.None);
    }
}
