using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>What a message may hold, beyond its shape.</summary>
internal static class MessageRules
{
    public const int MaxCharacters = 256_000;

    public static ApiError? Check(MessageInput input)
    {
        if (CheckContent(input.Content, "content") is { } wrong) return wrong;
        if (input.Attachments is [{ } first, ..]) return ApiError.NotFound("file", first.FileId, "attachments[0].file_id");
        if (input.Role is MessageRole.Tool)
        {
            if (input.ToolCallId is null) return ApiError.Invalid("'tool_call_id' is missing: a tool message answers one call.", "tool_call_id", "missing_field");
            if (input.ParentId is not null) return ApiError.Invalid("'parent_id' is not for tool messages: they follow the call that they answer.", "parent_id", "invalid_value");
            if (input.Model is not null) return ApiError.Invalid("'model' is not for tool messages: the run goes on with its own.", "model", "invalid_value");
            if (!input.Reply) return ApiError.Invalid("'reply' cannot be false for a tool message: the run goes on with it.", "reply", "invalid_value");
        }
        else if (input is { Role: MessageRole.Assistant, Model: not null })
        {
            return ApiError.Invalid("'model' is not for what a person answers.", "model", "invalid_value");
        }
        else if (input.ToolCallId is not null)
        {
            return ApiError.Invalid("'tool_call_id' is for messages of the role tool.", "tool_call_id", "invalid_value");
        }

        return null;
    }

    /// <summary>A visitor of another site asks; everything else is the team's.</summary>
    public static ApiError? CheckVisitors(MessageInput input) => input switch
    {
        { Role: not MessageRole.User } => NotForVisitors("role"),
        { Model: not null } => NotForVisitors("model"),
        { Reply: false } => NotForVisitors("reply"),
        { Metadata.Count: > 0 } => NotForVisitors("metadata"),
        _ => null,
    };

    public static ApiError NotForVisitors(string field) => ApiError.Forbidden($"A visitor cannot choose '{field}'.") with { Param = field };

    public static ApiError? CheckContent(MessageContent content, string place)
    {
        foreach (var (index, part) in (content.Parts ?? []).Index())
        {
            if (part.Type != "text") return ApiError.Invalid($"'{place}[{index}].type' must be text; other parts are not served.", $"{place}[{index}].type", "unsupported_content");
            if (part.Text is null) return ApiError.Invalid($"'{place}[{index}].text' is missing.", $"{place}[{index}].text", "missing_field");
        }

        if (content.PlainText.Length > MaxCharacters) return ApiError.Invalid($"'{place}' holds {content.PlainText.Length} characters; the most is {MaxCharacters}.", place, "too_long");
        return string.IsNullOrWhiteSpace(content.PlainText) ? ApiError.Invalid($"'{place}' holds no text.", place, "empty_content") : null;
    }
}
