using System.Data;
using System.Text.RegularExpressions;
using Dapper;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Data;
using Portal.Models;
using Portal.Providers;
using Portal.Usage;

namespace Portal.Pricing;

internal sealed partial class UsageImportsService(IDatabase database, IJournal journal, CallContext context, IProviderDirectory providers, TimeProvider time) : IUsageImportsService
{
    public async Task<Result<UsageImport>> Get(string id, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        var report = await database.Read(connection => connection.QueryFirstOrDefault<string>("SELECT report FROM usage_imports WHERE id = @id", new { id }), cancellation);
        return report is null ? ApiError.NotFound("usage import", id) : Wire.Deserialize<UsageImport>(report);
    }

    public async Task<Result<ListPage<UsageImport>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        var (where, order) = Keyset.Sql(query, "id");
        var reports = await database.Read(connection => connection.Query<string>(
            $"SELECT report FROM usage_imports WHERE {where} ORDER BY {order} LIMIT @Take", new { query.After, query.Before, Take = Keyset.Take(query) }).AsList(), cancellation);
        return Keyset.Page(reports.Select(report => Wire.Deserialize<UsageImport>(report) with { Lines = [] }), query, import => import.Id);
    }

    public async Task<Result<UsageImport>> Import(string csv, string? providerId, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        if (providerId is not null && !(await providers.List(cancellation)).ContainsKey(providerId))
            return ApiError.Invalid($"'provider_id': no provider has the id '{providerId}'.", "provider_id", "unknown_provider");
        var read = UsageExportFile.Read(csv);
        if (!read.IsSuccess) return read.Error;
        var file = read.Value;
        if (file.Lines.Count == 0) return ApiError.Invalid("Row 2: The file has no rows of use.", "rows[2]", "invalid_csv");
        var (from, to) = (file.Lines.Keys.Min(line => line.Day), file.Lines.Keys.Max(line => line.Day));
        var (lines, now) = (await database.Read(connection => Compare(connection, file, providerId, from, to), cancellation), time.GetUtcNow().ToUnixTimeSeconds());
        var import = new UsageImport(
            Ids.New("imp"), file.Format, providerId, file.Rows, Day(from), Day(to), file.HasTokens, file.HasCost, Total(lines), lines, context.Caller.Id, now);
        return await journal.Commit(new AuditEntry("usage.imported", "usage_import", import.Id, null), connection =>
        {
            connection.Execute("INSERT INTO usage_imports (id, created_by, created_at, report) VALUES (@Id, @CreatedBy, @CreatedAt, @report)",
                new { import.Id, import.CreatedBy, import.CreatedAt, report = Wire.Serialize(import) });
            return import;
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await Get(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        return await journal.Commit(new AuditEntry("usage_import.deleted", "usage_import", id, null), connection =>
        {
            connection.Execute("DELETE FROM usage_imports WHERE id = @id", new { id });
            return new Deleted(id, "usage_import.deleted");
        }, cancellation);
    }

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    static List<UsageImportLine> Compare(IDbConnection connection, UsageExportFile file, string? providerId, DateOnly from, DateOnly to)
    {
        var targets = ModelsRepository.ListAll(connection).Select(model => (model.Name, Target: model.Name))
            .Concat(ModelsRepository.Targets(connection).SelectMany(group => group).Select(target => (Name: target.Model, Target: target.TargetModel)))
            .ToLookup(one => one.Target, one => one.Name);
        // Versions of one model are one model here, unless the catalogue sends calls to just that version.
        var theirs = file.Lines.GroupBy(line => (line.Key.Day, Model: targets.Contains(line.Key.Model) ? line.Key.Model : Version().Replace(line.Key.Model, "")))
            .ToDictionary(lines => lines.Key, lines => lines.Aggregate(UsageImportFigures.None, (sum, line) => sum + line.Value));
        var ours = UsageRepository.SumByDayAndModel(connection, Seconds(from), Seconds(to.AddDays(1)), providerId)
            .ToDictionary(row => (DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(row.Start).UtcDateTime), row.Group!), Figures);
        var models = theirs.Keys.Select(line => line.Model).Distinct().ToDictionary(model => model, model => targets[model].Distinct().Order(StringComparer.Ordinal).ToList());
        var places = theirs.Keys.Concat(models.SelectMany(model => ours.Keys.Where(key => model.Value.Contains(key.Item2)).Select(key => (Day: key.Item1, Model: model.Key)))).Distinct();
        return [.. places.OrderBy(place => place.Day).ThenBy(place => place.Model, StringComparer.Ordinal).Select(place =>
        {
            var (provider, own) = (theirs.GetValueOrDefault(place, UsageImportFigures.None), models[place.Model].Aggregate(
                UsageImportFigures.None, (sum, name) => sum + ours.GetValueOrDefault((place.Day, name), UsageImportFigures.None)));
            return new UsageImportLine(Day(place.Day), place.Model, models[place.Model], provider, own, provider - own);
        })];
    }

    static UsageImportLine Total(List<UsageImportLine> lines)
    {
        var (provider, ours) = (lines.Aggregate(UsageImportFigures.None, (sum, line) => sum + line.Provider), lines.Aggregate(UsageImportFigures.None, (sum, line) => sum + line.Ours));
        return new("", "", [], provider, ours, provider - ours);
    }

    static UsageImportFigures Figures(UsageSum sum) => new(
        sum.ModelCalls, sum.InputTokens, sum.CachedTokens, sum.OutputTokens, UsageBuckets.Dollars(sum.ProviderCostNanodollars));

    static long Seconds(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");

    /// <summary>gpt-4o-2024-08-06, claude-sonnet-4-20250514</summary>
    [GeneratedRegex(@"-(\d{4}-\d{2}-\d{2}|\d{8})\z")]
    private static partial Regex Version();
}
