using Portal.Data;

namespace Portal.Pricing;

/// <summary>Keeps the price book in memory, since it stands in the way of every call; a change has it read anew.</summary>
internal sealed class PriceBook(IDatabase database, TimeProvider time) : IPriceBook
{
    readonly Lock gate = new();
    PriceTable? kept;
    int changes;

    public async ValueTask<OwnPrice?> FindOwn(string projectId, CancellationToken cancellation) =>
        (await Get(cancellation)).Own(projectId, time.GetUtcNow().ToUnixTimeSeconds());

    public ValueTask<PriceTable> Get(CancellationToken cancellation) => Volatile.Read(ref kept) is { } table ? ValueTask.FromResult(table) : Load(cancellation);

    /// <summary>Called when a change is on disk.</summary>
    public void Renew()
    {
        lock (gate)
        {
            changes++;
            Volatile.Write(ref kept, null);
        }
    }

    async ValueTask<PriceTable> Load(CancellationToken cancellation)
    {
        var before = Volatile.Read(ref changes);
        var table = new PriceTable(await database.Read(PricesRepository.ListAll, cancellation));
        lock (gate)
        {
            // What was changed while it was read may not be in it.
            if (before == changes) Volatile.Write(ref kept, table);
        }

        return table;
    }
}
