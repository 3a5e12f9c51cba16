using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Data;

namespace Portal.Assistants;

internal sealed class AssistantsService(IDatabase database, CallContext context, AssistantStore store) : IAssistantsService
{
    public async Task<Result<ListPage<Assistant>>> List(string? projectId, string? words, ListQuery query, CancellationToken cancellation)
    {
        if (projectId is not null && context.Caller.Check(Permission.ReadProject, projectId) is { } denied) return denied;
        var among = projectId is null ? context.Caller.VisibleProjects : [projectId];
        var rows = await database.Read(connection => AssistantsRepository.List(connection, among, words, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToAssistant()), query, assistant => assistant.Id);
    }

    public async Task<Result<Assistant>> Get(string id, CancellationToken cancellation) =>
        (await store.Find(Permission.ReadProject, id, cancellation)).Then<Assistant>(row => row.ToAssistant());

    public Task<Result<Assistant>> Create(string projectId, AssistantInput input, CancellationToken cancellation) =>
        store.Create(projectId, input, cancellation);

    public Task<Result<Assistant>> Update(string id, AssistantInput input, int? ifVersion, CancellationToken cancellation) =>
        store.Save(id, present => Task.FromResult<Result<AssistantInput>>(ifVersion is { } read && read != present.Version
            ? new ApiError(412, $"The assistant is at version {present.Version} by now, and the change was made over version {read}. Read it again, then repeat the change.", "precondition_failed", "If-Match")
            : input), cancellation);

    public Task<Result<Assistant>> Pause(string id, bool paused, CancellationToken cancellation) =>
        store.Save(id, present => Task.FromResult<Result<AssistantInput>>(present.Saved with { Paused = paused }), cancellation);

    public async Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) =>
        (await store.Archive(id, archived: true, cancellation)).Then<Deleted>(_ => new Deleted(id, "assistant.deleted"));

    public Task<Result<Assistant>> Restore(string id, CancellationToken cancellation) => store.Archive(id, archived: false, cancellation);
}
