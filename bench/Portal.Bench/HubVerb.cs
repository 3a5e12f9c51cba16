using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Runs;

namespace Portal.Bench;

/// <summary>
/// A reply of 20,000 pieces as the hub sends it and as a page reads it, by protocol: JSON with generated serializers;
/// MessagePack around each event's stored JSON; and MessagePack throughout, for which the server takes the stored event
/// apart. Only the protocols are measured, without a network.
/// </summary>
static class HubVerb
{
    static readonly JsonHubProtocol ServerJson = new(Microsoft.Extensions.Options.Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = Wire.Json }));
    static readonly JsonHubProtocol PageJson = new(Microsoft.Extensions.Options.Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = new(ApiJson.Default.Options) }));
    static readonly MessagePackHubProtocol Packed = new();

    public static Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var events = LiveReply.Events(measurement.Size(20_000, 300));
        Measure<RunEvent>(measurement, "JSON, generated serializers", ServerJson, PageJson, events, stored => stored, read => read, cancellation);
        Measure<string>(measurement, "MessagePack around the stored JSON", Packed, Packed, events, stored => stored.ToJson(), read => JsonSerializer.Deserialize(read, ApiJson.Default.RunEvent)!, cancellation);
        Measure<PackedEvent>(measurement, "MessagePack throughout", Packed, Packed, events, PackedEvent.From, read => read.ToEvent(), cancellation);
        return Task.CompletedTask;
    }

    static void Measure<T>(
        Measurement measurement, string name, IHubProtocol server, IHubProtocol page, IReadOnlyList<ThreadEvent> events,
        Func<ThreadEvent, object> send, Func<T, RunEvent> take, CancellationToken cancellation)
    {
        var binder = new ItemsOf(typeof(T));
        byte[][] wire = [];
        List<double> writing = [], reading = [];
        for (var pass = 0; pass < measurement.Size(15, 3); pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            wire = [.. events.Select(stored => server.GetMessageBytes(new StreamItemMessage("1", send(stored))).ToArray())];
            writing.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / events.Count);
            began = Stopwatch.GetTimestamp();
            foreach (var (bytes, stored) in wire.Zip(events))
            {
                var sequence = new ReadOnlySequence<byte>(bytes);
                if (!page.TryParseMessage(ref sequence, binder, out var message) || take((T)((StreamItemMessage)message).Item!).ThreadSequence != stored.ThreadSequence)
                    throw new InvalidOperationException($"{name} does not give back what was sent.");
            }

            reading.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / events.Count);
        }

        measurement.Add($"{name}: on the wire", wire.Average(bytes => (double)bytes.Length), "bytes an event");
        measurement.Add($"{name}: written", writing.Median(), "µs an event");
        measurement.Add($"{name}: read", reading.Median(), "µs an event");
    }

    sealed class ItemsOf(Type type) : IInvocationBinder
    {
        public Type GetStreamItemType(string streamId) => type;

        public Type GetReturnType(string invocationId) => type;

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];
    }
}

/// <summary>The events of one reply, with the lengths that a model's tokens have.</summary>
static class LiveReply
{
    static readonly string[] Pieces = ["The", " return", " of", " an", " opened", " parcel", " is", " free", " within", " thirty", " days", ",", " later", " ones", " go", " to", " a", " person", ".\n\n", "- **", "Order", "**:", " `A-", "1001", "`", " déjà", " vu"];

    public static IReadOnlyList<ThreadEvent> Events(int count)
    {
        var random = new Random(1);
        var (run, reply) = (Ids.New("run"), Ids.New("msg"));
        List<ThreadEvent> events = [EventDraft.Plain(RunEventTypes.RunCreated, run).Number(41, 1)];
        while (events.Count < count)
        {
            var type = events.Count < count / 20 ? RunEventTypes.ReasoningDelta : RunEventTypes.MessageDelta;
            events.Add(EventDraft.Piece(type, run, reply, Pieces[random.Next(Pieces.Length)]).Number(41 + events.Count, 1 + events.Count));
        }

        return events;
    }
}

/// <summary>An event as an array, which is how MessagePack is smallest.</summary>
[MessagePackObject]
public sealed record PackedEvent(
    [property: Key(0)] long? Sequence,
    [property: Key(1)] long ThreadSequence,
    [property: Key(2)] string Type,
    [property: Key(3)] string? RunId,
    [property: Key(4)] string? MessageId,
    [property: Key(5)] string? Delta)
{
    internal static PackedEvent From(ThreadEvent stored)
    {
        using var fields = JsonDocument.Parse($"{{{stored.Fields}}}");
        var delta = fields.RootElement.TryGetProperty("delta", out var text) ? text.GetString() : null;
        return new(stored.Sequence, stored.ThreadSequence, stored.Type, stored.RunId, stored.MessageId, delta);
    }

    internal RunEvent ToEvent() => new(Sequence, ThreadSequence, Type, RunId, MessageId, Delta);
}
