using System.Data;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Portal.Api;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Models.Gateway;

namespace Portal.Runs;

/// <summary>A reply that is being written: its message as created, and the pieces that have come so far.</summary>
internal sealed class ReplyDraft(Message message)
{
    readonly StringBuilder text = new();
    readonly StringBuilder reasoning = new();
    readonly List<(string Id, string Name, StringBuilder Arguments)> calls = [];
    readonly Dictionary<int, int> callByIndex = [];
    readonly List<SafetyFlag> flags = [];
    long reasonedFrom, reasonedTo;

    public string Text => text.ToString();

    public string ReasoningText => reasoning.ToString();

    public IReadOnlyList<ToolCall> ToolCalls => [.. calls.Select(call =>
        new ToolCall(call.Id, "function", new ToolCallFunction(call.Name, call.Arguments.ToString())))];

    /// <summary>Reads the pieces back from the thread's events: after a crash, or for a reader of a reply in progress.</summary>
    public static ReplyDraft Restore(IDbConnection connection, Message message)
    {
        var draft = new ReplyDraft(message);
        foreach (var piece in ThreadEventsRepository.OfMessage(connection, message.ThreadId, message.Id, message.FirstSequence ?? 0))
        {
            var fields = JsonDocument.Parse($"{{{piece.Fields}}}").RootElement;
            switch (piece.Type)
            {
                case RunEventTypes.MessageDelta:
                    draft.text.Append(fields.GetProperty("delta").GetString());
                    break;
                case RunEventTypes.ReasoningDelta:
                    draft.reasoning.Append(fields.GetProperty("delta").GetString());
                    break;
                case RunEventTypes.ToolCallCreated:
                    var call = fields.GetProperty("tool_call").Deserialize<ToolCall>(Wire.Json)!;
                    draft.calls.Add((call.Id, call.Function.Name, new StringBuilder()));
                    break;
                case RunEventTypes.ToolCallDelta:
                    draft.calls.Find(one => one.Id == fields.GetProperty("tool_call_id").GetString()).Arguments.Append(fields.GetProperty("delta").GetString());
                    break;
            }
        }

        return draft;
    }

    /// <summary>Takes one piece from the model, and gives the events that tell viewers of it.</summary>
    public IEnumerable<EventDraft> Take(ModelChunk chunk)
    {
        switch (chunk)
        {
            case ModelChunk.TextDelta { Text.Length: > 0 } piece:
                EndReasoning();
                text.Append(piece.Text);
                yield return EventDraft.Piece(RunEventTypes.MessageDelta, message.RunId!, message.Id, piece.Text);
                break;
            case ModelChunk.ReasoningDelta { Text.Length: > 0 } piece:
                if (reasonedFrom == 0) reasonedFrom = Stopwatch.GetTimestamp();
                reasoning.Append(piece.Text);
                yield return EventDraft.Piece(RunEventTypes.ReasoningDelta, message.RunId!, message.Id, piece.Text);
                break;
            case ModelChunk.Flagged flagged:
                // What was found in the question is the question's.
                if (flagged.Flag.MessageId == message.Id) flags.Add(flagged.Flag);
                yield return EventDraft.Flag(message.RunId!, message.Id, flagged.Flag);
                break;
            case ModelChunk.Waiting waiting:
                yield return EventDraft.Waiting(message.RunId!, message.Id, waiting.Reason);
                break;
            case ModelChunk.ToolCallDelta piece:
                EndReasoning();
                if (!callByIndex.TryGetValue(piece.Index, out var at))
                {
                    callByIndex[piece.Index] = at = calls.Count;
                    calls.Add((Ids.New("call"), piece.Name ?? "", new StringBuilder()));
                    yield return EventDraft.Tool(RunEventTypes.ToolCallCreated, message.RunId!, message.Id,
                        new ToolCall(calls[at].Id, "function", new ToolCallFunction(calls[at].Name, "")));
                }

                if (piece.ArgumentsDelta is { Length: > 0 } arguments)
                {
                    calls[at].Arguments.Append(arguments);
                    yield return EventDraft.Piece(RunEventTypes.ToolCallDelta, message.RunId!, message.Id, arguments, calls[at].Id);
                }

                break;
        }
    }

    /// <summary>The message with what has come so far.</summary>
    public Message ToMessage() => message with
    {
        Content = text.Length == 0 ? null : new MessageContent(Text),
        Reasoning = reasoning.Length == 0 ? [] : [new Reasoning(ReasoningText, null, ReasoningMs)],
        ToolCalls = ToolCalls,
        SafetyFlags = [.. message.SafetyFlags, .. flags],
    };

    /// <summary>Null where it was read back.</summary>
    long? ReasoningMs => reasonedFrom == 0 ? null : (long)Stopwatch.GetElapsedTime(reasonedFrom, reasonedTo == 0 ? Stopwatch.GetTimestamp() : reasonedTo).TotalMilliseconds;

    void EndReasoning()
    {
        if (reasonedFrom != 0 && reasonedTo == 0) reasonedTo = Stopwatch.GetTimestamp();
    }
}
