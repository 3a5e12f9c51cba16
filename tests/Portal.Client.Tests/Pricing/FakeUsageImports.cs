using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.Client.Tests.Pricing;

/// <summary>Imports that a test says; each file that is brought is compared as the next of them.</summary>
sealed class FakeUsageImports : IUsageImportsService
{
    public static readonly UsageImport March = Make(
        Line("2026-03-05", "equal", new(10, 1_000, 100, 200, 1.5m), new(10, 1_000, 100, 200, 1.50001m)),
        Line("2026-03-05", "a-little", new(1, 500, 0, 50, 0.5m), new(1, 500, 0, 50, 0.25m)),
        Line("2026-03-06", "tokens", new(1, 900, 0, 100, 2), new(1, 800, 0, 100, 2)),
        Line("2026-03-07", "much", new(0, 0, 0, 0, 0), new(40, 12_000, 0, 500, 3)));

    public List<UsageImport> Kept { get; } = [];

    public List<(string Csv, string? Provider)> Brought { get; } = [];

    /// <summary>By what the file says.</summary>
    public Dictionary<string, ApiError> Refusals { get; } = [];

    public ApiError? Unread { get; set; }

    public static UsageImportLine Line(string day, string model, UsageImportFigures provider, UsageImportFigures ours, params string[] models) =>
        new(day, model, models.Length == 0 ? [$"our-{model}"] : models, provider, ours, provider - ours);

    public static UsageImport Make(params UsageImportLine[] lines)
    {
        var (provider, ours) = (lines.Aggregate(UsageImportFigures.None, (sum, line) => sum + line.Provider), lines.Aggregate(UsageImportFigures.None, (sum, line) => sum + line.Ours));
        return new("imp_1", "openai", "prov_1", lines.Length, "2026-03-05", "2026-03-07", true, true, new("", "", [], provider, ours, provider - ours), lines, "user_1", 1_795_435_000);
    }

    public Task<Result<UsageImport>> Get(string id, CancellationToken cancellation) =>
        Of<UsageImport>(Kept.Find(import => import.Id == id) is { } found ? found : ApiError.NotFound("usage import", id));

    public Task<Result<ListPage<UsageImport>>> List(ListQuery query, CancellationToken cancellation) => Of<ListPage<UsageImport>>(
        Unread is { } error ? error : new ListPage<UsageImport>([.. Kept.Select(import => import with { Lines = [] })], Kept.FirstOrDefault()?.Id, Kept.LastOrDefault()?.Id, query.After is null && Kept.Count > 1));

    public Task<Result<UsageImport>> Import(string csv, string? providerId, CancellationToken cancellation)
    {
        Brought.Add((csv, providerId));
        if (Refusals.TryGetValue(csv, out var refused)) return Of<UsageImport>(refused);
        Kept.Insert(0, March with { Id = $"imp_{Brought.Count}", ProviderId = providerId });
        return Of<UsageImport>(Kept[0]);
    }

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) =>
        Of<Deleted>(Kept.RemoveAll(import => import.Id == id) > 0 ? new Deleted(id, "usage_import.deleted") : ApiError.NotFound("usage import", id));

    static Task<Result<T>> Of<T>(Result<T> value) => Task.FromResult(value);
}
