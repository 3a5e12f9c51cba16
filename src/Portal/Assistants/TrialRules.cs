using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Threads;

namespace Portal.Assistants;

/// <summary>What a conversation that is tried must keep to, so that a model can take it, and how it reads as messages.</summary>
internal static class TrialRules
{
    public static ApiError? Check(IReadOnlyList<TryMessage> messages)
    {
        var open = new HashSet<string>();
        for (var index = 0; index < messages.Count; index++)
        {
            if (Check(messages[index], $"messages[{index}]", open) is { } wrong) return wrong;
        }

        if (messages[^1].Role is MessageRole.Assistant)
            return ApiError.Invalid("The last message must be the user's or a tool's output; there is nothing to answer otherwise.", $"messages[{messages.Count - 1}].role", "invalid_value");
        return open.Count == 0 ? null : ApiError.Invalid($"The tool call '{open.First()}' has no output yet. Add a message of the role 'tool' for it.", "messages", "missing_output");
    }

    public static IReadOnlyList<Message> ToMessages(IReadOnlyList<TryMessage> messages, MessageAuthor author, long now) =>
        [.. messages.Select((message, index) => Blank($"try_{index}", message.Role, author, now) with
        {
            Content = message.Content is null ? null : new MessageContent(message.Content),
            ToolCalls = message.ToolCalls ?? [],
            ToolCallId = message.ToolCallId,
            Status = MessageStatus.Completed,
        })];

    /// <summary>A message that belongs to no thread and no run.</summary>
    public static Message Blank(string id, MessageRole role, MessageAuthor author, long now) => new(
        id, "", null, null, role, author, null, [], [], null, [], [], MessageStatus.InProgress, null, null, null, null,
        new Dictionary<string, string>(), [], now, null);

    static ApiError? Check(TryMessage message, string place, HashSet<string> open)
    {
        var calls = message.ToolCalls ?? [];
        if (calls.Any(call => call is not { Id.Length: > 0, Function: { Name: not null, Arguments: not null } }))
            return ApiError.Invalid($"Each call in '{place}.tool_calls' needs its id, and a function with name and arguments.", $"{place}.tool_calls", "invalid_value");
        if (calls.Count > 0 && message.Role is not MessageRole.Assistant)
            return ApiError.Invalid($"'{place}.tool_calls' belongs to a message of the assistant alone.", $"{place}.tool_calls", "unknown_field");
        if (message.Content is null && calls.Count == 0)
            return ApiError.Invalid($"'{place}.content' is missing.", $"{place}.content", "missing_field");
        if (message.Role is MessageRole.Tool != message.ToolCallId is not null)
            return ApiError.Invalid($"'{place}.tool_call_id' names the call that a message of the role 'tool' answers, and stands only there.", $"{place}.tool_call_id", "invalid_value");
        if (message.ToolCallId is { } answered && !open.Remove(answered))
            return ApiError.Invalid($"'{place}.tool_call_id' names no call that is open at this point.", $"{place}.tool_call_id", "invalid_value");
        if (message.ToolCallId is null && open.Count > 0)
            return ApiError.Invalid($"The tool call '{open.First()}' has no output before '{place}'. Add a message of the role 'tool' for it.", place, "missing_output");
        open.UnionWith(calls.Select(call => call.Id));
        return null;
    }
}
