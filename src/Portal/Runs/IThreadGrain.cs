using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Handling;

namespace Portal.Runs;

/// <summary>
/// One thread: the only one who writes its messages, runs and events, and who makes its replies, one run at a time.
/// What may be done is decided before; the grain decides what fits the thread's state.
/// </summary>
internal interface IThreadGrain : IGrainWithStringKey
{
    /// <param name="assistantName">Who signs the reply.</param>
    /// <param name="room">The name under which room was made for the reply, if one is queued.</param>
    Task<GrainResult<Message>> Post(CallInfo call, MessageInput input, string assistantName, string room);

    Task<GrainResult<Message>> Cancel(CallInfo call, string messageId);

    Task<GrainResult<Message>> Retry(CallInfo call, string messageId, string? model, string assistantName, string room);

    /// <param name="read">The thread as the caller knows it; only what differs from it in <paramref name="wanted"/> changes.</param>
    /// <param name="assignee">The wanted assignee by name.</param>
    Task<GrainResult<string>> Update(CallInfo call, ChatThread read, ChatThread wanted, PersonName? assignee);

    Task<GrainResult<string>> Assign(CallInfo call, PersonName? assignee, NoteDraft? note);

    /// <param name="mayReplace">The holder whose place the caller may take; <see cref="HandlingChanges.Anybody"/> for any.</param>
    Task<GrainResult<string>> TakeOver(CallInfo call, string? mayReplace);

    Task<GrainResult<string>> HandBack(CallInfo call, string? mayReplace, NoteDraft? note);

    Task<GrainResult<string>> RequestPerson(CallInfo call, string? reason);

    /// <returns>The note's id.</returns>
    Task<GrainResult<string>> AddNote(CallInfo call, NoteDraft note);

    /// <summary>Lets go on what a rule holds back, or ends it.</summary>
    /// <returns>The approval's id.</returns>
    Task<GrainResult<string>> Decide(CallInfo call, string approvalId, ApprovalInput input);

    /// <summary>Ends what runs, then deletes the thread and all that belongs to it but use and audit.</summary>
    Task Delete(CallInfo call);

    /// <summary>Goes on with queued runs and ends tool calls that waited too long.</summary>
    Task Wake();
}

/// <summary>What was asked for, or why there is none; <see cref="Result{T}"/> in a form that travels.</summary>
internal sealed record GrainResult<T>(T? Value, ApiError? Error, int ErrorStatus)
{
    public Result<T> ToResult() => Error is null ? Value! : Error with { Status = ErrorStatus };
}

internal static class GrainResult
{
    public static GrainResult<T> From<T>(Result<T> result) => new(result.Value, result.Error, result.Error?.Status ?? 0);
}
