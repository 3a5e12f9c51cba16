using Microsoft.AspNetCore.Identity;
using Portal.Access.Sessions;
using Portal.Access.TwoFactor;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.SignIn;

/// <summary>
/// Checks passwords and opens and ends sessions. Whether an email is known shows neither in the answer nor in its time:
/// every attempt verifies one hash and writes one row.
/// </summary>
internal sealed class SignInService(
    UserManager<User> users, IPasswordHasher<User> hasher, SecondFactors factors, IOrganizationSettings organization, IDatabase database,
    AuditWriter writer, CallContext context, TimeProvider time)
{
    public const int MostFailures = 5;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    static readonly User Nobody = new();
    static readonly Lazy<string> NobodysPassword = new(() => new PasswordHasher<User>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>The user, or null for every reason not to let them in.</summary>
    public async Task<User?> Check(string email, string password, CancellationToken cancellation)
    {
        // One attempt at a time for an address, so that many at once are counted like many in a row.
        using var turn = await OneAttempt(email, cancellation);
        var user = await users.FindByEmailAsync(email);
        var open = user is { PasswordHash: not null } && MaySignIn(user) && !await users.IsLockedOutAsync(user);
        if (open && await users.CheckPasswordAsync(user!, password)) return user;
        if (!open) hasher.VerifyHashedPassword(Nobody, NobodysPassword.Value, password);
        await RecordFailure(user, open, cancellation);
        return null;
    }

    /// <summary>The factor that the code proves; wrong ones count like wrong passwords.</summary>
    public async Task<SecondFactorAttempt> CheckSecondFactor(User user, string code, CancellationToken cancellation)
    {
        using var turn = await OneAttempt(user.Email, cancellation);
        if (await users.FindByIdAsync(user.Id) is not { } now || !MaySignIn(now)) return new(null, false);
        if (await users.IsLockedOutAsync(now)) return new(null, true);
        if (await factors.Take(user.Id, code, As(user), cancellation) is { } factor) return new(factor, false);
        return new(null, await RecordFailure(user, counts: true, cancellation));
    }

    public static bool MaySignIn(User user) => user.IsActive;

    /// <summary>
    /// Opens a session for a user who has proven everything that is asked of them. Whoever knows no more than a password
    /// goes through <see cref="SecondStep.Continue"/>.
    /// </summary>
    public async Task Open(HttpContext http, User user, SignInProof proof, CancellationToken cancellation)
    {
        var sessionId = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
        var idle = (await organization.Get(cancellation)).SignIn.SessionHours * 3600L;
        var before = context.IsAuthenticated ? context.Caller.SessionId : null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await database.Write(connection =>
        {
            if (before is not null) SessionsRepository.Delete(connection, before);
            UsersRepository.ForgetFailures(connection, user.Id);
            SessionsRepository.Insert(connection, sessionId, user.Id, context.Ip, UserAgent(http), proof, now, now + idle);
            UsersRepository.NoteSeen(connection, user.Id, now);
            if (user.Role >= Role.Admin) Origins.Note(connection, context.Origin, now);
            writer.Append(connection, As(user), new AuditEntry("user.signed_in", "user", user.Id, null)
            {
                Changes = AuditChanges.Between(new SignInProof(SignInMethod.None), proof),
            });
            return true;
        }, cancellation);
        await SessionCookie.Issue(http, user.Id, sessionId);
    }

    /// <returns>How the session was opened.</returns>
    public async Task<SignInMethod> Close(CancellationToken cancellation)
    {
        var call = context.ToSubject();
        return await database.Write(connection =>
        {
            var method = SessionsRepository.MethodOf(connection, context.Caller.SessionId!);
            SessionsRepository.Delete(connection, context.Caller.SessionId!);
            writer.Append(connection, call, new AuditEntry("user.signed_out", "user", call.Actor.Id, null));
            return method is null ? SignInMethod.None : Wire.Word<SignInMethod>(method);
        }, cancellation);
    }

    static string? UserAgent(HttpContext http) => http.Request.Headers.UserAgent.ToString() is { Length: > 0 } text
        ? text[..Math.Min(text.Length, 300)]
        : null;

    CallInfo As(User user) => context.ToSubject() with { Actor = new AuditActor(ActorType.User, user.Id, user.Name, context.Ip) };

    Task<IDisposable> OneAttempt(string email, CancellationToken cancellation) => KeyedLock.Enter($"sign-in {users.NormalizeEmail(email)}", cancellation);

    /// <param name="counts">Towards the lockout.</param>
    /// <returns>True where the account is locked now.</returns>
    public Task<bool> RecordFailure(User? user, bool counts, CancellationToken cancellation)
    {
        var call = context.ToSubject();
        var now = time.GetUtcNow();
        return database.Write(connection =>
        {
            var locked = counts && UsersRepository.CountFailure(connection, user!.Id, MostFailures, (now + Lockout).ToUnixTimeSeconds());
            writer.Append(connection, call, new AuditEntry(locked ? "user.locked_out" : "user.sign_in_failed", "user", user?.Id, null)
            {
                Outcome = AuditOutcome.Denied,
                Status = StatusCodes.Status401Unauthorized,
            });
            return locked;
        }, cancellation);
    }
}

/// <param name="Factor">Null where the code was wrong.</param>
/// <param name="Locked">Too many were.</param>
internal sealed record SecondFactorAttempt(SecondFactor? Factor, bool Locked);
