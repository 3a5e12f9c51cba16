using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Portal.Chaos;

/// <summary>
/// Follows a thread over the hub with nothing but a web socket, and keeps the JSON of each event as it came:
/// https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md.
/// </summary>
sealed class HubReader(PortalApi api, string threadId)
{
    const char End = '\u001e';
    readonly List<string> events = [];

    public IReadOnlyList<string> Events => events;

    long Cursor => events.Count == 0 ? 0 : JsonElement.Parse(events[^1]).GetProperty("thread_sequence").GetInt64();

    /// <summary>Follows from the last event until the last wanted has come, so many came, or the connection ends.</summary>
    /// <returns>True where the last wanted has come.</returns>
    public async Task<bool> Follow(Func<string, bool> isLast, CancellationToken cancellation, int? dropAfter = null)
    {
        var left = dropAfter ?? int.MaxValue;
        try
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", $"Bearer {api.Key}");
            await socket.ConnectAsync(new UriBuilder(api.Address) { Scheme = "ws", Path = "/hubs/chat" }.Uri, cancellation);
            await Send(socket, """{"protocol":"json","version":1}""", cancellation);
            await Send(socket, $$"""{"type":4,"invocationId":"1","target":"Follow","arguments":["{{threadId}}",{{Cursor}}]}""", cancellation);
            await foreach (var message in Messages(socket, cancellation))
            {
                if (left-- <= 0) return false;
                using var parsed = JsonDocument.Parse(message);
                if (!parsed.RootElement.TryGetProperty("type", out var type)) continue;
                if (parsed.RootElement.TryGetProperty("error", out _)) throw new InvalidOperationException($"The hub ended the stream: {message}");
                if (type.GetInt32() != 2) continue;
                events.Add(parsed.RootElement.GetProperty("item").GetRawText());
                if (isLast(events[^1])) return true;
            }
        }
        catch (Exception error) when (error is WebSocketException or HttpRequestException or IOException)
        {
            // Killed in the middle, as many tests want.
        }

        return false;
    }

    public async Task FollowInPieces(Func<string, bool> isLast, Random random, int most, CancellationToken cancellation)
    {
        while (!await Follow(isLast, cancellation, random.Next(1, most))) { }
    }

    static Task Send(ClientWebSocket socket, string message, CancellationToken cancellation) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, cancellation);

    static async IAsyncEnumerable<string> Messages(ClientWebSocket socket, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[8192];
        var pending = new List<byte>();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, cancellation);
            if (received.MessageType == WebSocketMessageType.Close) yield break;
            for (var index = 0; index < received.Count; index++)
            {
                if (buffer[index] != End)
                {
                    pending.Add(buffer[index]);
                    continue;
                }

                yield return Encoding.UTF8.GetString([.. pending]);
                pending.Clear();
            }
        }
    }
}
