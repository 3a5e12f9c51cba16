using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Models.Tokens;
using Portal.Projects;
using Portal.Runs;
using Portal.Threads.Search;

namespace Portal.Threads;

internal sealed class ThreadsService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    ThreadAccess access,
    IAssistantDirectory assistants,
    IProjectDirectory projects,
    IUserDirectory users,
    ITokenCounter tokens,
    IGrainFactory grains,
    IThreadIndex index,
    TimeProvider time) : IThreadsService
{
    public async Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var caller = context.Caller;
        if (caller.Check(Permission.ReadConversations) is { } denied) return denied;
        if (filter.ProjectId is { } project && caller.Check(Permission.ReadConversations, project) is { } hidden) return hidden;
        IReadOnlyCollection<string>? visible = filter.ProjectId is { } one
            ? [one]
            : caller.VisibleProjects?.Where(id => caller.Holds(Permission.ReadConversations, id)).ToList();
        return await database.Read(connection => ThreadLists.Read(connection, visible, filter, query), cancellation);
    }

    public async Task<Result<ChatThread>> Get(string id, CancellationToken cancellation)
    {
        var thread = await access.Read(id, cancellation);
        return thread.Then<ChatThread>(row => row.ToThread());
    }

    public async Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation)
    {
        var assistant = await FindAssistant(input.AssistantId, cancellation);
        if (!assistant.IsSuccess) return assistant.Error;
        if (assistant.Value.Archived) return ApiError.Conflict("The assistant is archived: it answers no more. Choose another one.", "assistant_archived");
        if ((await projects.Find(assistant.Value.ProjectId, cancellation))!.CheckOpen() is { } archived) return archived;
        if (await CheckAssignee(input.AssigneeId, assistant.Value.ProjectId, cancellation) is { } unknown) return unknown;
        var imported = input.Messages ?? [];
        if (ImportedMessages.CheckBranches(imported) is { } unconnected) return unconnected;
        foreach (var (index, message) in imported.Index())
        {
            if (message.Role is MessageRole.Tool) return ApiError.Invalid($"'messages[{index}].role' must be user or assistant.", $"messages[{index}].role", "invalid_value");
            if (MessageRules.CheckContent(message.Content, $"messages[{index}].content") is { } wrong) return wrong;
            if (message.CreatedAt is < 0 or > 253_402_300_799) return ApiError.Invalid($"'messages[{index}].created_at' must be Unix seconds.", $"messages[{index}].created_at", "invalid_value");
        }

        var thread = new ChatThread(
            Ids.New("thread"), assistant.Value.ProjectId, input.AssistantId, input.Title ?? ImportedMessages.Title(imported), input.Status, context.Caller.Id, input.AssigneeId,
            input.Metadata ?? new Dictionary<string, string>(), Now, imported.Count == 0 ? null : Now);
        var messages = Import(thread, imported, assistant.Value.Saved.Name);
        return await journal.Commit(new AuditEntry("thread.created", "thread", thread.Id, thread.ProjectId), connection =>
        {
            ThreadsRepository.Insert(connection, thread, messages.Count == 0 ? null : messages[^1].Id);
            foreach (var message in messages) MessagesRepository.Insert(connection, message);
            index.Add(connection, thread, messages);
            return thread;
        }, cancellation);
    }

    public async Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var present = found.Value.ToThread();
        if (input.AssistantId != present.AssistantId)
        {
            var assistant = await FindAssistant(input.AssistantId, cancellation);
            if (!assistant.IsSuccess) return assistant.Error;
            if (assistant.Value.ProjectId != present.ProjectId) return ApiError.NotFound("assistant", input.AssistantId, "assistant_id");
        }

        if (input.AssigneeId != present.AssigneeId && await CheckAssignee(input.AssigneeId, present.ProjectId, cancellation) is { } unknown) return unknown;
        var updated = present with
        {
            AssistantId = input.AssistantId,
            Title = input.Title,
            Status = input.Status,
            AssigneeId = input.AssigneeId,
            Metadata = input.Metadata ?? new Dictionary<string, string>(),
        };
        var changes = AuditChanges.Between(present, updated);
        if (changes.Count == 0) return present;
        return await journal.Commit(new AuditEntry("thread.updated", "thread", id, present.ProjectId) { Changes = changes }, connection =>
        {
            ThreadsRepository.Update(connection, updated);
            index.SetTitle(connection, id, present.Title, updated.Title);
            return updated;
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        await grains.GetGrain<IThreadGrain>(id).Delete(context.ToCallInfo());
        return new Deleted(id, "thread.deleted");
    }

    public async Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation)
    {
        var thread = await access.Read(id, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var assistant = await assistants.Find(thread.Value.AssistantId, cancellation);
        var (messages, used) = await database.Read(connection => Runs.WorkingMemory.Select(
            MessagesRepository.Walk(connection, id, thread.Value.TipId), assistant!.Saved.Model, tokens, assistant.Saved.Memory!.Enabled), cancellation);
        return new ThreadMemory(null, new(used, Runs.WorkingMemory.TokenLimit, messages.Count), [], []);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Result<AssistantDefinition>> FindAssistant(string id, CancellationToken cancellation)
    {
        var assistant = await assistants.Find(id, cancellation);
        if (assistant is null || !context.Caller.Sees(assistant.ProjectId)) return ApiError.NotFound("assistant", id, "assistant_id");
        return context.Caller.Check(Permission.Chat, assistant.ProjectId) is { } denied ? denied : assistant;
    }

    /// <summary>Whoever is assigned must be able to read what was said; to others of the organization the answer is that of an unknown id.</summary>
    async Task<ApiError?> CheckAssignee(string? id, string projectId, CancellationToken cancellation) =>
        id is null || await users.Holds(id, Permission.ReadConversations, projectId, cancellation) ? null : ApiError.NotFound("user", id, "assignee_id");

    List<Message> Import(ChatThread thread, IReadOnlyList<ImportedMessage> imported, string assistantName)
    {
        var caller = context.Caller;
        var person = new MessageAuthor(caller.Kind is Client.Audit.ActorType.User ? AuthorType.User : AuthorType.Key, caller.Id, caller.Name);
        return ImportedMessages.Of(thread.Id, imported, person, new MessageAuthor(AuthorType.Assistant, thread.AssistantId, assistantName), Now);
    }
}
