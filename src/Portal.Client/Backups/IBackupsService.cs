using Portal.Client.Api;

namespace Portal.Client.Backups;

/// <summary>Backups of the whole portal; for administrators.</summary>
public interface IBackupsService
{
    Task<Result<ListPage<Backup>>> List(ListQuery query, CancellationToken cancellation);

    Task<Result<Backup>> Get(string id, CancellationToken cancellation);

    /// <summary>Makes one now, while the portal works on.</summary>
    Task<Result<Backup>> Create(CancellationToken cancellation);

    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);
}
