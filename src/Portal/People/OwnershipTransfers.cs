using Portal.Access;
using Portal.Access.SignIn;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.People;

/// <summary>Hands the organization over, so that there is one owner before and after.</summary>
internal sealed class OwnershipTransfers(IDatabase database, IJournal journal, CallContext context, SignInService signIn)
{
    /// <summary>The new owner.</summary>
    public async Task<Result<User>> Transfer(OwnershipTransfer input, CancellationToken cancellation)
    {
        if (context.Caller is not { Kind: ActorType.User, Role: Role.Owner })
            return ApiError.Forbidden("Only the owner can hand the organization over, signed in with a browser.");
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var (owner, next) = await database.Read(
            connection => (UsersRepository.FindById(connection, context.Caller.Id), UsersRepository.FindById(connection, input.UserId)), cancellation);
        // Another transfer may have ended while this one waited.
        if (owner is not { Role: Role.Owner }) return ApiError.Forbidden("Only the owner can hand the organization over, and by now it is somebody else.");
        if (next is null) return ApiError.NotFound("user", input.UserId, "user_id");
        if (next.Id == owner.Id) return ApiError.Invalid("'user_id' is the owner already. Name somebody else.", "user_id", "invalid_value");
        if (!next.IsActive) return ApiError.Invalid("'user_id' is deactivated. Reactivate the account first, or name somebody else.", "user_id", "user_deactivated");
        if (await signIn.Check(owner.Email, input.Password, cancellation) is null)
            return ApiError.Invalid("The password is not right. After five wrong passwords an account stays locked for 15 minutes.", "password", "wrong_password");

        var change = new AuditChange("owner", System.Text.Json.JsonSerializer.SerializeToElement(owner.Id), System.Text.Json.JsonSerializer.SerializeToElement(next.Id));
        (owner.Role, next.Role) = (Role.Admin, Role.Owner);
        return await journal.Commit(new AuditEntry("ownership.transferred", "user", next.Id, null) { Changes = [change] }, connection =>
        {
            // In this order, because there is no second owner at any moment.
            UsersRepository.UpdateProfile(connection, owner);
            UsersRepository.UpdateProfile(connection, next);
            return next;
        }, cancellation);
    }
}
