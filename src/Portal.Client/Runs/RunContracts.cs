using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Policies;
using Portal.Client.Threads;

namespace Portal.Client.Runs;

/// <summary>The trace of one run: what the assistant did to answer.</summary>
public sealed record Run(
    string Id,
    string ProjectId,
    string ThreadId,
    string AssistantId,
    int AssistantVersion,
    MessageStatus Status,
    IReadOnlyList<RunStep> Steps,
    TokenUsage? Usage,
    decimal? Cost,
    long CreatedAt,
    long? CompletedAt)
{
    public string Object => "run";
}

/// <param name="StartedAt">Unix seconds.</param>
/// <param name="Input">For a model call: the messages as sent; for a tool call: its arguments.</param>
/// <param name="Upstream">For a model call: who answered it.</param>
public sealed record RunStep(
    RunStepType Type,
    long StartedAt,
    long LatencyMs,
    JsonElement? Input,
    JsonElement? Output,
    TokenUsage? Usage,
    decimal? Cost,
    string? SafetyFlag,
    MessageError? Error,
    Upstream? Upstream)
{
    /// <summary>For a failed model call: the provider's own words, for the operator.</summary>
    public string? OperatorDetail { get; init; }
}

/// <summary>Who answered a model call.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model's name at the provider.</param>
/// <param name="Attempts">Calls made in all, refused ones and fallbacks among them.</param>
/// <param name="RequestId">The provider's own id of the call, for its support.</param>
/// <param name="FirstTokenMs">From the first attempt to the first token.</param>
public sealed record Upstream(string? Provider, string? Model, int Attempts, string? RequestId, long? FirstTokenMs);

[JsonConverter(typeof(SnakeCaseEnum<RunStepType>))]
public enum RunStepType
{
    ModelCall,
    ToolCall,
    Retrieval,
    Memory,
    SafetyCheck,
    Routing,
}

/// <summary>
/// One event of a thread. <c>sequence</c> counts within the run and <c>thread_sequence</c> within the thread, both from 1
/// without a gap. Concatenated <c>message.delta</c>s of a message are its text; ending events carry the whole message.
/// </summary>
/// <param name="Sequence">Null for events of the thread that belong to no run.</param>
public sealed record RunEvent(
    long? Sequence,
    long ThreadSequence,
    string Type,
    string? RunId,
    string? MessageId,
    string? Delta = null,
    string? ToolCallId = null,
    ToolCall? ToolCall = null,
    Message? Message = null,
    MessageStatus? Status = null)
{
    /// <summary>When somebody did something with the thread, Unix seconds; set, as what follows, only on events of what people do.</summary>
    public long? At { get; init; }

    public EventActor? Actor { get; init; }

    /// <summary>Of <c>safety.flagged</c>.</summary>
    public SafetyFlag? Flag { get; init; }

    /// <summary>Of <c>thread.assigned</c>: who has the thread since then; null for nobody.</summary>
    public PersonName? Assignee { get; init; }

    /// <summary>Of <c>thread.person_requested</c>, and of <c>run.waiting</c>: what it waits for.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of a note; its text is for signed-in people to read.</summary>
    public string? Note { get; init; }

    /// <summary>Of <c>thread.updated</c>: the names of the fields that have changed.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>Of <c>thread.updated</c>, where the status has changed.</summary>
    public ThreadStatus? ThreadStatus { get; init; }
}

/// <summary>The words that <see cref="RunEvent.Type"/> can hold.</summary>
public static class RunEventTypes
{
    public const string RunCreated = "run.created";
    /// <summary>The run waits for room within its limits; its <c>reason</c> says which, and is null once there is room and the model is asked.</summary>
    public const string RunWaiting = "run.waiting";
    public const string MessageCreated = "message.created";
    public const string ReasoningDelta = "reasoning.delta";
    public const string MessageDelta = "message.delta";
    public const string ToolCallCreated = "tool_call.created";
    public const string ToolCallDelta = "tool_call.delta";
    public const string ToolCallOutput = "tool_call.output";
    public const string ToolCallCompleted = "tool_call.completed";
    public const string SafetyFlagged = "safety.flagged";
    public const string MessageRequiresAction = "message.requires_action";
    public const string MessageCompleted = "message.completed";
    public const string MessageFailed = "message.failed";
    public const string MessageCancelled = "message.cancelled";
    public const string MessageInterrupted = "message.interrupted";
    public const string RunCompleted = "run.completed";
    public const string ThreadAssigned = "thread.assigned";
    public const string ThreadTakenOver = "thread.taken_over";
    public const string ThreadHandedBack = "thread.handed_back";
    public const string ThreadPersonRequested = "thread.person_requested";
    public const string ThreadUpdated = "thread.updated";
    public const string NoteCreated = "note.created";
}
