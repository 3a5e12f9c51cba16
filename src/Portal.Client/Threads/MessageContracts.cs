using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Client.Threads;

/// <summary>One message of a thread. Messages are never changed once ended; edits and retries are siblings.</summary>
/// <param name="RunId">The run that the message is part of; null for messages stored without a reply.</param>
/// <param name="ParentId">The message before it on its branch; null at the root.</param>
/// <param name="Content">As it was sent; null for a reply that calls tools or has no text yet.</param>
/// <param name="SiblingIds">All messages with the same parent, oldest first, this one among them.</param>
/// <param name="CompletedAt">Unix seconds; null while it is not ended.</param>
public sealed record Message(
    string Id,
    string ThreadId,
    string? RunId,
    string? ParentId,
    MessageRole Role,
    MessageAuthor Author,
    MessageContent? Content,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyList<ToolCall> ToolCalls,
    string? ToolCallId,
    IReadOnlyList<Reasoning> Reasoning,
    IReadOnlyList<Annotation> Annotations,
    MessageStatus Status,
    MessageError? Error,
    string? Model,
    TokenUsage? Usage,
    Feedback? Feedback,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> SiblingIds,
    long CreatedAt,
    long? CompletedAt)
{
    public string Object => "thread.message";

    /// <summary>The <c>thread_sequence</c> of its <c>message.created</c> event: who follows from just before it sees all that became of it. Null where it was brought along from elsewhere.</summary>
    public long? FirstSequence { get; init; }

    /// <summary>In <c>requires_action</c>: the approval that it waits for; null where it waits for tool outputs.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>What rules of policies found: in a question what was found in it, in a reply what was found in it and in what its tools were told and brought.</summary>
    public IReadOnlyList<SafetyFlag> SafetyFlags
    {
        // Events that were stored earlier hold none.
        get => field ?? [];
        init;
    } = [];

    /// <summary>The reply that was queued for this user message, in the answer to its POST only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplyReference? Reply { get; init; }
}

/// <summary>
/// The reply to a posted message: id and status at once, or, after <c>Prefer: wait</c>, the finished message whole.
/// </summary>
[JsonConverter(typeof(ReplyReferenceConverter))]
public sealed record ReplyReference(string Id, MessageStatus Status, Message? Message = null);

[JsonConverter(typeof(SnakeCaseEnum<MessageRole>))]
public enum MessageRole
{
    User,
    Assistant,
    Tool,
}

[JsonConverter(typeof(SnakeCaseEnum<MessageStatus>))]
public enum MessageStatus
{
    Queued,
    InProgress,
    RequiresAction,
    Completed,
    Failed,
    Cancelled,
    /// <summary>The server stopped while the reply was being made; it can be retried.</summary>
    Interrupted,
}

public static class MessageStatuses
{
    public static bool IsEnded(this MessageStatus status) => status >= MessageStatus.Completed;
}

[JsonConverter(typeof(SnakeCaseEnum<AuthorType>))]
public enum AuthorType
{
    User,
    Key,
    Assistant,
    Visitor,
}

public sealed record MessageAuthor(AuthorType Type, string Id, string Name);

/// <param name="Code"><c>provider_error</c>, <c>provider_timeout</c>, <c>budget_exceeded</c>, <c>policy_blocked</c>, <c>tool_timeout</c>, <c>cancelled</c>, <c>taken_over</c> or <c>interrupted</c>.</param>
/// <param name="Message">One clear sentence for the person in the chat.</param>
public sealed record MessageError(string Code, string Message)
{
    /// <summary>Of a limit or a budget: the refusal by which what decided can be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefusalId { get; init; }
}

public sealed record ToolCall(string Id, string Type, ToolCallFunction Function);

/// <param name="Arguments">JSON text as the model wrote it.</param>
public sealed record ToolCallFunction(string Name, string Arguments);

/// <param name="DurationMs">From its first piece to what came after it; null where nobody measured it.</param>
public sealed record Reasoning(string Text, string? Summary, long? DurationMs = null);

/// <summary>A source that a stretch of the text rests on; offsets count UTF-16 code units, end exclusive.</summary>
public sealed record Annotation(string Type, int Start, int End, string? FileId, string? Quote);

public sealed record Attachment
{
    public required string FileId { get; init; }

    public IReadOnlyList<AttachmentTool>? Tools { get; init; }
}

public sealed record AttachmentTool
{
    public required string Type { get; init; }
}

/// <param name="Cost">US dollars; null where the model has no price.</param>
public sealed record TokenUsage(
    int InputTokens,
    int CachedTokens,
    int OutputTokens,
    int ReasoningTokens,
    int TotalTokens,
    decimal? Cost,
    UsageAccuracy Accuracy);

[JsonConverter(typeof(SnakeCaseEnum<UsageAccuracy>))]
public enum UsageAccuracy
{
    /// <summary>As the provider counted.</summary>
    Exact,
    /// <summary>Counted here, with the model's tokenizer.</summary>
    Estimated,
    Unknown,
}

public sealed record Feedback(FeedbackRating Rating, string? Reason, string? Comment);

[JsonConverter(typeof(SnakeCaseEnum<FeedbackRating>))]
public enum FeedbackRating
{
    Up,
    Down,
}

public sealed record FeedbackInput
{
    public required FeedbackRating Rating { get; init; }

    [StringLength(100)]
    public string? Reason { get; init; }

    [StringLength(4000)]
    public string? Comment { get; init; }
}

[ReadOnlyFields("id", "object", "thread_id", "run_id", "author", "status", "error", "usage", "created_at", "completed_at",
    "tool_calls", "reasoning", "annotations", "sibling_ids", "feedback", "first_sequence", "approval_id", "safety_flags")]
public sealed record MessageInput
{
    /// <summary><c>user</c>, <c>tool</c>, or <c>assistant</c> for whoever has taken the thread over.</summary>
    public required MessageRole Role { get; init; }

    public required MessageContent Content { get; init; }

    [MaxLength(20)]
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>For <c>tool</c>: the call that this answers.</summary>
    [StringLength(64)]
    public string? ToolCallId { get; init; }

    /// <summary>The <see cref="ParentId"/> of a first message: a branch of its own from the beginning.</summary>
    public const string Root = "root";

    /// <summary>Default: the tip of the branch last written to; another message, or <c>root</c>, makes a sibling branch.</summary>
    [StringLength(64)]
    public string? ParentId { get; init; }

    /// <summary>For this reply only; default: the assistant's.</summary>
    [StringLength(200)]
    public string? Model { get; init; }

    /// <summary>False stores the message without a reply.</summary>
    public bool Reply { get; init; } = true;

    /// <summary>True answers with the event stream.</summary>
    public bool Stream { get; init; }

    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Not of the body: the browser sends it as the <c>Idempotency-Key</c> header, the same when the same text is sent again.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}

public sealed record RetryInput
{
    /// <summary>For this reply only; default: the assistant's.</summary>
    [StringLength(200)]
    public string? Model { get; init; }

    public bool Stream { get; init; }
}
