using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Backups;

namespace Portal.Backups;

internal sealed class BackupsService(BackupFolder folder, IJournal journal, CallContext context) : IBackupsService
{
    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    public Task<Result<ListPage<Backup>>> List(ListQuery query, CancellationToken cancellation) =>
        Task.FromResult(Refusal is { } refused ? (Result<ListPage<Backup>>)refused : Keyset.Page(Keyset.Rows(folder.List(), query, backup => backup.Id), query, backup => backup.Id));

    public Task<Result<Backup>> Get(string id, CancellationToken cancellation) => Task.FromResult(Find(id));

    public async Task<Result<Backup>> Create(CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var made = await folder.Create(Ids.New("bak"), BackupKind.Manual, cancellation);
        return await journal.Commit(new AuditEntry("backup.created", "backup", made.Id, null), _ => made, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = Find(id);
        if (!found.IsSuccess) return found.Error;
        await journal.Record(new AuditEntry("backup.deleted", "backup", id, null), cancellation);
        folder.Delete(found.Value);
        return new Deleted(id, "backup.deleted");
    }

    /// <summary>The file's place, once it is on record that somebody takes it.</summary>
    public async Task<Result<string>> Download(string id, CancellationToken cancellation)
    {
        var found = Find(id);
        if (!found.IsSuccess) return found.Error;
        await journal.Record(new AuditEntry("backup.downloaded", "backup", id, null), cancellation);
        return folder.PathOf(found.Value);
    }

    Result<Backup> Find(string id)
    {
        if (Refusal is { } refused) return refused;
        return folder.Find(id) is { } backup ? backup : ApiError.NotFound("backup", id);
    }
}
