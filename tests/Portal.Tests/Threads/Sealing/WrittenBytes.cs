using System.Text;
using Portal.Chaos;

namespace Portal.Tests.Threads.Sealing;

/// <summary>Every byte that a portal has written: its files, whatever they are, and its log.</summary>
static class WrittenBytes
{
    public static IReadOnlyList<string> With(PortalHost host, string word)
    {
        byte[][] spellings = [Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)];
        var files = Directory.EnumerateFiles(host.DataDirectory, "*", SearchOption.AllDirectories)
            .Where(file => Read(file) is var bytes && spellings.Any(spelling => bytes.AsSpan().IndexOf(spelling) >= 0));
        return [.. files, .. host.Log.Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Until what was overwritten has left the write-ahead log.</summary>
    public static Task AreWithout(PortalHost host, string word) => Until.True(
        () => Task.FromResult(With(host, word).Count == 0), $"nothing that was written holds {word}", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
