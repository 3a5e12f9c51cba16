using System.Text.Json;
using Microsoft.Data.Sqlite;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Models;
using Portal.Data;
using Portal.Providers;

namespace Portal.Models;

internal sealed class ModelsService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    IProviderDirectory providers,
    IEnumerable<IModelUsers> users,
    TimeProvider time) : IModelsService
{
    const int MostUsers = 100;
    const string ComingPrices = "coming_prices";

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<Model>>> List(CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadProject) is { } refused) return refused;
        var (models, targets, prices) = await database.Read(connection => (
            ModelsRepository.ListAll(connection).ToList(), ModelsRepository.Targets(connection), ModelsRepository.PricesAt(connection, Now)), cancellation);
        var known = await providers.List(cancellation);
        var list = models.Select(model => ToModel(model, targets[model.Name], known) with { Prices = prices.GetValueOrDefault(model.Name) is { } price ? ModelContracts.ToContract(price) : null }).OrderBy(model => model.Tier).ThenBy(model => model.Id, StringComparer.Ordinal).ToList();
        return new ListPage<Model>(list, list.FirstOrDefault()?.Id, list.LastOrDefault()?.Id, false);
    }

    public async Task<Result<ListPage<CatalogueModel>>> ListCatalogue(ListQuery query, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var (models, targets, prices) = await database.Read(connection => (
            ModelsRepository.List(connection, query).ToList(), ModelsRepository.Targets(connection), ModelsRepository.PricesAt(connection, Now)), cancellation);
        return Keyset.Page(
            models.Select(model => ModelContracts.ToContract(model, targets[model.Name], prices.GetValueOrDefault(model.Name))), query, model => model.Id);
    }

    public async Task<Result<CatalogueModel>> Get(string name, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        return await Find(name, cancellation) is { } model ? model : ApiError.NotFound("model", name);
    }

    public async Task<Result<CatalogueModel>> Put(string name, CatalogueModelInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (ModelRules.CheckName(name) is { } unfit) return unfit;
        if (ModelRules.Check(input, [.. (await providers.List(cancellation)).Keys]) is { } wrong) return wrong;
        var now = Now;
        var before = await Find(name, cancellation);
        var row = ModelContracts.ToRow(name, input, before?.CreatedAt ?? now, now);
        var targets = ModelContracts.ToRows(name, input).ToList();
        var (price, past) = await NewPrice(name, input.Prices, now, cancellation);
        if (past is not null) return past;

        var inForce = price is { } given && given.EffectiveFrom <= now ? ModelContracts.ToContract(given) : before?.Prices;
        var after = ModelContracts.ToContract(row, targets.OrderBy(target => target.Priority).ThenBy(target => target.ProviderId).ThenBy(target => target.TargetModel), null) with { Prices = inForce };
        var entry = new AuditEntry(before is null ? "model.created" : "model.updated", "model", name, null)
        {
            Status = 200,
            // The catalogue shows only what is in force.
            Changes =
            [
                .. before is null ? [] : AuditChanges.Between(before, after),
                .. price is { } coming && coming.EffectiveFrom > now ? [new AuditChange(ComingPrices, null, Element(coming))] : Array.Empty<AuditChange>(),
            ],
        };
        try
        {
            await journal.Commit(entry, connection =>
            {
                ModelsRepository.Upsert(connection, row, targets);
                if (price is not null) ModelsRepository.PutPrice(connection, price);
                return true;
            }, cancellation);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            return ApiError.Conflict("A provider of the targets was deleted just now. Read the providers again.", "provider_deleted");
        }

        return after;
    }

    public async Task<Result<Deleted>> Delete(string name, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (await Find(name, cancellation) is null) return ApiError.NotFound("model", name);
        if (await UsersOf(name, 1, cancellation) is [var user, ..])
            return ApiError.Conflict($"The assistant '{user.Name}' uses the model '{name}'. Give it another model first.", "model_in_use");
        await journal.Commit(
            new AuditEntry("model.deleted", "model", name, null) { Status = 200 }, connection => ModelsRepository.Delete(connection, name), cancellation);
        return new Deleted(name, "catalogue.model.deleted");
    }

    public async Task<Result<ListPage<ModelUser>>> ListUsers(string name, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (await Find(name, cancellation) is null) return ApiError.NotFound("model", name);
        var found = await UsersOf(name, MostUsers + 1, cancellation);
        return new ListPage<ModelUser>([.. found.Take(MostUsers)], null, null, found.Count > MostUsers);
    }

    public async Task<Result<ListPage<ModelPrices>>> ListPrices(string name, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (await Find(name, cancellation) is null) return ApiError.NotFound("model", name);
        var prices = await database.Read(connection => ModelsRepository.Prices(connection, name).ToList(), cancellation);
        return new ListPage<ModelPrices>([.. prices.Select(ModelContracts.ToContract)], null, null, false);
    }

    public async Task<Result<Deleted>> DeletePrice(string name, long effectiveFrom, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (await Find(name, cancellation) is null) return ApiError.NotFound("model", name);
        var stored = await database.Read(connection => ModelsRepository.Prices(connection, name).FirstOrDefault(price => price.EffectiveFrom == effectiveFrom), cancellation);
        if (stored is null) return new ApiError(404, $"The model '{name}' has no price that begins at {effectiveFrom}.", "not_found");
        var now = Now;
        if (effectiveFrom <= now) return ApiError.Conflict("This price has begun, and prices that have held never change. Set another one from now on.", "price_has_begun");
        var entry = new AuditEntry("model.price_deleted", "model", name, null)
        {
            Status = 200,
            Changes = [new AuditChange(ComingPrices, Element(stored), null)],
        };
        await journal.Commit(entry, connection => ModelsRepository.DeletePrice(connection, name, effectiveFrom), cancellation);
        return new Deleted($"{name}/prices/{effectiveFrom}", "model.price.deleted");
    }

    async Task<IReadOnlyList<ModelUser>> UsersOf(string name, int most, CancellationToken cancellation)
    {
        var found = new List<ModelUser>();
        foreach (var user in users) found.AddRange(await user.UsersOf(name, most, cancellation));
        return found;
    }

    Task<CatalogueModel?> Find(string name, CancellationToken cancellation) => database.Read(
        connection => ModelsRepository.Find(connection, name) is { } model
            ? ModelContracts.ToContract(model, ModelsRepository.Targets(connection, name), ModelsRepository.PriceAt(connection, name, Now))
            : null, cancellation);

    /// <summary>The row to write; none where no price is given, or the one given is in force or stored already.</summary>
    async Task<(PriceRow? Row, ApiError? Error)> NewPrice(string name, ModelPrices? prices, long now, CancellationToken cancellation)
    {
        if (prices is null) return (null, null);
        var known = await database.Read(connection => ModelsRepository.Prices(connection, name).ToList(), cancellation);
        var given = ModelContracts.ToRow(name, prices, now);
        if (ModelRules.CheckBegin(given, known, now) is { } past) return (null, past);
        var inForce = known.FirstOrDefault(price => price.EffectiveFrom <= now);
        var unchanged = known.Contains(given) || (prices.EffectiveFrom is null && inForce is not null && given with { EffectiveFrom = inForce.EffectiveFrom } == inForce);
        return (unchanged ? null : given, null);
    }

    static JsonElement Element(PriceRow price) => JsonSerializer.SerializeToElement(ModelContracts.ToContract(price), Wire.Json);

    static Model ToModel(ModelRow model, IEnumerable<TargetRow> targets, IReadOnlyDictionary<string, ProviderSummary> known)
    {
        var ordered = targets.OrderBy(target => target.Priority).ThenBy(target => known[target.ProviderId].Priority).Select(target => known[target.ProviderId]).ToList();
        var first = ordered.Find(provider => provider.Enabled);
        return new(
            model.Name, Wire.Word<ModelTier>(model.Tier), (int)model.ContextWindow, Wire.Deserialize<IReadOnlyList<string>>(model.Modalities),
            (first ?? ordered[0]).Name, first is not null, model.CreatedAt);
    }
}
