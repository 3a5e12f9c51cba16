using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Threads;
using Portal.Data.Sealing;

namespace Portal.Threads;

[method: ExplicitConstructor]
internal sealed record MessageRow(
    string Id,
    string ThreadId,
    string? RunId,
    string? ParentId,
    string Role,
    string AuthorType,
    string AuthorId,
    string AuthorName,
    string? Content,
    string Attachments,
    string ToolCalls,
    string? ToolCallId,
    string Reasoning,
    string Annotations,
    string Status,
    string? ErrorCode,
    string? ErrorMessage,
    string? Model,
    string? Usage,
    string? Feedback,
    string Metadata,
    long? FirstSequence,
    string? ApprovalId,
    long CreatedAt,
    long? CompletedAt)
{
    /// <summary>As it is stored.</summary>
    /// <param name="key">The thread's; null where it has none.</param>
    public static MessageRow From(Message message, ThreadKey? key) => new(
        message.Id,
        message.ThreadId,
        message.RunId,
        message.ParentId,
        Wire.Word(message.Role),
        Wire.Word(message.Author.Type),
        message.Author.Id,
        message.Author.Name,
        key.Seal("messages.content", message.Content is null ? null : Wire.Serialize(message.Content)),
        key.Seal("messages.attachments", Wire.Serialize(message.Attachments)),
        key.Seal("messages.tool_calls", Wire.Serialize(message.ToolCalls)),
        message.ToolCallId,
        key.Seal("messages.reasoning", Wire.Serialize(message.Reasoning)),
        key.Seal("messages.annotations", Wire.Serialize(message.Annotations)),
        Wire.Word(message.Status),
        message.Error?.Code,
        key.Seal("messages.error_message", message.Error?.Message),
        message.Model,
        message.Usage is null ? null : Wire.Serialize(message.Usage),
        key.Seal("messages.feedback", message.Feedback is null ? null : Wire.Serialize(message.Feedback)),
        key.Seal("messages.metadata", Wire.Serialize(message.Metadata)),
        message.FirstSequence,
        message.ApprovalId,
        message.CreatedAt,
        message.CompletedAt);

    /// <summary>As it is stored, with its texts opened.</summary>
    public MessageRow Opened(IDbConnection connection)
    {
        return this with
        {
            Content = Open("messages.content", Content),
            Attachments = Open("messages.attachments", Attachments)!,
            ToolCalls = Open("messages.tool_calls", ToolCalls)!,
            Reasoning = Open("messages.reasoning", Reasoning)!,
            Annotations = Open("messages.annotations", Annotations)!,
            ErrorMessage = Open("messages.error_message", ErrorMessage),
            Feedback = Open("messages.feedback", Feedback),
            Metadata = Open("messages.metadata", Metadata)!,
        };

        string? Open(string column, string? stored) => connection.Unseal(ThreadId, column, stored);
    }

    public Message ToMessage(IReadOnlyList<string> siblings) => new(
        Id,
        ThreadId,
        RunId,
        ParentId,
        Wire.Word<MessageRole>(Role),
        new MessageAuthor(Wire.Word<AuthorType>(AuthorType), AuthorId, AuthorName),
        Wire.DeserializeOrDefault<MessageContent>(Content),
        Wire.Deserialize<IReadOnlyList<Attachment>>(Attachments),
        Wire.Deserialize<IReadOnlyList<ToolCall>>(ToolCalls),
        ToolCallId,
        Wire.Deserialize<IReadOnlyList<Reasoning>>(Reasoning),
        Wire.Deserialize<IReadOnlyList<Annotation>>(Annotations),
        Wire.Word<MessageStatus>(Status),
        ErrorCode is null ? null : new MessageError(ErrorCode, ErrorMessage ?? ""),
        Model,
        Wire.DeserializeOrDefault<TokenUsage>(Usage),
        Wire.DeserializeOrDefault<Feedback>(Feedback),
        Wire.Deserialize<IReadOnlyDictionary<string, string>>(Metadata),
        siblings,
        CreatedAt,
        CompletedAt)
    {
        FirstSequence = FirstSequence,
        ApprovalId = ApprovalId,
    };
}
