using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Passkeys;
using Portal.Access.Sessions;
using Portal.Access.SignIn;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Client.Security;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.TwoFactor;

internal sealed class TwoFactorService(
    CallContext context, IDatabase database, IJournal journal, ISecretProtector protector, UserManager<User> users,
    SecondFactors factors, SignInService signIn, IOrganizationSettings organization, TimeProvider time) : ITwoFactorService
{
    public async Task<Result<TwoFactorStatus>> Get(CancellationToken cancellation)
    {
        var user = await Self();
        return user.IsSuccess ? await Status(user.Value.Id, cancellation) : user.Error;
    }

    public async Task<Result<TwoFactorSetup>> Begin(CancellationToken cancellation)
    {
        var self = await Self();
        if (!self.IsSuccess) return self.Error;
        var user = self.Value;
        var row = await Find(user.Id, cancellation);
        if (row?.EnabledAt is not null) return AlreadyOn;
        if (row is null)
        {
            var made = Base32.Encode(RandomNumberGenerator.GetBytes(Totp.SecretBytes));
            var pending = new TwoFactorRow(user.Id, protector.Protect(SecondFactors.Purpose, user.Id, made), 0, Now, null);
            await journal.Commit(Entry("user.two_factor_begun", user.Id), connection =>
            {
                TwoFactorRepository.Insert(connection, pending);
                return true;
            }, cancellation);
            // Another tab may have been first; both then show the same secret.
            row = await Find(user.Id, cancellation);
        }

        if (SecretOf(row) is not { } secret) return Unreadable;
        var uri = Authenticator.Uri(user.Email, secret);
        return new TwoFactorSetup(secret, uri, Authenticator.Qr(uri));
    }

    public async Task<Result<RecoveryCodes>> Confirm(TwoFactorConfirmation input, CancellationToken cancellation)
    {
        var self = await Self();
        if (!self.IsSuccess) return self.Error;
        var row = await Find(self.Value.Id, cancellation);
        if (row is null) return ApiError.Conflict("Nothing is being set up. Begin first, and scan the QR code.", "two_factor_not_begun");
        if (row.EnabledAt is not null) return AlreadyOn;
        if (SecretOf(row) is not { } text) return Unreadable;
        var (secret, code, now) = (Base32.Decode(text), SecondFactors.Digits(input.Code), time.GetUtcNow());
        if (Totp.Match(secret, code, now, row.LastStep) is not { } step) return WrongCode(Totp.ClockError(secret, code, now));
        var codes = NewCodes();
        var entry = Entry("user.two_factor_enabled", row.UserId) with { Changes = AuditChanges.Between(new { Enabled = false }, new { Enabled = true }) };
        return await journal.Commit<Result<RecoveryCodes>>(entry, connection =>
        {
            if (!TwoFactorRepository.Enable(connection, row.UserId, step, Now)) throw new ApiErrorException(AlreadyOn);
            TwoFactorRepository.ReplaceRecoveryCodes(connection, row.UserId, codes.Select(one => RecoveryCode.HashOf(one)!), Now);
            TwoFactorRepository.NoteSecondFactor(connection, context.Caller.SessionId!, Wire.Word(SecondFactor.Totp));
            return new RecoveryCodes(codes, Now);
        }, cancellation);
    }

    public async Task<Result<RecoveryCodes>> RenewRecoveryCodes(TwoFactorProof input, CancellationToken cancellation)
    {
        var self = await Proven(input, cancellation);
        if (!self.IsSuccess) return self.Error;
        var codes = NewCodes();
        return await journal.Commit(Entry("user.recovery_codes_renewed", self.Value.Id), connection =>
        {
            TwoFactorRepository.ReplaceRecoveryCodes(connection, self.Value.Id, codes.Select(one => RecoveryCode.HashOf(one)!), Now);
            return new RecoveryCodes(codes, Now);
        }, cancellation);
    }

    public async Task<Result<TwoFactorStatus>> Disable(TwoFactorProof input, CancellationToken cancellation)
    {
        if ((await organization.Get(cancellation)).SignIn.TwoFactorRequired)
            return ApiError.Conflict("Your organization asks everybody for a second factor, so it stays on. To change to another app, ask an administrator to reset it.", TwoFactorGate.Code);
        var self = await Proven(input, cancellation);
        if (!self.IsSuccess) return self.Error;
        var entry = Entry("user.two_factor_disabled", self.Value.Id) with { Changes = AuditChanges.Between(new { Enabled = true }, new { Enabled = false }) };
        await journal.Commit(entry, connection => TwoFactorRepository.Delete(connection, self.Value.Id), cancellation);
        return await Status(self.Value.Id, cancellation);
    }

    public async Task<Result<Deleted>> Reset(string userId, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        if (await users.FindByIdAsync(userId) is not { } user) return ApiError.NotFound("user", userId);
        if (user.Role is Role.Owner && context.Caller is { Kind: ActorType.User, Role: not Role.Owner })
            return ApiError.Forbidden("Only the owner may reset the owner's second factor.");
        return await journal.Commit(Entry("user.two_factor_reset", userId), connection =>
        {
            TwoFactorRepository.Delete(connection, userId);
            PasskeysRepository.DeleteOfUser(connection, userId);
            SessionsRepository.DeleteOfUser(connection, userId);
            return new Deleted(userId, "two_factor.deleted");
        }, cancellation);
    }

    static ApiError AlreadyOn => ApiError.Conflict("The second factor is on already. Turn it off first to use another app.", "two_factor_enabled");

    static ApiError Unreadable => ApiError.Conflict(
        "The stored secret cannot be opened with this portal's keys, so no code can be checked. Ask an administrator to reset the second factor.", "secret_unreadable");

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    static AuditEntry Entry(string action, string userId) => new(action, "user", userId, null);

    static string[] NewCodes() => [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New())];

    static ApiError WrongCode(TimeSpan? off) => ApiError.Invalid(off is { } clock
        ? $"The code is right for another time: the clock of the device that made it is about {Describe(clock.Duration())} {(clock > TimeSpan.Zero ? "ahead" : "behind")}. "
            + "Let the device set its time by itself, then enter a new code."
        : "The code is not right. Enter the six digits that the app shows now for Portal.", "code", off is null ? "wrong_code" : "clock_off");

    static string Describe(TimeSpan time) => time.TotalMinutes < 2 ? $"{time.TotalSeconds:0} seconds" : $"{time.TotalMinutes:0} minutes";

    async Task<Result<User>> Self()
    {
        if (context.Caller.Kind is not ActorType.User) return ApiError.Forbidden("A key has no second factor. Only a signed-in person has.");
        return await users.FindByIdAsync(context.Caller.Id) is { } user ? user : ApiError.Unauthenticated("Nobody is signed in. Sign in at /sign-in.");
    }

    Task<TwoFactorRow?> Find(string userId, CancellationToken cancellation) =>
        database.Read(connection => TwoFactorRepository.Find(connection, userId), cancellation);

    string? SecretOf(TwoFactorRow? row) => row is null ? null : protector.Unprotect(SecondFactors.Purpose, row.UserId, row.ProtectedSecret);

    async Task<TwoFactorStatus> Status(string userId, CancellationToken cancellation)
    {
        var required = (await organization.Get(cancellation)).SignIn.TwoFactorRequired;
        return await database.Read(connection =>
        {
            var enabledAt = TwoFactorRepository.Find(connection, userId)?.EnabledAt;
            return new TwoFactorStatus(enabledAt is not null, required, enabledAt, TwoFactorRepository.CountRecoveryCodes(connection, userId));
        }, cancellation);
    }

    /// <summary>The person themselves, by a code or the password; wrong ones count like wrong passwords at sign-in.</summary>
    async Task<Result<User>> Proven(TwoFactorProof proof, CancellationToken cancellation)
    {
        var self = await Self();
        if (!self.IsSuccess) return self;
        var user = self.Value;
        if (proof.Code is null == proof.Password is null) return ApiError.Invalid("Send either 'code' or 'password'.", "code", "invalid_value");
        using var turn = await KeyedLock.Enter($"second-factor {user.Id}", cancellation);
        if (!await factors.HasTotp(user.Id, cancellation)) return ApiError.Conflict("The second factor is off. Set it up first.", "two_factor_not_enabled");
        if (await users.IsLockedOutAsync(user)) return new ApiError(429, "Too many wrong codes or passwords. Try again in 15 minutes.", "locked_out") { RetryAfter = (int)SignInService.Lockout.TotalSeconds };
        var right = proof.Code is { } code
            ? await factors.Take(user.Id, code, context.ToCallInfo(), cancellation) is not null
            : user.PasswordHash is not null && await users.CheckPasswordAsync(user, proof.Password!);
        if (right) return user;
        await signIn.RecordFailure(user, counts: true, cancellation);
        return proof.Code is null
            ? ApiError.Invalid("The password is not right.", "password", "wrong_password")
            : ApiError.Invalid("The code is not right. Enter the six digits that the app shows now, or a recovery code that was not used.", "code", "wrong_code");
    }
}
