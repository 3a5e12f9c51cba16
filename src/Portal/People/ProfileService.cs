using Microsoft.AspNetCore.Identity;
using Portal.Access;
using Portal.Access.Sessions;
using Portal.Access.SignIn;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Client.Shared;
using Portal.Data;

namespace Portal.People;

internal sealed class ProfileService(
    IDatabase database, IJournal journal, CallContext context, UserSessions sessions, SignInService signIn, JoiningRules rules,
    IPasswordHasher<User> hasher, TimeProvider time) : IProfileService
{
    public async Task<Result<Profile>> Get(CancellationToken cancellation)
    {
        var user = await Find(cancellation);
        return user.IsSuccess ? await Shown(user.Value, cancellation) : user.Error;
    }

    public async Task<Result<Profile>> Update(ProfileInput input, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await Find(cancellation);
        if (!found.IsSuccess) return found.Error;
        if (input.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return ApiError.Invalid("'time_zone' must be an IANA name, such as Europe/Berlin.", "time_zone", "invalid_value");
        if (input.Locale is { } locale && !DateLanguage.Codes.Contains(locale))
            return ApiError.Invalid($"'locale' must be one of: {string.Join(", ", DateLanguage.Codes)}.", "locale", "invalid_value");
        var user = found.Value;
        var before = new ProfileInput { Name = user.Name, TimeZone = user.TimeZone, Locale = user.Locale };
        if (input == before) return await Shown(user, cancellation);
        (user.Name, user.TimeZone, user.Locale) = (input.Name, input.TimeZone, input.Locale);
        await journal.Commit(new AuditEntry("profile.updated", "user", user.Id, null) { Changes = AuditChanges.Between(before, input) }, connection =>
        {
            UsersRepository.UpdateProfile(connection, user);
            return true;
        }, cancellation);
        return await Shown(user, cancellation);
    }

    public async Task<Result<Profile>> ChangePassword(PasswordChange input, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await Find(cancellation);
        if (!found.IsSuccess) return found.Error;
        if (found.Value.PasswordHash is null)
            return ApiError.Conflict("This account has no password here. An administrator can make a link to set one.", "no_password");
        if (await rules.CheckPassword(input.NewPassword, "new_password", cancellation) is { } weak) return weak;
        if (await signIn.Check(found.Value.Email, input.CurrentPassword, cancellation) is not { } user)
            return ApiError.Invalid("The present password is not right. After five wrong passwords an account stays locked for 15 minutes.", "current_password", "wrong_password");
        NewPassword.Set(user, input.NewPassword, hasher);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await journal.Commit(new AuditEntry("user.password_changed", "user", user.Id, null), connection =>
        {
            UsersRepository.UpdateCredentials(connection, user);
            SessionsRepository.DeleteOfUser(connection, user.Id, but: context.Caller.SessionId);
            PasswordResetsRepository.Replace(connection, user.Id, now, onlyAskedFor: false);
            return true;
        }, cancellation);
        return await Shown(user, cancellation);
    }

    public async Task<Result<ListPage<UserSession>>> ListSessions(ListQuery query, CancellationToken cancellation)
    {
        var user = await Find(cancellation);
        return user.IsSuccess ? await sessions.List(user.Value.Id, context.Caller.SessionId, query, cancellation) : user.Error;
    }

    public async Task<Result<Deleted>> EndSessions(CancellationToken cancellation)
    {
        var user = await Find(cancellation);
        return user.IsSuccess ? await sessions.EndAll(user.Value.Id, cancellation) : user.Error;
    }

    public async Task<Result<Deleted>> EndSession(string sessionId, CancellationToken cancellation)
    {
        var user = await Find(cancellation);
        return user.IsSuccess ? await sessions.End(user.Value.Id, sessionId, cancellation) : user.Error;
    }

    async Task<Result<User>> Find(CancellationToken cancellation)
    {
        if (!context.IsAuthenticated) return ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
        if (context.Caller.Kind is not ActorType.User) return ApiError.Forbidden("A key has no profile. Only a signed-in person has.");
        return await database.Read(connection => UsersRepository.FindById(connection, context.Caller.Id), cancellation) is { } user
            ? user
            : ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
    }

    async Task<Profile> Shown(User user, CancellationToken cancellation) => new(
        user.Id, user.Email, user.Name, user.Role, user.TimeZone, user.Locale, user.PasswordHash is not null,
        await rules.ShortestPassword(cancellation), user.CreatedAt);
}
