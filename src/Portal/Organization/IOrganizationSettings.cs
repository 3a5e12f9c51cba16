using Portal.Client.Organization;
using Portal.Data;

namespace Portal.Organization;

/// <summary>What other features need to know of the organization; asks for no right, and costs nothing after its first call.</summary>
internal interface IOrganizationSettings
{
    ValueTask<OrganizationSettings> Get(CancellationToken cancellation);
}

/// <summary>Keeps the one row in memory; a change puts the new one in its place.</summary>
internal sealed class OrganizationCache(IDatabase database) : IOrganizationSettings
{
    sealed record Kept(OrganizationRow Row, OrganizationSettings Settings);

    Kept? kept;

    public async ValueTask<OrganizationSettings> Get(CancellationToken cancellation) =>
        (Volatile.Read(ref kept) ?? await Load(cancellation)).Settings;

    public async ValueTask<OrganizationRow> GetRow(CancellationToken cancellation) =>
        (Volatile.Read(ref kept) ?? await Load(cancellation)).Row;

    public void Set(OrganizationRow row) => Volatile.Write(ref kept, new Kept(row, row.ToSettings()));

    async Task<Kept> Load(CancellationToken cancellation)
    {
        var row = await database.Read(OrganizationRepository.Get, cancellation);
        var loaded = new Kept(row, row.ToSettings());
        // A change that was committed meanwhile is newer than what was read.
        return Interlocked.CompareExchange(ref kept, loaded, null) ?? loaded;
    }
}
