using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Data;
using Portal.Runs;

namespace Portal.Assistants;

internal sealed class AssistantVersionsService(IDatabase database, CallContext context, AssistantStore store, IVersionRuns runs) : IAssistantVersionsService
{
    public async Task<Result<ListPage<AssistantVersion>>> List(string id, ListQuery query, CancellationToken cancellation)
    {
        var found = await store.Find(Permission.ReadProject, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var (after, before) = (VersionTag.OfCursor(id, query.After), VersionTag.OfCursor(id, query.Before));
        if (query.After is not null && after is null) return ApiError.Invalid("'after' is not the id of a version of this assistant.", "after", "invalid_value");
        if (query.Before is not null && before is null) return ApiError.Invalid("'before' is not the id of a version of this assistant.", "before", "invalid_value");
        var rows = (await database.Read(connection => AssistantsRepository.ListVersions(connection, id, query, after, before), cancellation)).ToList();
        var threads = await runs.CountThreads(id, [.. rows.Select(row => row.Version)], cancellation);
        return Keyset.Page(rows.Select(row => row.ToVersion(threads.GetValueOrDefault(row.Version))), query, version => version.Id);
    }

    public async Task<Result<AssistantVersion>> Get(string id, int version, CancellationToken cancellation)
    {
        var found = await Find(Permission.ReadProject, id, version, cancellation);
        if (!found.IsSuccess) return found.Error;
        var threads = await runs.CountThreads(id, [version], cancellation);
        return found.Value.ToVersion(threads.GetValueOrDefault(version));
    }

    public async Task<Result<AssistantComparison>> Compare(string id, int from, int to, CancellationToken cancellation)
    {
        var before = await Find(Permission.ReadProject, id, from, cancellation);
        if (!before.IsSuccess) return before.Error;
        var after = await Find(Permission.ReadProject, id, to, cancellation);
        return after.IsSuccess ? Comparison.Between(before.Value.Saved, after.Value.Saved) : after.Error;
    }

    public Task<Result<AssistantComparison>> Compare(string projectId, ComparisonInput input, CancellationToken cancellation) =>
        Task.FromResult<Result<AssistantComparison>>(context.Caller.Check(Permission.ReadProject, projectId) is { } denied
            ? denied
            : Comparison.Between(AssistantContracts.Complete(input.Before), AssistantContracts.Complete(input.After)));

    public Task<Result<Assistant>> Restore(string id, int version, VersionRestoreInput input, CancellationToken cancellation) =>
        store.Save(id, async present =>
        {
            var found = await Find(Permission.ManageProject, id, version, cancellation);
            if (!found.IsSuccess) return found.Error;
            return found.Value.Saved with { Paused = present.Saved.Paused, VersionNote = input.VersionNote ?? $"Restored version {version}." };
        }, cancellation);

    public async Task<Result<ListPage<VersionThread>>> ListThreads(string id, int version, ListQuery query, CancellationToken cancellation)
    {
        var found = await Find(Permission.ReadConversations, id, version, cancellation);
        return found.IsSuccess ? await runs.ListThreads(id, version, query, cancellation) : found.Error;
    }

    async Task<Result<AssistantVersionRow>> Find(Permission permission, string id, int version, CancellationToken cancellation)
    {
        var found = await store.Find(permission, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var row = await database.Read(connection => AssistantsRepository.GetVersion(connection, id, version), cancellation);
        return row is null ? ApiError.NotFound("version", $"{id}.{version}") : row;
    }
}
