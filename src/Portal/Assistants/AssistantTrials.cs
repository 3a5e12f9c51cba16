using System.Diagnostics;
using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Live;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Limits;
using Portal.Models;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Policies;
using Portal.Projects;
using Portal.Runs;
using WorkingMemory = Portal.Runs.WorkingMemory;

namespace Portal.Assistants;

/// <summary>
/// One reply of a definition that need not be saved, composed and sent as a run would. It belongs to no thread; what it
/// took is on disk before its end is told, also where its reader goes away in the middle.
/// </summary>
internal sealed class AssistantTrials(
    CallContext context,
    AssistantStore store,
    IProjectDirectory projects,
    IModelCatalogue models,
    IModelGateway gateway,
    ICallEstimator estimator,
    ITokenCounter tokens,
    PromptZone zone,
    TrialRecord record,
    Admissions admissions,
    ILiveRights rights,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    public async Task<Result<IAsyncEnumerable<ThreadEvent>>> Begin(string projectId, AssistantTryInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        if (await Refuse(projectId, input, cancellation) is { } refused) return refused;
        var draft = AssistantContracts.Complete(input.Assistant);
        var author = new MessageAuthor(AuthorType.User, context.Caller.Id, context.Caller.Name);
        var messages = TrialRules.ToMessages(input.Messages, author, Now);
        var memory = WorkingMemory.Select(messages.Reverse(), draft.Model, tokens, draft.Memory!.Enabled).Messages;
        var moment = new PromptMoment(context.Caller.Name, time.GetUtcNow(), await zone.Get(cancellation), input.Metadata ?? NoMetadata);
        var subject = new PolicySubject(projectId, input.AssistantId, draft.Safety!, draft.Privacy!);
        var id = Ids.New("try");
        var call = Prompt.Compose(subject, draft, draft.Model, moment, memory) with { Payer = new CallPayer(id, context.Caller.Kind, context.Caller.Id) };
        var admission = await admissions.Ask(id, projectId, input.AssistantId, null, draft.Model, messages[^1].Content?.PlainText, continues: false, cancellation);
        if (!admission.IsSuccess) return admission.Error;
        // Nothing is stored in between: the call itself reserves again.
        admission.Value.Dispose();
        return Result.Of(Stream(projectId, input.AssistantId, call, draft.Name, cancellation));
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A paused assistant may be tried, so that its fix can be; in a paused project no model is called.</summary>
    async Task<ApiError?> Refuse(string projectId, AssistantTryInput input, CancellationToken cancellation)
    {
        if (TrialRules.Check(input.Messages) is { } broken) return broken;
        if (AssistantRules.Check(input.Assistant) is { } wrong) return wrong with { Param = $"assistant.{wrong.Param}" };
        if (await models.Find(input.Assistant.Model, cancellation) is null)
            return ApiError.Invalid($"The model '{input.Assistant.Model}' is not in the catalogue. GET /v2/models lists what may be used.", "assistant.model", "unknown_model");
        if (await projects.Find(projectId, cancellation) is not { } project) return ApiError.NotFound("project", projectId, "OpenAI-Project");
        if (project.CheckOpen() is { } archived) return archived;
        if (project.Paused) return ApiError.Conflict("The project is paused: no model is called in it until an administrator resumes it.", "project_paused");
        if (input.AssistantId is not { } id) return null;
        var found = await store.Find(Permission.ManageProject, id, cancellation);
        if (!found.IsSuccess) return found.Error with { Param = "assistant_id" };
        return found.Value.ProjectId == projectId ? null : ApiError.NotFound("assistant", id, "assistant_id");
    }

    async IAsyncEnumerable<ThreadEvent> Stream(
        string projectId, string? assistantId, ModelCall call, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var right = rights.Watch(context.Caller, caller => caller.Sees(projectId) && caller.Holds(Permission.ManageProject, projectId));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Lost, lifetime.ApplicationStopping);
        var author = new MessageAuthor(AuthorType.Assistant, assistantId ?? TrialRecord.Unsaved, name);
        var reply = TrialRules.Blank(call.Payer!.Key, MessageRole.Assistant, author, Now) with { Model = call.Model };
        var draft = new ReplyDraft(reply with { RunId = reply.Id });
        var (clock, sequence, recorded) = (Stopwatch.StartNew(), 0L, false);
        var chunks = gateway.Stream(call, ends.Token).GetAsyncEnumerator(ends.Token);
        try
        {
            yield return Number(EventDraft.Whole(RunEventTypes.MessageCreated, reply));
            ModelOutcome? outcome = null;
            while (outcome is null && await Next(chunks) is { } chunk)
            {
                outcome = (chunk as ModelChunk.Ended)?.Outcome;
                foreach (var piece in draft.Take(chunk)) yield return Number(piece);
            }

            var ended = await End(outcome);
            recorded = true;
            yield return Number(EventDraft.Whole(EventOf(ended.Status), ended));
        }
        finally
        {
            if (!recorded) await End(null);
            await chunks.DisposeAsync();
        }

        ThreadEvent Number(EventDraft entry) => entry.Number(++sequence, sequence) with { RunId = null };

        async Task<Message> End(ModelOutcome? outcome)
        {
            var status = outcome is null ? MessageStatus.Cancelled
                : outcome.Error is not null ? MessageStatus.Failed
                : draft.ToolCalls.Count > 0 ? MessageStatus.RequiresAction : MessageStatus.Completed;
            var took = outcome ?? await estimator.Estimate(call, draft.ReasoningText + draft.Text, lifetime.ApplicationStopping.IsCancellationRequested ? BrokenOff.ByStop : BrokenOff.ByCaller);
            await record.Write(new Trial(reply.Id, projectId, assistantId, call.Model, status, took, draft.ToolCalls.Count, clock.ElapsedMilliseconds));
            return draft.ToMessage() with
            {
                RunId = null,
                Status = status,
                Error = outcome is null ? new MessageError("cancelled", "The reply was cancelled.") : outcome.Error,
                Usage = took.Usage,
                CompletedAt = Now,
            };
        }
    }

    /// <summary>Null at the end, and where it was cancelled.</summary>
    static async Task<ModelChunk?> Next(IAsyncEnumerator<ModelChunk> chunks)
    {
        try
        {
            return await chunks.MoveNextAsync() ? chunks.Current : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    static string EventOf(MessageStatus status) => status switch
    {
        MessageStatus.Failed => RunEventTypes.MessageFailed,
        MessageStatus.Cancelled => RunEventTypes.MessageCancelled,
        MessageStatus.RequiresAction => RunEventTypes.MessageRequiresAction,
        _ => RunEventTypes.MessageCompleted,
    };
}
