using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Portal.Api;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Runs;

/// <summary>
/// One stored event. Its JSON is made from the stored columns alone, so whoever reads it, now or later, over the hub or
/// as an event stream, reads the same bytes.
/// </summary>
/// <param name="Fields">The further fields, as the inside of a JSON object; empty for none.</param>
[JsonConverter(typeof(ThreadEventConverter))]
[method: ExplicitConstructor]
internal sealed record ThreadEvent(long ThreadSequence, string? RunId, long? Sequence, string Type, string? MessageId, string Fields)
{
    public string ToJson() =>
        $$"""{"sequence":{{Sequence?.ToString() ?? "null"}},"thread_sequence":{{ThreadSequence}},"type":"{{Type}}","run_id":{{Quote(RunId)}},"message_id":{{Quote(MessageId)}}{{(Fields.Length == 0 ? "" : "," + Fields)}}}""";

    static string Quote(string? id) => id is null ? "null" : $"\"{id}\"";
}

/// <summary>An event before the log has numbered it.</summary>
/// <param name="Delta">A piece of text, for the events that carry one.</param>
internal sealed record EventDraft(string Type, string? RunId, string? MessageId, string Fields, string? ToolCallId = null, string? Delta = null)
{
    public static EventDraft Plain(string type, string runId) => new(type, runId, null, "");

    public static EventDraft Status(string type, string runId, MessageStatus status) =>
        new(type, runId, null, $"\"status\":\"{Wire.Word(status)}\"");

    public static EventDraft Piece(string type, string runId, string messageId, string delta, string? toolCallId = null) =>
        new(type, runId, messageId, "", toolCallId, delta);

    public static EventDraft Tool(string type, string runId, string messageId, ToolCall call) =>
        new(type, runId, messageId, $"\"tool_call_id\":\"{call.Id}\",\"tool_call\":{Wire.Serialize(call)}");

    public static EventDraft Flag(string runId, string messageId, SafetyFlag flag) =>
        new(RunEventTypes.SafetyFlagged, runId, messageId, $"\"flag\":{Wire.Serialize(flag)}");

    public static EventDraft Waiting(string runId, string messageId, string? reason) =>
        new(RunEventTypes.RunWaiting, runId, messageId, $"\"reason\":{Wire.Serialize(reason)}");

    public static EventDraft Whole(string type, Message message) =>
        new(type, message.RunId, message.Id, $"\"message\":{Wire.Serialize(message)}");

    /// <summary>This piece and the next as one; null where they are not pieces of the same text.</summary>
    public EventDraft? Joined(EventDraft next) =>
        Delta is not null && next.Delta is not null && Type == next.Type && MessageId == next.MessageId && ToolCallId == next.ToolCallId
            ? this with { Delta = Delta + next.Delta }
            : null;

    public ThreadEvent Number(long threadSequence, long? sequence) => new(threadSequence, RunId, sequence, Type, MessageId, Delta is null
        ? Fields
        : $"{(ToolCallId is null ? "" : $"\"tool_call_id\":\"{ToolCallId}\",")}\"delta\":{Wire.Serialize(Delta)}");
}

/// <summary>Writes the stored JSON as it is.</summary>
internal sealed class ThreadEventConverter : JsonConverter<ThreadEvent>
{
    public override ThreadEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Events are only ever sent.");

    public override void Write(Utf8JsonWriter writer, ThreadEvent value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToJson(), skipInputValidation: true);
}
