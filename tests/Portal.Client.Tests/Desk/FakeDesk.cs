using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Desk;

/// <summary>A desk on which a test says what happens.</summary>
sealed class FakeDesk : IDeskEvents, IDeskService
{
    readonly Feed<DeskEvent> feed = new();

    /// <summary>How often somebody began to follow.</summary>
    public int Followers { get; private set; }

    public List<(string ThreadId, PresenceState State)> Told { get; } = [];

    public List<AttentionClearInput> Cleared { get; } = [];

    public ApiError? Failure { get; set; }

    public void Say(DeskEvent happened) => feed.Say(happened);

    public IAsyncEnumerable<DeskEvent> Follow(string? projectId, CancellationToken cancellation)
    {
        Followers++;
        return feed.Follow(cancellation);
    }

    public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation)
    {
        Told.Add((threadId, state));
        return Task.FromResult<Result<ThreadPresence>>(new ThreadPresence(threadId, []));
    }

    public Task<Result<ListPage<Attention>>> ListAttention(ListQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<AttentionClear>> ClearAttention(AttentionClearInput input, CancellationToken cancellation)
    {
        Cleared.Add(input);
        return Task.FromResult<Result<AttentionClear>>(Failure is null ? new AttentionClear(input.ThreadId) : Failure);
    }
}
