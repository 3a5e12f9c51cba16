using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Keys;
using Portal.Data;
using Portal.Projects;

namespace Portal.Keys;

internal sealed class KeysService(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, TimeProvider time) : IKeysService
{
    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<ApiKey>>> List(string? projectId, ListQuery query, CancellationToken cancellation)
    {
        if (await CheckPlace(projectId, forNew: false, cancellation) is { } denied) return denied;
        var page = await database.Read(connection => KeysRepository.List(connection, projectId, query), cancellation);
        return new ListPage<ApiKey>([.. page.Data.Select(row => row.ToContract())], page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<ApiKey>> Get(string? projectId, string keyId, CancellationToken cancellation) =>
        (await Find(projectId, keyId, cancellation)).Then<ApiKey>(row => row.ToContract());

    public async Task<Result<ApiKey>> Create(string? projectId, ApiKeyInput input, CancellationToken cancellation)
    {
        if (await CheckPlace(projectId, forNew: true, cancellation) is { } denied) return denied;
        if (CheckInput(input) is { } invalid) return invalid;
        var scopes = input.Scopes?.Distinct().Order().ToArray() ?? Enum.GetValues<KeyScope>();
        if (CheckScopes(scopes) is { } tooMuch) return tooMuch;
        if (await CheckReach(input.ExpiresAt, input.AllowedAddresses ?? [], cancellation) is { } tooFar) return tooFar;

        var secret = KeySecret.New();
        var row = new KeyRow(
            Ids.New("key"), projectId, input.Name, KeySecret.Hint(secret), Wire.Serialize(scopes.Select(Wire.Word)),
            Wire.Serialize(input.AllowedAddresses ?? []), input.ExpiresAt, context.Caller.Id, Now, null, null, null);
        return await journal.Commit(new AuditEntry("key.created", "key", row.Id, projectId), connection =>
        {
            KeysRepository.Insert(connection, row, KeySecret.Hash(secret));
            return row.ToContract(secret);
        }, cancellation);
    }

    public async Task<Result<ApiKey>> Rotate(string? projectId, string keyId, ApiKeyRotation input, CancellationToken cancellation)
    {
        var found = await Find(projectId, keyId, cancellation);
        if (!found.IsSuccess) return found.Error;
        // The new secret is shown to the caller, who would otherwise gain the key's scopes and reach.
        if (CheckScopes(found.Value.ScopeList) is { } tooMuch) return tooMuch;
        if (await CheckReach(found.Value.ExpiresAt, found.Value.AddressList, cancellation) is { } tooFar) return tooFar;
        var now = Now;
        if (found.Value.ExpiresAt <= now)
            return ApiError.Conflict("The key has expired, so a new secret would not work either. Make a new key.", "key_expired");

        var secret = KeySecret.New();
        return await journal.Commit(new AuditEntry("key.rotated", "key", keyId, projectId), connection =>
        {
            KeysRepository.Rotate(connection, keyId, KeySecret.Hint(secret), KeySecret.Hash(secret), now, now + input.OverlapSeconds);
            return (found.Value with { Hint = KeySecret.Hint(secret) }).ToContract(secret);
        }, cancellation);
    }

    public async Task<Result<Deleted>> Revoke(string? projectId, string keyId, CancellationToken cancellation)
    {
        var found = await Find(projectId, keyId, cancellation);
        if (!found.IsSuccess) return found.Error;
        var now = Now;
        return await journal.Commit(new AuditEntry("key.revoked", "key", keyId, projectId), connection =>
        {
            KeysRepository.Revoke(connection, keyId, now);
            return new Deleted(keyId, "key.deleted");
        }, cancellation);
    }

    /// <summary>As <see cref="Revoke"/>, for who knows the key but not where it belongs.</summary>
    public async Task<Result<Deleted>> RevokeAnywhere(string keyId, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        return await database.Read(connection => KeysRepository.PlaceOf(connection, keyId), cancellation) is { } place
            ? await Revoke(place.ProjectId, keyId, cancellation)
            : ApiError.NotFound("key", keyId);
    }

    async Task<Result<KeyRow>> Find(string? projectId, string keyId, CancellationToken cancellation)
    {
        if (await CheckPlace(projectId, forNew: false, cancellation) is { } denied) return denied;
        return await database.Read(connection => KeysRepository.Find(connection, projectId, keyId), cancellation) is { } row
            ? row
            : ApiError.NotFound("key", keyId);
    }

    async Task<ApiError?> CheckPlace(string? projectId, bool forNew, CancellationToken cancellation)
    {
        if (projectId is null) return context.Caller.Check(Permission.ManageOrganization);
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        if (await projects.Find(projectId, cancellation) is not { } project) return ApiError.NotFound("project", projectId);
        return forNew ? project.CheckOpen() : null;
    }

    ApiError? CheckScopes(IReadOnlyList<KeyScope> scopes)
    {
        var caller = context.Caller;
        var beyond = caller.Kind is ActorType.Key ? scopes.Except(caller.Scopes).Select(Wire.Word).ToList() : [];
        return beyond.Count == 0
            ? null
            : ApiError.Forbidden($"This key cannot hand out what it does not have: {string.Join(", ", beyond)}. Use a key with these scopes, or ask for fewer.");
    }

    async Task<ApiError?> CheckReach(long? until, IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        if (context.Caller is not { Kind: ActorType.Key, SecretHash: { } hash }) return null;
        var own = await database.Read(connection => KeysRepository.FindBySecrets(connection, [hash]), cancellation);
        // Revoked since the call began: nothing is within reach any more.
        return own is [var row] ? KeyReach.Of(row).Check(until, addresses) : ApiError.Forbidden("The key that you call with is no more.");
    }

    ApiError? CheckInput(ApiKeyInput input)
    {
        if (input.ExpiresAt <= Now) return ApiError.Invalid("'expires_at' must be a time in the future, in Unix seconds.", "expires_at", "invalid_value");
        var addresses = input.AllowedAddresses ?? [];
        for (var index = 0; index < addresses.Count; index++)
        {
            if (!Networks.TryParse(addresses[index], out _))
                return ApiError.Invalid(
                    $"'allowed_addresses[{index}]' must be a network in CIDR form, such as 203.0.113.0/24 or 2001:db8::/32.", $"allowed_addresses[{index}]", "invalid_value");
        }

        return null;
    }
}
