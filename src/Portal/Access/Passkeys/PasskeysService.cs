using Microsoft.AspNetCore.Identity;
using Portal.Access.TwoFactor;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Security;
using Portal.Data;

namespace Portal.Access.Passkeys;

internal sealed class PasskeysService(
    CallContext context, IHttpContextAccessor http, IDatabase database, IJournal journal, UserManager<User> users, PasskeyCeremonies ceremonies) : IPasskeysService
{
    const int Most = 20;

    public async Task<Result<ListPage<Passkey>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (CheckPerson() is { } refused) return refused;
        var rows = await database.Read(connection => PasskeysRepository.List(connection, context.Caller.Id, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToPasskey()), query, passkey => passkey.Id);
    }

    public async Task<Result<Passkey>> Get(string id, CancellationToken cancellation)
    {
        var row = await Find(id, cancellation);
        return row.IsSuccess ? row.Value.ToPasskey() : row.Error;
    }

    public async Task<Result<PasskeyOptions>> Begin(CancellationToken cancellation)
    {
        var user = await Self();
        return user.IsSuccess ? await ceremonies.BeginCreation(http.HttpContext!, user.Value) : user.Error;
    }

    public async Task<Result<Passkey>> Register(PasskeyInput input, CancellationToken cancellation)
    {
        var user = await Self();
        if (!user.IsSuccess) return user.Error;
        if (await ceremonies.EndCreation(http.HttpContext!, user.Value, input.Credential, input.State) is not { } info)
            return ApiError.Invalid("This passkey does not answer what was asked, or it came too late. Begin again.", "credential", "invalid_passkey");
        if (await database.Read(connection => PasskeysRepository.Count(connection, user.Value.Id), cancellation) >= Most)
            return ApiError.Conflict($"You have {Most} passkeys, which is the most. Remove one that you no longer use.", "too_many_passkeys");
        var row = PasskeyRow.From(Ids.New("pkey"), user.Value.Id, input.Name.Trim(), info);
        var entry = new AuditEntry("passkey.created", "passkey", row.Id, null)
        {
            Changes = AuditChanges.Between(new { Name = "", UserId = "" }, new { row.Name, row.UserId }),
        };
        return await journal.Commit(entry, connection =>
        {
            PasskeysRepository.Insert(connection, row);
            // Whoever was asked to set up a second factor has one now.
            TwoFactorRepository.NoteFirstSecondFactor(connection, context.Caller.SessionId!, Wire.Word(SecondFactor.Passkey));
            return row.ToPasskey();
        }, cancellation);
    }

    public async Task<Result<Passkey>> Rename(string id, PasskeyRename input, CancellationToken cancellation)
    {
        var row = await Find(id, cancellation);
        if (!row.IsSuccess) return row.Error;
        var (before, after) = (row.Value.ToPasskey(), row.Value.ToPasskey() with { Name = input.Name.Trim() });
        if (before == after) return before;
        return await journal.Commit(new AuditEntry("passkey.updated", "passkey", id, null) { Changes = AuditChanges.Between(before, after) }, connection =>
        {
            PasskeysRepository.Rename(connection, id, after.Name);
            return after;
        }, cancellation);
    }

    public async Task<Result<Deleted>> Remove(string id, CancellationToken cancellation)
    {
        var row = await Find(id, cancellation);
        if (!row.IsSuccess) return row.Error;
        var entry = new AuditEntry("passkey.deleted", "passkey", id, null)
        {
            Changes = AuditChanges.Between(new { row.Value.Name }, new { Name = "" }),
        };
        return await journal.Commit(entry, connection =>
        {
            PasskeysRepository.Delete(connection, id);
            return new Deleted(id, "passkey.deleted");
        }, cancellation);
    }

    ApiError? CheckPerson() => context.Caller.Kind is ActorType.User ? null : ApiError.Forbidden("A key has no passkeys. Only a signed-in person has.");

    async Task<Result<User>> Self()
    {
        if (CheckPerson() is { } refused) return refused;
        return await users.FindByIdAsync(context.Caller.Id) is { } user ? user : ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
    }

    async Task<Result<PasskeyRow>> Find(string id, CancellationToken cancellation)
    {
        if (CheckPerson() is { } refused) return refused;
        var row = await database.Read(connection => PasskeysRepository.Find(connection, context.Caller.Id, id), cancellation);
        return row is null ? ApiError.NotFound("passkey", id) : row;
    }
}
