using Portal.Access;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Handling;

namespace Portal.Runs;

/// <summary>What the team does with the thread, in the same turns as all else.</summary>
internal sealed partial class ThreadGrain
{
    public async Task<GrainResult<string>> Update(CallInfo call, ChatThread read, ChatThread wanted, PersonName? assignee) =>
        GrainResult.From(await log.Commit(thread => handling.Update(thread, call, read, wanted, assignee)));

    public async Task<GrainResult<string>> Assign(CallInfo call, PersonName? assignee, NoteDraft? note) =>
        GrainResult.From(await log.Commit(thread => handling.Assign(thread, call, assignee, note)));

    public async Task<GrainResult<string>> TakeOver(CallInfo call, string? mayReplace)
    {
        var taken = await log.Commit(thread => handling.TakeOver(thread, call, mayReplace));
        // On disk first: were the process killed here, the next one finds whose thread it is and ends the reply the same way.
        if (taken.IsSuccess && running is { } current)
        {
            await current.Cancellation.CancelAsync();
            await current.Task;
        }

        return GrainResult.From(taken);
    }

    public async Task<GrainResult<string>> HandBack(CallInfo call, string? mayReplace, NoteDraft? note) =>
        GrainResult.From(await log.Commit(thread => handling.HandBack(thread, call, mayReplace, note)));

    public async Task<GrainResult<string>> RequestPerson(CallInfo call, string? reason) =>
        GrainResult.From(await log.Commit(thread => handling.RequestPerson(thread, call, reason)));

    public async Task<GrainResult<string>> Decide(CallInfo call, string approvalId, ApprovalInput input)
    {
        var decided = await log.Commit(thread => approvals.Decide(thread, call, approvalId, input));
        await StartNext();
        return GrainResult.From(decided);
    }

    public async Task<GrainResult<string>> AddNote(CallInfo call, NoteDraft note) =>
        GrainResult.From(await log.Commit(thread => handling.AddNote(thread, call, note)));
}
