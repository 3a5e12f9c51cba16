namespace Portal.Api;

/// <summary>One at a time for each key, in this process.</summary>
internal static class KeyedLock
{
    static readonly Dictionary<string, Entry> Entries = [];

    public static async Task<IDisposable> Enter(string key, CancellationToken cancellation)
    {
        Entry? entry;
        lock (Entries)
        {
            if (!Entries.TryGetValue(key, out entry)) Entries[key] = entry = new Entry(key);
            entry.Users++;
        }

        try
        {
            await entry.Gate.WaitAsync(cancellation);
        }
        catch
        {
            entry.Leave();
            throw;
        }

        return new Turn(entry);
    }

    sealed class Entry(string key) : IDisposable
    {
        public readonly SemaphoreSlim Gate = new(1, 1);
        public int Users;

        public void Dispose() => Gate.Dispose();

        public void Leave()
        {
            lock (Entries)
            {
                if (--Users > 0) return;
                Entries.Remove(key);
                Dispose();
            }
        }
    }

    sealed class Turn(Entry entry) : IDisposable
    {
        int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 1) return;
            entry.Gate.Release();
            entry.Leave();
        }
    }
}
