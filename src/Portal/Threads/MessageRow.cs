using Dapper;
using Portal.Api;
using Portal.Client.Threads;

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
    long CreatedAt,
    long? CompletedAt)
{
    public static MessageRow From(Message message) => new(
        message.Id,
        message.ThreadId,
        message.RunId,
        message.ParentId,
        Wire.Word(message.Role),
        Wire.Word(message.Author.Type),
        message.Author.Id,
        message.Author.Name,
        message.Content is null ? null : Wire.Serialize(message.Content),
        Wire.Serialize(message.Attachments),
        Wire.Serialize(message.ToolCalls),
        message.ToolCallId,
        Wire.Serialize(message.Reasoning),
        Wire.Serialize(message.Annotations),
        Wire.Word(message.Status),
        message.Error?.Code,
        message.Error?.Message,
        message.Model,
        message.Usage is null ? null : Wire.Serialize(message.Usage),
        message.Feedback is null ? null : Wire.Serialize(message.Feedback),
        Wire.Serialize(message.Metadata),
        message.FirstSequence,
        message.CreatedAt,
        message.CompletedAt);

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
    };
}
