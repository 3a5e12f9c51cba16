using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Pricing;
using Portal.Data;
using Portal.Models;
using Portal.Projects;

namespace Portal.Pricing;

internal sealed class PricingService(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, PriceBook book, PriceDryRuns dryRuns, CostEstimates estimates, TimeProvider time)
    : IPricingService
{
    const int MostEntries = 10_000;

    /// <summary>How far behind the portal's a caller's clock may be.</summary>
    const long Tolerance = 60;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<PriceEntry>>> List(PriceQuery filter, ListQuery query, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        var rows = await database.Read(connection => PricesRepository.List(connection, filter, query).ToList(), cancellation);
        return Keyset.Page(rows.Select(ToContract), query, entry => entry.Id);
    }

    public async Task<Result<PriceEntry>> Get(string id, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        return await database.Read(connection => PricesRepository.Find(connection, id), cancellation) is { } row ? ToContract(row) : ApiError.NotFound("price", id);
    }

    public async Task<Result<PriceEntry>> Create(PriceEntryInput input, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        var now = Now;
        if (PriceRules.Check(input, now - Tolerance) is { } wrong) return wrong;
        if (input.ProjectId is { } project && await projects.Find(project, cancellation) is null) return ApiError.NotFound("project", project, "project_id") with { Status = 400, Code = "unknown_project" };
        var row = new PriceEntryRow(
            Ids.New("price"), input.ProjectId ?? "", Wire.Word(input.Kind), input.Item ?? "",
            input.Price is { } price ? ModelPrice.ToNanodollars(price) : 0, input.Price is null, input.EffectiveFrom ?? now, now);
        // One at a time, so that two of the same moment do not both find it free.
        using var turn = await KeyedLock.Enter("prices", cancellation);
        var (exists, count) = await database.Read(connection => (PricesRepository.Exists(connection, row), PricesRepository.Count(connection)), cancellation);
        if (exists) return ApiError.Conflict("There is a price of this kind that begins at the same moment. Choose another moment, or take that one back first.", "price_exists") with { Param = "effective_from" };
        if (count >= MostEntries) return ApiError.Conflict($"The price book has {MostEntries} entries, which is the most.", "too_many");
        var made = await journal.Commit(Entry("price.created", row, null, ToContract(row)), connection =>
        {
            PricesRepository.Insert(connection, row);
            return PricesRepository.Find(connection, row.Id)!;
        }, cancellation);
        book.Renew();
        return ToContract(made);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        if (Refusal is { } denied) return denied;
        using var turn = await KeyedLock.Enter("prices", cancellation);
        if (await database.Read(connection => PricesRepository.Find(connection, id), cancellation) is not { } row) return ApiError.NotFound("price", id);
        if (row.EffectiveFrom <= Now)
            return ApiError.Conflict("This price has begun, and prices that have held never change. Set another one from now on; one of null ends it.", "price_has_begun");
        await journal.Commit(Entry("price.deleted", row, ToContract(row), null), connection =>
        {
            PricesRepository.Delete(connection, id);
            return true;
        }, cancellation);
        book.Renew();
        return new Deleted(id, "price.deleted");
    }

    public async Task<Result<PriceDryRun>> DryRun(string projectId, PriceDryRunInput input, CancellationToken cancellation)
    {
        if ((context.Caller.Check(Permission.ReadProject, projectId) ?? Refusal) is { } denied) return denied;
        if (await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        return await dryRuns.Run(projectId, input, cancellation);
    }

    public async Task<Result<ListPage<Charge>>> ListCharges(string projectId, PriceKind? kind, string? runId, ListQuery query, CancellationToken cancellation)
    {
        if (await CheckUse(projectId, cancellation) is { } denied) return denied;
        var rows = await database.Read(connection => ChargesRepository.List(connection, projectId, kind is { } one ? Wire.Word(one) : null, runId, query).ToList(), cancellation);
        return Keyset.Page(rows.Select(row => PriceContracts.ToContract(row.Charge, row.UnitNanodollars)), query, charge => charge.Id);
    }

    public async Task<Result<CostEstimate>> Estimate(string projectId, CostEstimateInput input, CancellationToken cancellation)
    {
        if (await CheckUse(projectId, cancellation) is { } denied) return denied;
        return await estimates.Estimate(projectId, input, cancellation);
    }

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    async Task<ApiError?> CheckUse(string projectId, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadUsage, projectId) is { } denied) return denied;
        return await projects.Find(projectId, cancellation) is null ? ApiError.NotFound("project", projectId) : null;
    }

    PriceEntry ToContract(PriceEntryRow row) => PriceContracts.ToContract(row, Now);

    static AuditEntry Entry(string action, PriceEntryRow row, PriceEntry? before, PriceEntry? after) => new(action, "price", row.Id, row.ProjectId.Length == 0 ? null : row.ProjectId)
    {
        Changes = [new AuditChange("price", Element(before), Element(after))],
    };

    static JsonElement? Element(PriceEntry? entry) => entry is null ? null : JsonSerializer.SerializeToElement(entry, Wire.Json);
}
