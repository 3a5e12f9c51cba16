using Portal.Client.Alerts;
using Portal.Data;

namespace Portal.Alerts;

/// <summary>The money in which amounts are shown; asks for no right, and costs nothing after its first call.</summary>
internal sealed class CurrencyCache(IDatabase database)
{
    sealed record Kept(DisplayCurrency? Currency);

    Kept? kept;

    public async ValueTask<DisplayCurrency?> Get(CancellationToken cancellation) => (Volatile.Read(ref kept) ?? await Load(cancellation)).Currency;

    public void Set(DisplayCurrency? currency) => Volatile.Write(ref kept, new Kept(currency));

    async Task<Kept> Load(CancellationToken cancellation)
    {
        var loaded = new Kept((await database.Read(AlertSettingsRepository.Get, cancellation)).ToContract().DisplayCurrency);
        // A change that was committed meanwhile is newer than what was read.
        return Interlocked.CompareExchange(ref kept, loaded, null) ?? loaded;
    }
}
