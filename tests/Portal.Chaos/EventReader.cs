using System.Text;
using System.Text.Json;

namespace Portal.Chaos;

/// <summary>Reads one run's event stream and keeps its bytes, event by event; may be dropped anywhere and resumed.</summary>
sealed class EventReader(PortalApi api, string path)
{
    readonly List<string> events = [];

    /// <summary>Each as it came, from <c>id:</c> to its empty line.</summary>
    public IReadOnlyList<string> Events => events;

    /// <summary>The bytes read, without comments and the closing <c>done</c>.</summary>
    public string Text => string.Concat(events);

    /// <summary>The JSON of each event.</summary>
    public IEnumerable<string> Data => events.Select(DataOf);

    public bool IsDone { get; private set; }

    long Cursor => events.Count == 0 ? 0 : long.Parse(events[^1][4..events[^1].IndexOf('\n')]);

    public static string DataOf(string entry) => entry[(entry.IndexOf("\ndata: ", StringComparison.Ordinal) + 7)..].TrimEnd('\n');

    /// <summary>Reads on from the last whole event until <c>done</c>, the end of the connection, or so many bytes.</summary>
    public async Task Read(CancellationToken cancellation, int? dropAfter = null)
    {
        try
        {
            await using var stream = await api.Stream(path, Cursor, cancellation);
            await Read(stream, dropAfter ?? int.MaxValue, cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // Killed in the middle, as many tests want.
        }
    }

    /// <summary>Reads to the end, dropped again and again after a random number of bytes.</summary>
    public async Task<int> ReadInPieces(Random random, int longest, CancellationToken cancellation)
    {
        var drops = 0;
        while (!IsDone)
        {
            await Read(cancellation, random.Next(1, longest));
            if (!IsDone) drops++;
        }

        return drops;
    }

    async Task Read(Stream stream, int dropAfter, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        var pending = new List<byte>();
        while (dropAfter > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, dropAfter)), cancellation);
            if (count == 0) return;
            dropAfter -= count;
            for (var index = 0; index < count; index++)
            {
                pending.Add(buffer[index]);
                if (pending.Count < 2 || pending[^1] != '\n' || pending[^2] != '\n') continue;
                Take(Encoding.UTF8.GetString([.. pending]));
                pending.Clear();
                if (IsDone) return;
            }
        }
    }

    void Take(string entry)
    {
        if (entry.StartsWith(':')) return;
        if (entry.StartsWith("event: done", StringComparison.Ordinal)) IsDone = true;
        else events.Add(entry);
    }

    /// <summary>What the deltas of a message say together.</summary>
    public static string TextOf(IEnumerable<string> data, string messageId) => string.Concat(data
        .Select(entry => JsonElement.Parse(entry))
        .Where(entry => entry.GetProperty("type").GetString() == "message.delta" && entry.GetProperty("message_id").GetString() == messageId)
        .Select(entry => entry.GetProperty("delta").GetString()));
}
