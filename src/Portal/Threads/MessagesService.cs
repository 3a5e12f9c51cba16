using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Limits;
using Portal.Models;
using Portal.Projects;
using Portal.Runs;

namespace Portal.Threads;

internal sealed class MessagesService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    ThreadAccess access,
    IAssistantDirectory assistants,
    IProjectDirectory projects,
    IModelCatalogue models,
    Admissions admissions,
    IGrainFactory grains) : IMessagesService
{
    public async Task<Result<ListPage<Message>>> List(string threadId, string? branch, ListQuery query, CancellationToken cancellation)
    {
        var thread = await access.Read(threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        return await database.Read<Result<ListPage<Message>>>(connection =>
        {
            if (branch is null) return MessagesRepository.Page(connection, threadId, thread.Value.TipId, query, anyBranch: true);
            return MessagesRepository.Exists(connection, threadId, branch)
                ? MessagesRepository.Page(connection, threadId, MessagesRepository.Descend(connection, threadId, branch), query)
                : ApiError.NotFound("message", branch, "branch");
        }, cancellation);
    }

    public Task<Result<ListPage<Message>>> ListAround(string threadId, string messageId, int limit, CancellationToken cancellation) =>
        ListAround(threadId, null, messageId, new ListQuery(limit), cancellation);

    public async Task<Result<ListPage<Message>>> ListAround(
        string threadId, string? branch, string around, ListQuery query, CancellationToken cancellation)
    {
        if (query.After is not null || query.Before is not null)
            return ApiError.Invalid("'around' names the middle of the page: 'after' and 'before' cannot stand beside it.", "around", "invalid_value");
        var thread = await access.Read(threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        return await database.Read<Result<ListPage<Message>>>(connection =>
        {
            if (branch is not null && !MessagesRepository.Exists(connection, threadId, branch)) return ApiError.NotFound("message", branch, "branch");
            if (!MessagesRepository.Exists(connection, threadId, around)) return ApiError.NotFound("message", around, "around");
            var tip = branch is null ? thread.Value.TipId : MessagesRepository.Descend(connection, threadId, branch);
            return MessagesRepository.Around(connection, threadId, tip, around, query, anyBranch: branch is null) is { } page
                ? page
                : ApiError.NotFound("message", around, "around");
        }, cancellation);
    }

    public async Task<Result<Message>> Get(string threadId, string messageId, CancellationToken cancellation)
    {
        var thread = await access.Read(threadId, cancellation);
        return thread.IsSuccess ? await Find(threadId, messageId, cancellation) : thread.Error;
    }

    public async Task<Result<Message>> Post(string threadId, MessageInput input, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if ((MessageRules.Check(input) ?? (context.Caller.Visit is null ? null : MessageRules.CheckVisitors(input))) is { } wrong) return wrong;
        var assistant = await assistants.Find(thread.Value.AssistantId, cancellation);
        var wantsReply = input is { Role: not MessageRole.Assistant, Reply: true } && thread.Value.TakenOverBy is null;
        if (await Refuse(thread.Value, assistant!, wantsReply, input.Model, cancellation) is { } refused) return refused;
        var admitted = wantsReply
            ? await Admit(thread.Value, assistant!, input.Model, input.Content.PlainText, input.Role is MessageRole.Tool, cancellation)
            : admissions.None(Ids.New("room"));
        if (!admitted.IsSuccess) return admitted.Error;
        using var room = admitted.Value;
        var posted = await Grain(threadId).Post(context.ToCallInfo(), input, assistant!.Saved.Name, room.Key);
        return posted.ToResult();
    }

    /// <summary>What a POST answered: the message, with the reply that was queued for it.</summary>
    public async Task<Result<Message>> GetPosted(string threadId, string messageId, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        return await database.Read<Result<Message>>(connection =>
        {
            if (MessagesRepository.Find(connection, threadId, messageId) is not { } message) return ApiError.NotFound("message", messageId);
            var reply = message.RunId is null ? null : MessagesRepository.FindFirstReply(connection, threadId, messageId);
            return message with { Reply = reply is null ? null : new ReplyReference(reply, MessageStatus.Queued) };
        }, cancellation);
    }

    public async Task<Result<Message>> Cancel(string threadId, string messageId, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var cancelled = await Grain(threadId).Cancel(context.ToCallInfo(), messageId);
        return cancelled.ToResult();
    }

    public async Task<Result<Message>> Retry(string threadId, string messageId, RetryInput input, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (context.Caller.Visit is not null && input.Model is not null) return MessageRules.NotForVisitors("model");
        var assistant = await assistants.Find(thread.Value.AssistantId, cancellation);
        if (await Refuse(thread.Value, assistant!, reply: true, input.Model, cancellation) is { } refused) return refused;
        var admitted = await Admit(thread.Value, assistant!, input.Model, null, continues: false, cancellation);
        if (!admitted.IsSuccess) return admitted.Error;
        using var room = admitted.Value;
        var reply = await Grain(threadId).Retry(context.ToCallInfo(), messageId, input.Model, assistant!.Saved.Name, room.Key);
        return reply.ToResult();
    }

    public async Task<Result<Message>> GiveFeedback(string threadId, string messageId, FeedbackInput input, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var message = await Find(threadId, messageId, cancellation);
        if (!message.IsSuccess) return message.Error;
        if (message.Value.Role is not MessageRole.Assistant) return ApiError.Conflict("Only a reply can be rated.", "not_a_reply");
        if (!message.Value.Status.IsEnded()) return ApiError.Conflict("The reply has not ended yet.", "not_ended");
        var feedback = new Feedback(input.Rating, input.Reason, input.Comment);
        return await journal.Commit(new AuditEntry("message.rated", "message", messageId, thread.Value.ProjectId), connection =>
        {
            MessagesRepository.SaveFeedback(connection, threadId, messageId, feedback);
            return message.Value with { Feedback = feedback };
        }, cancellation);
    }

    /// <summary>Room for the reply, before anything is stored.</summary>
    Task<Result<Admission>> Admit(ThreadRow thread, AssistantDefinition assistant, string? model, string? text, bool continues, CancellationToken cancellation) =>
        admissions.Ask(Ids.New("room"), thread.ProjectId, thread.AssistantId, thread.Id, model ?? assistant.Saved.Model, text, continues, cancellation);

    IThreadGrain Grain(string threadId) => grains.GetGrain<IThreadGrain>(threadId);

    async Task<Result<Message>> Find(string threadId, string messageId, CancellationToken cancellation)
    {
        var message = await database.Read(connection => MessagesRepository.Find(connection, threadId, messageId), cancellation);
        return message is null ? ApiError.NotFound("message", messageId) : message;
    }

    /// <summary>Refusals before anything is stored.</summary>
    async Task<ApiError?> Refuse(ThreadRow thread, AssistantDefinition assistant, bool reply, string? model, CancellationToken cancellation)
    {
        var project = (await projects.Find(thread.ProjectId, cancellation))!;
        if (project.CheckOpen() is { } archived) return archived;
        if (thread.CheckNotArchived() is { } closed) return closed;
        if (!reply) return null;
        if (project.Paused) return ApiError.Conflict("The project is paused: its assistants answer nothing until an administrator resumes it.", "project_paused");
        if (assistant.Archived) return ApiError.Conflict("The assistant is archived: it answers no more. Give the thread another one.", "assistant_archived");
        if (assistant.Saved.Paused) return ApiError.Conflict("The assistant is paused: it answers nothing until somebody resumes it.", "assistant_paused");
        return model is not null && await models.Find(model, cancellation) is null
            ? ApiError.Invalid($"The model '{model}' is not in the catalogue. GET /v2/models lists those that are.", "model", "unknown_model")
            : null;
    }
}
