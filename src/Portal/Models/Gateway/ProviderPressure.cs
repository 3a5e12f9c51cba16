namespace Portal.Models.Gateway;

/// <summary>How far calls to a provider are held back.</summary>
/// <param name="Factor">Of what they would be otherwise: 1 where it is well, 0.05 at least.</param>
/// <param name="RestsUntil">Not asked before; null where it may be.</param>
/// <param name="Since">Unix seconds of the last lowering; null where there was none.</param>
/// <param name="Reason">For people; null where there is nothing to say.</param>
internal sealed record PressureState(double Factor, DateTimeOffset? RestsUntil, long? Since, string? Reason);

/// <summary>What a provider says of the room it has left, in its answers' headers.</summary>
/// <param name="IsUsedUp">No request, or no token, is left.</param>
/// <param name="ResetsAfter">Until there is room again; null where it does not say.</param>
internal sealed record ProviderHeadroom(bool IsUsedUp, TimeSpan? ResetsAfter);

/// <summary>
/// Watches how providers bear their load. One that refuses for too many requests, or says that nothing is left, is asked half as
/// much at once; one that has become slow, a fifth less. Every ten seconds without that give a tenth back.
/// </summary>
internal sealed class ProviderPressure(TimeProvider time)
{
    public const double Least = 0.05;

    static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    const double StepUp = 0.1;
    const int SlowInARow = 5;
    const int UsualAfter = 20;

    readonly Lock gate = new();
    readonly Dictionary<string, State> providers = [];

    sealed class State
    {
        public double Factor = 1;
        public DateTimeOffset ChangedAt;
        public DateTimeOffset? LoweredAt, RestsUntil;
        public string? Reason;
        public double UsualMs;
        public int Answers, Slow;
    }

    /// <summary>Hears of each lowering: the provider, and how it stands since.</summary>
    public event Action<string, PressureState>? Lowered;

    public void Refused(string providerId, TimeSpan? retryAfter)
    {
        bool isLower;
        lock (gate) isLower = Lower(Of(providerId), 0.5, retryAfter, "It answered 429: too many requests.");
        if (isLower) Lowered?.Invoke(providerId, Read(providerId));
    }

    public void Answered(string providerId, long firstTokenMs, ProviderHeadroom? headroom)
    {
        var isLower = false;
        lock (gate)
        {
            var state = Of(providerId);
            if (headroom is { IsUsedUp: true }) isLower = Lower(state, 0.5, headroom.ResetsAfter, "It said that nothing of its rate limit is left.");
            var isSlow = state.Answers >= UsualAfter && firstTokenMs > Math.Max(3 * state.UsualMs, state.UsualMs + 1000);
            state.Slow = isSlow ? state.Slow + 1 : 0;
            if (state.Slow >= SlowInARow)
            {
                state.Slow = 0;
                isLower |= Lower(state, 0.8, null, $"Its first tokens take over {firstTokenMs / 1000.0:0.#} s; {state.UsualMs / 1000:0.#} s were usual.");
            }

            if (!isSlow) state.UsualMs = state.Answers++ == 0 ? firstTokenMs : state.UsualMs + ((firstTokenMs - state.UsualMs) / Math.Min(state.Answers, UsualAfter));
        }

        if (isLower) Lowered?.Invoke(providerId, Read(providerId));
    }

    public PressureState Read(string providerId)
    {
        lock (gate)
        {
            if (!providers.TryGetValue(providerId, out var state)) return new(1, null, null, null);
            Raise(state);
            var rests = state.RestsUntil > time.GetUtcNow() ? state.RestsUntil : null;
            return new(state.Factor, rests, state.LoweredAt?.ToUnixTimeSeconds(), state.Factor < 1 || rests is not null ? state.Reason : null);
        }
    }

    State Of(string providerId) => providers.TryGetValue(providerId, out var state) ? state : providers[providerId] = new State();

    /// <returns>False where it stays as it is.</returns>
    bool Lower(State state, double by, TimeSpan? rest, string reason)
    {
        Raise(state);
        var now = time.GetUtcNow();
        if (rest is { } pause && pause > TimeSpan.Zero && !(state.RestsUntil > now + pause)) state.RestsUntil = now + (pause < LongestRest ? pause : LongestRest);
        // Calls that were under way together are refused together, for one reason.
        if (now - state.LoweredAt < Burst) return false;
        (state.Factor, state.LoweredAt, state.ChangedAt, state.Reason) = (Math.Max(Least, state.Factor * by), now, now, reason);
        return true;
    }

    void Raise(State state)
    {
        var steps = (int)((time.GetUtcNow() - state.ChangedAt) / Step);
        if (state.Factor >= 1 || steps <= 0) return;
        state.Factor = Math.Min(1, state.Factor + (StepUp * steps));
        state.ChangedAt += Step * steps;
    }
}
