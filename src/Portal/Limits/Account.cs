namespace Portal.Limits;

/// <summary>Tokens and nano-dollars.</summary>
internal readonly record struct Amount(long Tokens, long Nanodollars)
{
    public static Amount operator +(Amount left, Amount right) => new(left.Tokens + right.Tokens, left.Nanodollars + right.Nanodollars);

    public static Amount operator -(Amount left, Amount right) => new(left.Tokens - right.Tokens, left.Nanodollars - right.Nanodollars);
}

/// <summary>The counters of one scope: what was spent in each day and month, what is reserved, and who is in flight.</summary>
internal sealed class Account
{
    readonly Dictionary<DateOnly, Amount> days = [];
    readonly Dictionary<DateOnly, Amount> months = [];
    readonly Dictionary<string, int> threads = [];

    public Bucket Tokens { get; } = new();

    public Bucket Requests { get; } = new();

    /// <summary>Of calls that have ended; what is open is reserved.</summary>
    public LastMinute LastTokens { get; } = new();

    public LastMinute LastRequests { get; } = new();

    public Amount Reserved { get; set; }

    public int Threads => threads.Count;

    public Amount Day(DateOnly day) => days.GetValueOrDefault(day);

    public Amount Month(DateOnly day) => months.GetValueOrDefault(MonthOf(day));

    public void Spend(DateOnly day, Amount amount)
    {
        days[day] = days.GetValueOrDefault(day) + amount;
        months[MonthOf(day)] = months.GetValueOrDefault(MonthOf(day)) + amount;
    }

    public bool HasThread(string threadId) => threads.ContainsKey(threadId);

    public void Enter(string threadId) => threads[threadId] = threads.GetValueOrDefault(threadId) + 1;

    public void Leave(string threadId)
    {
        if (--threads[threadId] == 0) threads.Remove(threadId);
    }

    /// <summary>What was read anew takes the place of what was spent.</summary>
    public void Forget()
    {
        days.Clear();
        months.Clear();
    }

    static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>
/// A token bucket, told by what was taken out of it: that drains at the limit's pace, and what is left of the limit is room.
/// Exact in whole ticks, so that no order of calls gains or loses a fraction.
/// </summary>
internal sealed class Bucket
{
    const long TicksPerMinute = TimeSpan.TicksPerMinute;

    /// <summary>In tokens times ticks of a minute.</summary>
    Int128 taken;
    long at;

    /// <summary>To put back by <see cref="Restore"/>.</summary>
    public Int128 Saved => taken;

    public void Restore(Int128 saved) => taken = saved;

    public void Take(long amount) => taken = Int128.Max(0, taken + ((Int128)amount * TicksPerMinute));

    /// <summary>Rounded up: a fraction is taken as well.</summary>
    public long Taken(long perMinute, long now)
    {
        Drain(perMinute, now);
        return (long)((taken + TicksPerMinute - 1) / TicksPerMinute);
    }

    /// <summary>Until so much more fits; zero where it does.</summary>
    public TimeSpan Until(long amount, long perMinute, long now)
    {
        Drain(perMinute, now);
        var over = taken + ((Int128)(amount - perMinute) * TicksPerMinute);
        return over <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)((over + perMinute - 1) / perMinute));
    }

    void Drain(long perMinute, long now)
    {
        if (now > at) taken = Int128.Max(0, taken - ((Int128)perMinute * (now - at)));
        at = Math.Max(at, now);
    }
}

/// <summary>What was used in the last minute, to the second: what is shown where no limit counts it.</summary>
internal sealed class LastMinute
{
    const int Seconds = 60;

    readonly long[] bySecond = new long[Seconds];
    long newest;

    public void Add(long amount, long now)
    {
        Advance(now);
        bySecond[newest % Seconds] += amount;
    }

    public long Read(long now)
    {
        Advance(now);
        return Math.Max(0, bySecond.Sum());
    }

    void Advance(long now)
    {
        var second = now / TimeSpan.TicksPerSecond;
        if (second - newest >= Seconds) Array.Clear(bySecond);
        else for (var gone = newest + 1; gone <= second; gone++) bySecond[gone % Seconds] = 0;
        newest = Math.Max(newest, second);
    }
}

/// <summary>What was used of late: about the last minute's worth, older use fading.</summary>
internal sealed class Recent
{
    double value;
    long at;

    public double Read(long now)
    {
        if (now > at) value *= Math.Exp(-(now - at) / (double)TimeSpan.TicksPerMinute);
        at = Math.Max(at, now);
        return value;
    }

    public void Add(long tokens, long now) => value = Math.Max(0, Read(now) + tokens);
}
