using Microsoft.AspNetCore.Identity;
using Portal.Access;
using Portal.Access.Sessions;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Data;

namespace Portal.People;

/// <summary>One-time links to a new password: made by an administrator, or asked for by whoever forgot theirs.</summary>
internal sealed class PasswordResets(
    IDatabase database, IJournal journal, AuditWriter writer, CallContext context, JoiningRules rules, Letters letters, Origins origins,
    IPasswordHasher<User> hasher, TimeProvider time)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    static readonly TimeSpan LifetimeAskedFor = TimeSpan.FromHours(1);
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Made by the caller, who has the right to.</summary>
    public async Task<Result<PasswordReset>> Create(User user, CancellationToken cancellation)
    {
        if (!user.IsActive) return ApiError.Conflict("The account is deactivated, so a new password would open nothing. Reactivate it first.", "user_deactivated");
        var link = OneTimeLink.New();
        var now = Now;
        var row = new PasswordResetRow(link.Hash, user.Id, context.Caller.Id, now, now + (long)Lifetime.TotalSeconds, null, null);
        await journal.Commit(new AuditEntry("password_reset.created", "user", user.Id, null), connection =>
        {
            PasswordResetsRepository.Replace(connection, user.Id, now, onlyAskedFor: false);
            PasswordResetsRepository.Insert(connection, row);
            return true;
        }, cancellation);
        var address = link.At(context.Origin, "/reset-password");
        var mailed = context.Origin is not null && await letters.SendReset(user, address, row.ExpiresAt, cancellation);
        return new PasswordReset(user.Id, address, row.ExpiresAt, mailed);
    }

    public async Task<Result<PasswordReset>> Newest(string userId, CancellationToken cancellation) =>
        await database.Read(connection => PasswordResetsRepository.Newest(connection, userId, askedFor: false), cancellation) is { } row
            ? new PasswordReset(userId, null, row.ExpiresAt, false)
            : ApiError.NotFound("password reset of user", userId);

    /// <summary>
    /// Mails a link to who has this email. Whether anybody has it shows neither in the answer nor in its time: every call
    /// writes one row of the audit log, and the rest is done by the task that comes back, after the answer.
    /// </summary>
    public async Task<Func<Task>> Ask(string email, ILookupNormalizer normalizer, CancellationToken cancellation)
    {
        var (call, origin) = (context.ToSubject(), context.Origin);
        var user = await database.Read(connection => UsersRepository.FindByEmail(connection, normalizer.NormalizeEmail(email)), cancellation);
        await database.Write(connection =>
        {
            writer.Append(connection, call, new AuditEntry("password_reset.requested", "user", user?.Id, null));
            return true;
        }, cancellation);
        return user is { IsActive: true } ? () => Mail(user, origin) : () => Task.CompletedTask;
    }

    /// <summary>Whose link it is; or what is wrong with it: 403 for one that Portal never made, 410 for one that is over.</summary>
    public async Task<Result<(PasswordResetRow Row, User User)>> Find(string token, CancellationToken cancellation)
    {
        var hash = OneTimeLink.HashOf(token);
        var row = await database.Read(connection => PasswordResetsRepository.Find(connection, hash), cancellation);
        if (row is null) return OneTimeLink.Forged("link");
        if (row.UsedAt is not null) return OneTimeLink.Over("This link was used already, and it works once. Sign in with the password that was set, or ask for another link.", "link_used");
        if (row.ReplacedAt is not null) return OneTimeLink.Over("A newer link was made since, and only the newest works. Look for the latest message, or ask for another link.", "link_replaced");
        if (row.ExpiresAt <= Now) return OneTimeLink.Over("This link has expired. Ask for another one.", "link_expired");
        var user = await database.Read(connection => UsersRepository.FindById(connection, row.UserId), cancellation);
        return user is { IsActive: true }
            ? (row, user)
            : OneTimeLink.Over("The account of this link is deactivated. An administrator can reactivate it.", "user_deactivated");
    }

    /// <summary>Sets the password, once, and signs the user out everywhere.</summary>
    public async Task<Result<User>> Use(string token, string password, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await Find(token, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await rules.CheckPassword(password, "password", cancellation) is { } weak) return weak;
        var (row, user) = found.Value;
        NewPassword.Set(user, password, hasher);
        var call = context.ToSubject() with { Actor = new AuditActor(ActorType.User, user.Id, user.Name, context.Ip) };
        var now = Now;
        return await database.Write(connection =>
        {
            UsersRepository.UpdateCredentials(connection, user);
            UsersRepository.ForgetFailures(connection, user.Id);
            SessionsRepository.DeleteOfUser(connection, user.Id);
            PasswordResetsRepository.Use(connection, row.Hash, now);
            PasswordResetsRepository.Replace(connection, user.Id, now, onlyAskedFor: false);
            writer.Append(connection, call, new AuditEntry("user.password_reset", "user", user.Id, null));
            return user;
        }, cancellation);
    }

    async Task Mail(User user, string? origin)
    {
        var now = Now;
        if (await origins.Trusted(origin, CancellationToken.None) is not { } trusted) return;
        var link = OneTimeLink.New();
        var made = await database.Write(connection =>
        {
            if (PasswordResetsRepository.Newest(connection, user.Id, askedFor: true)?.CreatedAt > now - (long)Pause.TotalSeconds) return false;
            PasswordResetsRepository.Replace(connection, user.Id, now, onlyAskedFor: true);
            PasswordResetsRepository.Insert(connection, new PasswordResetRow(link.Hash, user.Id, null, now, now + (long)LifetimeAskedFor.TotalSeconds, null, null));
            return true;
        }, CancellationToken.None);
        if (made) await letters.SendReset(user, link.At(trusted, "/reset-password"), now + (long)LifetimeAskedFor.TotalSeconds, CancellationToken.None);
    }
}
