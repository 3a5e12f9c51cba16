using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>A conversation with one assistant.</summary>
/// <param name="CreatedBy">Id of the user or key that made it.</param>
/// <param name="LastMessageAt">Unix seconds; null while it is empty.</param>
public sealed record ChatThread(
    string Id,
    string ProjectId,
    string AssistantId,
    string? Title,
    ThreadStatus Status,
    string CreatedBy,
    string? AssigneeId,
    IReadOnlyDictionary<string, string> Metadata,
    long CreatedAt,
    long? LastMessageAt)
{
    public string Object => "thread";

    /// <summary>The <c>thread_sequence</c> of the thread's newest event when it was read, 0 before the first: from here a reader of its messages follows on.</summary>
    public long LastSequence { get; init; }

    /// <summary>Whose <see cref="AssigneeId"/> it is; null where nobody has the thread.</summary>
    public PersonName? Assignee { get; init; }

    /// <summary>Who answers in place of the assistant.</summary>
    public PersonName? TakenOverBy { get; init; }

    public long? TakenOverAt { get; init; }

    public WaitingFor? WaitingFor { get; init; }

    /// <summary>Unix seconds; the oldest is first in the queue.</summary>
    public long? WaitingSince { get; init; }

    /// <summary>The beginning of the newest message's text, at most 160 characters on one line.</summary>
    public string? Preview { get; init; }

    /// <summary>Unix seconds; of the newest message, else of its making.</summary>
    public long LastActivityAt { get; init; }

    /// <summary>Encrypted at rest with a key of its own, and not searched.</summary>
    public bool Sealed { get; init; }

    /// <summary>Of the caller, as the fields after it; null for keys.</summary>
    public bool? Pinned { get; init; }

    /// <summary>Messages of others after what the caller has seen, at most 100; tool outputs and what was brought along do not count.</summary>
    public int? Unread { get; init; }

    /// <summary>The <c>thread_sequence</c> up to which the caller has seen it.</summary>
    public long? SeenSequence { get; init; }

    public string? FirstUnreadId { get; init; }

    /// <summary>Where the words stand that a list was asked for; of its threads only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThreadMatch? Match { get; init; }
}

/// <summary>A stretch of the thread's title, or of its newest message that holds the words.</summary>
/// <param name="MessageId">Null for the title.</param>
/// <param name="Text">At most some 160 characters on one line.</param>
/// <param name="Ranges">The words in <paramref name="Text"/>.</param>
public sealed record ThreadMatch(ThreadMatchField Field, string? MessageId, string Text, IReadOnlyList<TextRange> Ranges);

[JsonConverter(typeof(SnakeCaseEnum<ThreadMatchField>))]
public enum ThreadMatchField
{
    Title,
    Message,
}

/// <summary>In UTF-16 code units, <paramref name="End"/> exclusive.</summary>
public sealed record TextRange(int Start, int End);

[JsonConverter(typeof(SnakeCaseEnum<ThreadStatus>))]
public enum ThreadStatus
{
    Active,
    Resolved,
    Archived,
}

[ReadOnlyFields("id", "object", "project_id", "created_by", "created_at", "last_message_at", "last_sequence", "messages", "assignee", "taken_over_by", "taken_over_at",
    "waiting_for", "waiting_since", "preview", "last_activity_at", "sealed", "pinned", "unread", "seen_sequence", "first_unread_id", "match")]
public sealed record ThreadInput
{
    [StringLength(64)]
    public required string AssistantId { get; init; }

    /// <summary>Default: what the first user message says or asks.</summary>
    [StringLength(200)]
    public string? Title { get; init; }

    public ThreadStatus Status { get; init; }

    [StringLength(64)]
    public string? AssigneeId { get; init; }

    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>A new thread, with a conversation to bring along if there is one; no run starts.</summary>
[ReadOnlyFields("id", "object", "project_id", "created_by", "created_at", "last_message_at", "last_sequence", "assignee", "taken_over_by", "taken_over_at",
    "waiting_for", "waiting_since", "preview", "last_activity_at", "sealed", "pinned", "unread", "seen_sequence", "first_unread_id", "match")]
public sealed record ThreadCreate
{
    [StringLength(64)]
    public required string AssistantId { get; init; }

    [StringLength(200)]
    public string? Title { get; init; }

    public ThreadStatus Status { get; init; }

    [StringLength(64)]
    public string? AssigneeId { get; init; }

    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>At most 1,000, oldest first.</summary>
    [MaxLength(1000)]
    public IReadOnlyList<ImportedMessage>? Messages { get; init; }
}

/// <summary>A message of a conversation held elsewhere; the further fields of a message are those that its export has.</summary>
[ReadOnlyFields("object", "thread_id", "run_id", "author", "attachments", "tool_calls", "tool_call_id", "reasoning", "annotations", "status", "error",
    "model", "usage", "feedback", "metadata", "sibling_ids", "completed_at", "first_sequence", "approval_id", "safety_flags")]
public sealed record ImportedMessage
{
    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public required MessageRole Role { get; init; }

    public required MessageContent Content { get; init; }

    /// <summary>Unix seconds; default now.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>A name by which later messages of the same list follow this one. It gets an id of its own.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? Id { get; init; }

    /// <summary>The <see cref="Id"/> of the message before it on its branch. Without it, a message that has an id is a first one, and one that has none follows the one before it in the list.</summary>
    [StringLength(64)]
    public string? ParentId { get; init; }
}

/// <summary>Filters of the thread list; null filters nothing.</summary>
public sealed record ThreadFilter
{
    public string? ProjectId { get; init; }

    public string? AssistantId { get; init; }

    public ThreadStatus? Status { get; init; }

    /// <summary>The <see cref="AssigneeId"/> of threads that nobody has.</summary>
    public const string Nobody = "none";

    public string? AssigneeId { get; init; }

    public string? CreatedBy { get; init; }

    public bool? Waiting { get; init; }

    /// <summary>Of the caller, as <see cref="Unread"/>; not for keys.</summary>
    public bool? Pinned { get; init; }

    public bool? Unread { get; init; }

    public bool? Sealed { get; init; }

    public ThreadSort Sort { get; init; }

    /// <summary>Words of the title or of one message; the last may be the beginning of one. Sealed threads are not searched.</summary>
    public string? Query { get; init; }

    /// <summary>Pairs that the thread's metadata must hold.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
