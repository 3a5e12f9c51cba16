using System.Text;
using Portal.Chaos;

namespace Portal.Tests.Threads.Sealing;

/// <summary>Every byte that a portal has written: its files, whatever they are, and its log.</summary>
static class WrittenBytes
{
    public static IReadOnlyList<string> With(PortalHost host, string word) =>
        [.. FilesWith(host, word), .. host.Log.Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Each with what stands around the word.</summary>
    public static IReadOnlyList<string> FilesWith(PortalHost host, string word)
    {
        byte[][] spellings = [Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)];
        return
        [
            .. from file in Directory.EnumerateFiles(host.DataDirectory, "*", SearchOption.AllDirectories)
               let bytes = Read(file)
               from spelling in spellings
               let at = bytes.AsSpan().IndexOf(spelling)
               where at >= 0
               select $"{Path.GetFileName(file)}: {Encoding.Latin1.GetString(bytes[Math.Max(0, at - 80)..Math.Min(bytes.Length, at + 80)])}",
        ];
    }

    /// <summary>Until what was overwritten has left the write-ahead log.</summary>
    public static async Task AreWithout(PortalHost host, string word)
    {
        IReadOnlyList<string> left = [];
        try
        {
            await Until.True(() => Task.FromResult((left = FilesWith(host, word)).Count == 0), $"no file holds {word}", TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Empty(left);
        }
    }

    static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
