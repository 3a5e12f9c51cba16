using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Desk;
using Portal.Handling;
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
    ThreadWaiting waiting,
    IDeskFeed feed,
    IGrainFactory grains,
    IThreadIndex index,
    ThreadSealing sealing,
    TimeProvider time) : IThreadsService
{
    public async Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var caller = context.Caller;
        var projects = Readable(filter.ProjectId);
        if (!projects.IsSuccess) return projects.Error;
        if ((filter.Pinned ?? filter.Unread) is not null && caller.CheckPerson() is { } refused) return refused;
        return await database.Read<Result<ListPage<ChatThread>>>(connection =>
        {
            var page = ThreadLists.Read(connection, caller, projects.Value.Ids, filter, query);
            return page.IsSuccess ? page.Value with { Data = ThreadViews.Of(connection, caller, page.Value.Data) } : page.Error;
        }, cancellation);
    }

    /// <summary>The projects whose threads the caller may list.</summary>
    /// <param name="projectId">The one asked for; null for all.</param>
    public Result<ReadableProjects> Readable(string? projectId)
    {
        var caller = context.Caller;
        if (caller.Check(Permission.ReadConversations) is { } denied) return denied;
        if (projectId is null) return new ReadableProjects(caller.ProjectsWith(Permission.ReadConversations));
        return caller.Check(Permission.ReadConversations, projectId) is { } hidden ? hidden : new ReadableProjects([projectId]);
    }

    public async Task<Result<ChatThread>> Get(string id, CancellationToken cancellation)
    {
        var thread = await access.Read(id, cancellation);
        return thread.IsSuccess ? await Shown(id, cancellation) : thread.Error;
    }

    public async Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation)
    {
        var assistant = await FindAssistant(input.AssistantId, cancellation);
        return assistant.IsSuccess ? await Create(assistant.Value, input, cancellation) : assistant.Error;
    }

    /// <summary>For a caller whose right to talk to the assistant is proved.</summary>
    public async Task<Result<ChatThread>> Create(AssistantDefinition assistant, ThreadCreate input, CancellationToken cancellation)
    {
        if (assistant.Archived) return ApiError.Conflict("The assistant is archived: it answers no more. Choose another one.", "assistant_archived");
        if ((await projects.Find(assistant.ProjectId, cancellation))!.CheckOpen() is { } archived) return archived;
        if (await CheckAssignee(input.AssigneeId, assistant.ProjectId, cancellation) is { } unknown) return unknown;
        var imported = input.Messages ?? [];
        if (ImportedMessages.CheckBranches(imported) is { } unconnected) return unconnected;
        foreach (var (index, message) in imported.Index())
        {
            if (message.Role is MessageRole.Tool) return ApiError.Invalid($"'messages[{index}].role' must be user or assistant.", $"messages[{index}].role", "invalid_value");
            if (MessageRules.CheckContent(message.Content, $"messages[{index}].content") is { } wrong) return wrong;
            if (message.CreatedAt is < 0 or > 253_402_300_799) return ApiError.Invalid($"'messages[{index}].created_at' must be Unix seconds.", $"messages[{index}].created_at", "invalid_value");
        }

        var thread = new ChatThread(
            Ids.New("thread"), assistant.ProjectId, input.AssistantId, input.Title ?? ImportedMessages.Title(imported), input.Status, context.Caller.Id, input.AssigneeId,
            input.Metadata ?? new Dictionary<string, string>(), Now, imported.Count == 0 ? null : Now)
        {
            Preview = imported.Count == 0 ? null : ThreadPreview.Of(imported[^1].Content),
            LastActivityAt = imported.Count == 0 ? Now : imported[^1].CreatedAt ?? Now,
        };
        var messages = Import(thread, imported, assistant.Saved.Name);
        var made = await journal.Commit(new AuditEntry("thread.created", "thread", thread.Id, thread.ProjectId), connection =>
        {
            sealing.PrepareNew(connection, thread.Id, thread.AssistantId);
            ThreadsRepository.Insert(connection, thread, messages.Count == 0 ? null : messages[^1].Id);
            foreach (var message in messages) MessagesRepository.Insert(connection, message);
            index.Add(connection, thread, messages);
            var row = ThreadsRepository.Find(connection, thread.Id)!;
            if (thread.AssigneeId is { } assignee) waiting.Assigned(connection, row with { AssigneeId = null }, assignee, context.Caller.ToActor(), 0);
            return ThreadViews.Of(connection, context.Caller, row.ToThread());
        }, cancellation);
        feed.ThreadChanged(thread.Id, thread.ProjectId, "thread.created");
        return made;
    }

    public async Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, id, cancellation);
        return found.IsSuccess ? await Write(found.Value.ToThread(), input, cancellation) : found.Error;
    }

    /// <param name="read">The thread as whoever changes it knows it: what others changed since stays as it is.</param>
    public async Task<Result<ChatThread>> Update(ChatThread read, ThreadInput input, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, read.Id, cancellation);
        return found.IsSuccess ? await Write(read, input, cancellation) : found.Error;
    }

    /// <summary>Changes only what is given.</summary>
    public async Task<Result<ChatThread>> Change(string id, ThreadStatus? status, NewAssignee? assignee, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var read = found.Value.ToThread();
        return await Write(read, new ThreadInput
        {
            AssistantId = read.AssistantId,
            Title = read.Title,
            Status = status ?? read.Status,
            AssigneeId = assignee is null ? read.AssigneeId : assignee.UserId,
            Metadata = read.Metadata,
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await access.Find(Permission.Chat, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        await grains.GetGrain<IThreadGrain>(id).Delete(context.ToCallInfo());
        return new Deleted(id, "thread.deleted");
    }

    public async Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.ReadConversations, id, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (context.Caller.CheckPerson() is { } refused) return refused;
        if (input.SeenSequence > thread.Value.LastSequence)
            return ApiError.Invalid($"'seen_sequence' is past the thread's newest event, {thread.Value.LastSequence}.", "seen_sequence", "invalid_value");
        await database.WriteSoon(connection =>
        {
            ThreadViewsRepository.Save(connection, context.Caller.Id, id, input.Pinned, input.SeenSequence);
            if (input.SeenSequence is { } seen) AttentionRepository.See(connection, context.Caller.Id, id, seen);
            return true;
        }, cancellation);
        feed.ViewChanged(context.Caller.Id, id, thread.Value.ProjectId);
        return await Shown(id, cancellation);
    }

    public async Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation)
    {
        var caller = context.Caller;
        if (caller.CheckPerson() is { } refused) return refused;
        var project = input.ProjectId ?? caller.NamedProjectId;
        if ((project is null ? caller.Check(Permission.ReadConversations) : caller.Check(Permission.ReadConversations, project)) is { } denied)
            return denied with { Param = input.ProjectId is null ? null : "project_id" };
        if (project is not null && await projects.Find(project, cancellation) is null) return ApiError.NotFound("project", project, "project_id");
        await database.WriteSoon(connection =>
        {
            // Made by the writer, so that it is younger than every message there is.
            ThreadViewsRepository.MarkRead(connection, caller.Id, project ?? "", Ids.New("msg"));
            return true;
        }, cancellation);
        feed.MuchChanged(caller.Id, project);
        return new ThreadsRead(project, Now);
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

    /// <summary>The thread as the caller sees it now; not a read of its messages.</summary>
    public async Task<Result<ChatThread>> Shown(string id, CancellationToken cancellation) => await database.Read<Result<ChatThread>>(
        connection => ThreadsRepository.Find(connection, id) is { } row
            ? ThreadViews.Of(connection, context.Caller, row.ToThread())
            : ApiError.NotFound("thread", id), cancellation);

    async Task<Result<ChatThread>> Write(ChatThread read, ThreadInput input, CancellationToken cancellation)
    {
        if (input.AssistantId != read.AssistantId)
        {
            var assistant = await FindAssistant(input.AssistantId, cancellation);
            if (!assistant.IsSuccess) return assistant.Error;
            if (assistant.Value.ProjectId != read.ProjectId) return ApiError.NotFound("assistant", input.AssistantId, "assistant_id");
        }

        if (input.AssigneeId != read.AssigneeId && await CheckAssignee(input.AssigneeId, read.ProjectId, cancellation) is { } unknown) return unknown;
        var wanted = read with
        {
            AssistantId = input.AssistantId,
            Title = input.Title,
            Status = input.Status,
            AssigneeId = input.AssigneeId,
            Metadata = input.Metadata ?? new Dictionary<string, string>(),
        };
        var assignee = wanted.AssigneeId is { } assigned ? new PersonName(assigned, await NameOf(assigned, cancellation)) : null;
        var done = (await grains.GetGrain<IThreadGrain>(read.Id).Update(context.ToCallInfo(), read, wanted, assignee)).ToResult();
        return done.IsSuccess ? await Shown(read.Id, cancellation) : done.Error;
    }

    async Task<Result<AssistantDefinition>> FindAssistant(string id, CancellationToken cancellation)
    {
        var assistant = await assistants.Find(id, cancellation);
        if (assistant is null || !context.Caller.Sees(assistant.ProjectId)) return ApiError.NotFound("assistant", id, "assistant_id");
        return context.Caller.Check(Permission.Chat, assistant.ProjectId) is { } denied ? denied : assistant;
    }

    /// <summary>Whoever is assigned must be able to read what was said; to others of the organization the answer is that of an unknown id.</summary>
    async Task<ApiError?> CheckAssignee(string? id, string projectId, CancellationToken cancellation) =>
        id is null || await users.Holds(id, Permission.ReadConversations, projectId, cancellation) ? null : ApiError.NotFound("user", id, "assignee_id");

    /// <summary>Of one who is known no more, the id.</summary>
    async Task<string> NameOf(string userId, CancellationToken cancellation) =>
        (await users.Find([userId], cancellation)).TryGetValue(userId, out var user) ? user.Name : userId;

    List<Message> Import(ChatThread thread, IReadOnlyList<ImportedMessage> imported, string assistantName)
    {
        var caller = context.Caller;
        var person = new MessageAuthor(caller.Kind is Client.Audit.ActorType.User ? AuthorType.User : AuthorType.Key, caller.Id, caller.Name);
        return ImportedMessages.Of(thread.Id, imported, person, new MessageAuthor(AuthorType.Assistant, thread.AssistantId, assistantName), Now);
    }
}

/// <param name="Ids">Null for all projects.</param>
internal sealed record ReadableProjects(IReadOnlyList<string>? Ids);
