using System.Text.Json;
using Microsoft.Data.Sqlite;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Providers;
using Portal.Data;
using Portal.Models.Gateway;

namespace Portal.Providers;

internal sealed class ProvidersService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    ISecretProtector secrets,
    ProviderDirectory directory,
    ProviderProbe probe,
    ProviderCircuits circuits,
    IProviderUsers users,
    TimeProvider time) : IProvidersService
{
    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    public async Task<Result<ListPage<Provider>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var rows = await database.Read(connection => ProvidersRepository.List(connection, query), cancellation);
        return Keyset.Page(rows.Select(ToContract), query, provider => provider.Id);
    }

    public async Task<Result<Provider>> Get(string id, CancellationToken cancellation)
    {
        var row = await Find(id, cancellation);
        return row.IsSuccess ? ToContract(row.Value) : row.Error;
    }

    public async Task<Result<Provider>> Create(ProviderInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (Check(input) is { } wrong) return wrong;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var id = Ids.New("prov");
        var row = new ProviderRow(
            id, input.Name, Wire.Word(input.Kind), ProviderAddress.Normalize(input.BaseUrl), Protect(id, input.ApiKey),
            input.Priority, input.TimeoutSeconds, input.MaxRetries, input.Enabled, input.ModerationModel, now, now);
        var entry = new AuditEntry("provider.created", "provider", id, null) { Status = 201, Changes = [.. KeyChange(input.ApiKey is not null)] };
        await journal.Commit(entry, connection =>
        {
            ProvidersRepository.Insert(connection, row);
            return true;
        }, cancellation);
        return ToContract(row);
    }

    public Task<Result<Provider>> Update(string id, ProviderInput input, CancellationToken cancellation) =>
        Update(id, input, clearsKey: false, cancellation);

    /// <param name="clearsKey">The call gives <c>api_key</c> as null: the provider needs none from now on.</param>
    public async Task<Result<Provider>> Update(string id, ProviderInput input, bool clearsKey, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var before = found.Value;
        if (input.Kind != before.KindWord)
            return ApiError.Invalid("The kind of a provider does not change. Make a new provider.", "kind", "invalid_value");
        if (Check(input) is { } wrong) return wrong;
        var baseUrl = ProviderAddress.Normalize(input.BaseUrl);
        var keepsKey = input.ApiKey is null && !clearsKey;
        if (keepsKey && before.ProtectedApiKey is not null && baseUrl != before.BaseUrl)
            return ApiError.Invalid("The address changes, so send 'api_key' again: the stored key is not given to another address.", "api_key", "api_key_required");

        var after = before with
        {
            Name = input.Name,
            BaseUrl = baseUrl,
            ProtectedApiKey = keepsKey ? before.ProtectedApiKey : Protect(id, input.ApiKey),
            Priority = input.Priority,
            TimeoutSeconds = input.TimeoutSeconds,
            MaxRetries = input.MaxRetries,
            Enabled = input.Enabled,
            ModerationModel = input.ModerationModel,
            UpdatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        return await Save(before, after, KeyChange(!keepsKey), cancellation);
    }

    public async Task<Result<Provider>> SetEnabled(string id, bool enabled, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var after = found.Value with { Enabled = enabled, UpdatedAt = time.GetUtcNow().ToUnixTimeSeconds() };
        return await Save(found.Value, after, [], cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await users.ModelsAt(id, cancellation) is { Count: > 0 } models)
            return ApiError.Conflict($"These models are routed to the provider: {string.Join(", ", models)}. Route them elsewhere first.", "provider_in_use");
        try
        {
            var entry = new AuditEntry("provider.deleted", "provider", id, null) { Status = 200 };
            await journal.Commit(entry, connection => ProvidersRepository.Delete(connection, id), cancellation);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            return ApiError.Conflict("A model was routed to the provider just now. Route it elsewhere first.", "provider_in_use");
        }

        circuits.Forget(id);
        return new Deleted(id, "provider.deleted");
    }

    public async Task<Result<ProviderTest>> Test(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var test = await probe.Test(directory.ToEndpoint(found.Value), cancellation);
        await journal.Record(new AuditEntry("provider.tested", "provider", id, null)
        {
            Outcome = test.Ok ? AuditOutcome.Success : AuditOutcome.Failure,
            Status = 200,
            DurationMs = test.LatencyMs,
        }, cancellation);
        return test;
    }

    async Task<Result<Provider>> Save(ProviderRow before, ProviderRow after, IEnumerable<AuditChange> keyChange, CancellationToken cancellation)
    {
        List<AuditChange> changes = [.. AuditChanges.Between(ToContract(before), ToContract(after)), .. keyChange];
        var action = changes is [{ Field: "enabled" }] ? (after.Enabled ? "provider.resumed" : "provider.paused") : "provider.updated";
        var entry = new AuditEntry(action, "provider", after.Id, null) { Status = 200, Changes = changes };
        var updated = await journal.Commit(entry, connection => ProvidersRepository.Update(connection, after), cancellation);
        circuits.Forget(after.Id);
        return updated == 1 ? ToContract(after) : ApiError.NotFound("provider", after.Id);
    }

    async Task<Result<ProviderRow>> Find(string id, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var row = await database.Read(connection => ProvidersRepository.Find(connection, id), cancellation);
        return row is null ? ApiError.NotFound("provider", id) : row;
    }

    static ApiError? Check(ProviderInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) return ApiError.Invalid("'name' must hold more than blanks.", "name", "invalid_value");
        if (input.ApiKey is { } key && (input.Kind == ProviderKind.Builtin || key.Any(character => character is < '!' or > '~')))
        {
            return ApiError.Invalid(input.Kind == ProviderKind.Builtin
                ? "The built-in responder takes no key. Leave 'api_key' out."
                : "'api_key' must be printable ASCII without blanks.", "api_key", "invalid_value");
        }

        if (input.ModerationModel is { } model && (input.Kind is not ProviderKind.Openai || string.IsNullOrWhiteSpace(model)))
        {
            return ApiError.Invalid(input.Kind is ProviderKind.Openai
                ? "'moderation_model' must hold more than blanks."
                : "'moderation_model' is of providers of the kind 'openai'. Leave it out.", "moderation_model", "invalid_value");
        }

        return ProviderAddress.Check(input.Kind, input.BaseUrl);
    }

    string? Protect(string id, string? key) => key is null ? null : secrets.Protect(ProviderDirectory.KeyPurpose, id, key);

    static IEnumerable<AuditChange> KeyChange(bool changed) =>
        changed ? [new("api_key", null, JsonSerializer.SerializeToElement("(changed)"))] : [];

    Provider ToContract(ProviderRow row) => new(
        row.Id, row.Name, row.KindWord, row.BaseUrl, row.ProtectedApiKey is not null, (int)row.Priority, (int)row.TimeoutSeconds,
        (int)row.MaxRetries, row.Enabled, circuits.Status(row.Id), row.CreatedAt, row.UpdatedAt) { ModerationModel = row.ModerationModel };
}
