using Portal.Client.Desk;

namespace Portal.Client.Handling;

/// <summary>Tells the others that the viewer has the thread before them, or writes in it, for as long as it is open.</summary>
sealed class OwnPresence(IDeskEvents desk, TeamSession team, TimeProvider time)
{
    /// <summary>The server keeps what it was told for 20 s.</summary>
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(8);

    static readonly TimeSpan WritingLasts = TimeSpan.FromSeconds(6);

    bool isHidden;
    bool hasWritten;
    long wroteAt;
    PresenceState told;

    PresenceState State => isHidden ? PresenceState.Away : hasWritten && time.GetElapsedTime(wroteAt) < WritingLasts ? PresenceState.Writing : PresenceState.Viewing;

    public async Task Run(CancellationToken cancellation)
    {
        using var beat = new PeriodicTimer(Beat, time);
        do await Tell(cancellation);
        while (await beat.WaitForNextTickAsync(cancellation));
    }

    public Task Write(CancellationToken cancellation)
    {
        (hasWritten, wroteAt) = (true, time.GetTimestamp());
        return told == State ? Task.CompletedTask : Tell(cancellation);
    }

    public Task Hide(bool hides, CancellationToken cancellation)
    {
        isHidden = hides;
        return Tell(cancellation);
    }

    /// <summary>One that is not heard is told again at the next beat.</summary>
    async Task Tell(CancellationToken cancellation)
    {
        told = State;
        var answer = await desk.Present(team.Thread.Id, told, cancellation);
        if (answer.IsSuccess) team.Take(answer.Value.People);
    }
}
