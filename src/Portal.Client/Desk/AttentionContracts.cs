using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Desk;

/// <summary>Something that needs the caller.</summary>
/// <param name="Title">The thread's.</param>
/// <param name="Actor">Whose doing it is; null for the assistant's.</param>
public sealed record Attention(
    string Id,
    string ThreadId,
    string ProjectId,
    string? Title,
    AttentionReason Reason,
    PersonName? Actor,
    string? MessageId,
    long CreatedAt)
{
    public string Object => "attention";
}

[JsonConverter(typeof(SnakeCaseEnum<AttentionReason>))]
public enum AttentionReason
{
    Assigned,
    Mentioned,
    Whispered,
    /// <summary>A reply that the caller asked for has ended.</summary>
    Reply,
    /// <summary>A reply waits for the outputs of its tools.</summary>
    Tool,
    PersonRequested,
    /// <summary>A message came in a thread that the caller has taken over.</summary>
    Answer,
    /// <summary>A rule holds something back until a person has approved it.</summary>
    Approval,
}

public sealed record AttentionClearInput
{
    /// <summary>Null for all threads.</summary>
    [StringLength(64)]
    public string? ThreadId { get; init; }
}

public sealed record AttentionClear(string? ThreadId)
{
    public string Object => "attention.cleared";
}
