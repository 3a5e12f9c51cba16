using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Portal.Client.Tests.Shared;

/// <summary>
/// What a fake tells live. A test's <see cref="Say"/> comes back once those who follow have taken it in:
/// a browser has one thread, so nothing that a page does by itself may run beside what a test does to it.
/// </summary>
sealed class Feed<T>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Channel<T> channel = Channel.CreateUnbounded<T>();
    int followers;
    int waiting;

    /// <summary>Kept for the first who follows when nobody does.</summary>
    public void Say(T item)
    {
        Interlocked.Increment(ref waiting);
        channel.Writer.TryWrite(item);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref waiting) == 0 || Volatile.Read(ref followers) == 0, Patience), "Who follows did not take in what was said.");
    }

    public void End() => channel.Writer.Complete();

    public async IAsyncEnumerable<T> Follow([EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref followers);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellation))
            {
                try
                {
                    yield return item;
                }
                finally
                {
                    Interlocked.Decrement(ref waiting);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref followers);
        }
    }
}
