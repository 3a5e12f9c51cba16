using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Backups;

sealed class BackupsClient(ApiClient api) : IBackupsService
{
    const string Path = "v2/organization/backups";

    public Task<Result<ListPage<Backup>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPageBackup, cancellation);

    public Task<Result<Backup>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.Backup, cancellation);

    public Task<Result<Backup>> Create(CancellationToken cancellation) => api.Post(Path, Default.Backup, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);
}
