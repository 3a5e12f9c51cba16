using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Providers;
using Portal.Data;
using Portal.Models.Gateway;

namespace Portal.Providers;

internal sealed class ProviderHealthService(
    IDatabase database, CallContext context, ProviderMinutes minutes, ProviderCircuits circuits, TimeProvider time) : IProviderHealthService
{
    const int Hour = 3_600;

    public async Task<Result<ListPage<ProviderHealth>>> List(CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var from = Start();
        var rows = (await minutes.Since(from, cancellation)).ToLookup(row => row.ProviderId);
        var providers = await database.Read(ProvidersRepository.ListAll, cancellation);
        return new ListPage<ProviderHealth>([.. providers.Select(provider => Health(provider.Id, from, [.. rows[provider.Id]]))], null, null, false);
    }

    public async Task<Result<ProviderHealth>> Get(string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        if (await database.Read(connection => ProvidersRepository.Find(connection, id), cancellation) is null) return ApiError.NotFound("provider", id);
        var from = Start();
        return Health(id, from, [.. (await minutes.Since(from, cancellation)).Where(row => row.ProviderId == id)]);
    }

    /// <summary>The present minute is the last of sixty.</summary>
    long Start() => time.GetUtcNow().ToUnixTimeSeconds() / ProviderMinutes.Minute * ProviderMinutes.Minute - Hour + ProviderMinutes.Minute;

    ProviderHealth Health(string id, long from, IReadOnlyList<MinuteRow> rows)
    {
        var (calls, failures) = (rows.Sum(row => row.Calls), rows.Sum(row => row.Failures));
        return new(
            id,
            circuits.Status(id),
            circuits.RestsUntil(id)?.ToUnixTimeSeconds(),
            from,
            calls,
            failures,
            calls == 0 ? null : Math.Round((double)failures / calls, 4),
            Latency(rows.Sum(row => row.LatencyMs), calls - failures),
            calls == failures ? null : rows.Max(row => row.SlowestMs),
            [.. rows.Select(row => new ProviderMinute(row.Minute, row.Calls, row.Failures, Latency(row.LatencyMs, row.Calls - row.Failures)))]);
    }

    static long? Latency(long sum, long answered) => answered == 0 ? null : sum / answered;
}
