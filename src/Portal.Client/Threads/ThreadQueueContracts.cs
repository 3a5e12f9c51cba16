using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>By what a list of threads is in order, and what its cursors go by.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ThreadSort>))]
public enum ThreadSort
{
    CreatedAt,
    LastActivityAt,
    /// <summary>Threads that wait for a person, and no others.</summary>
    WaitingSince,
}

/// <summary>How the queue of those who wait for a person does.</summary>
/// <param name="ProjectId">Null for all projects that the caller may read.</param>
/// <param name="Unassigned">Of those that wait, how many nobody has.</param>
/// <param name="OldestWaitingSince">Unix seconds; null where nobody waits.</param>
/// <param name="MedianResponseSeconds">Of those answered by a person in the last 24 hours; null where there were none.</param>
public sealed record ThreadQueueStats(string? ProjectId, int Waiting, int Unassigned, long? OldestWaitingSince, long? MedianResponseSeconds)
{
    public string Object => "thread.queue_stats";
}

/// <summary>One change of many threads; at least one of its fields is given.</summary>
public sealed record ThreadBulkInput
{
    /// <summary>1 to 100.</summary>
    [MinLength(1), MaxLength(100)]
    public required IReadOnlyList<string> Ids { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThreadStatus? Status { get; init; }

    /// <summary>A user's id, or null for nobody; without the field it stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NewAssignee? AssigneeId { get; init; }

    /// <summary>For the caller alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Pinned { get; init; }
}

/// <summary>Somebody or nobody, as opposed to a field that is left out.</summary>
/// <param name="UserId">Null for nobody.</param>
[JsonConverter(typeof(NewAssigneeConverter))]
[OneOf("a string or null", typeof(string))]
public sealed record NewAssignee(string? UserId);

/// <param name="Error">Null where it was done.</param>
public sealed record ThreadBulkOutcome(string Id, ThreadBulkStatus Status, ApiError? Error);

[JsonConverter(typeof(SnakeCaseEnum<ThreadBulkStatus>))]
public enum ThreadBulkStatus
{
    Done,
    Refused,
}

sealed class NewAssigneeConverter : JsonConverter<NewAssignee>
{
    public override bool HandleNull => true;

    public override NewAssignee Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, NewAssignee value, JsonSerializerOptions options) => writer.WriteStringValue(value.UserId);
}
