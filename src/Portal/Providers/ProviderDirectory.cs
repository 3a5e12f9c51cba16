using Portal.Data;

namespace Portal.Providers;

internal sealed class ProviderDirectory(IDatabase database, ISecretProtector secrets) : IProviderDirectory
{
    public const string KeyPurpose = "provider_key";

    public async Task<IReadOnlyDictionary<string, ProviderSummary>> List(CancellationToken cancellation)
    {
        var rows = await database.Read(ProvidersRepository.ListAll, cancellation);
        return rows.ToDictionary(row => row.Id, row => new ProviderSummary(row.Name, (int)row.Priority, row.Enabled));
    }

    public async Task<IReadOnlyDictionary<string, ProviderEndpoint>> Endpoints(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var rows = await database.Read(ProvidersRepository.ListAll, cancellation);
        return rows.Where(row => row.Enabled && ids.Contains(row.Id)).ToDictionary(row => row.Id, ToEndpoint);
    }

    public async Task<ProviderEndpoint?> FindModeration(CancellationToken cancellation) =>
        (await database.Read(ProvidersRepository.ListAll, cancellation)).FirstOrDefault(row => row.Enabled && row.ModerationModel is not null) is { } row ? ToEndpoint(row) : null;

    public ProviderEndpoint ToEndpoint(ProviderRow row) => new(
        row.Id,
        row.Name,
        row.KindWord,
        row.BaseUrl is null ? null : new Uri(row.BaseUrl),
        row.ProtectedApiKey is null ? null : secrets.Unprotect(KeyPurpose, row.Id, row.ProtectedApiKey),
        (int)row.Priority,
        (int)row.TimeoutSeconds,
        (int)row.MaxRetries) { ModerationModel = row.ModerationModel };
}
