using Portal.Client.Providers;
using Portal.Data;
using Portal.Models.Gateway;
using Portal.Providers;

namespace Portal.Models;

/// <summary>How models stand at this moment, for the alerts of those who use them; asks for no right.</summary>
internal interface IModelStates
{
    /// <summary>In the order of the names; one that the catalogue does not hold has no targets.</summary>
    Task<IReadOnlyList<ModelState>> Of(IReadOnlyCollection<string> names, CancellationToken cancellation);
}

internal sealed record ModelState(string Name, bool HasPrice, IReadOnlyList<ModelTargetState> Targets)
{
    public bool IsServed => Targets.Any(target => target.Enabled);
}

/// <param name="Open">Its circuit is open.</param>
internal sealed record ModelTargetState(string ProviderId, string ProviderName, bool Enabled, bool Open);

internal sealed class ModelStates(IDatabase database, IProviderDirectory providers, ProviderCircuits circuits, TimeProvider time) : IModelStates
{
    public async Task<IReadOnlyList<ModelState>> Of(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0) return [];
        var known = await providers.List(cancellation);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return await database.Read(connection => names.Select(name => new ModelState(
            name,
            ModelsRepository.PriceAt(connection, name, now) is not null,
            [.. ModelsRepository.Targets(connection, name).Where(target => known.ContainsKey(target.ProviderId)).Select(target => new ModelTargetState(
                target.ProviderId,
                known[target.ProviderId].Name,
                known[target.ProviderId].Enabled,
                circuits.Status(target.ProviderId) is ProviderStatus.Open))])).ToList(), cancellation);
    }
}
