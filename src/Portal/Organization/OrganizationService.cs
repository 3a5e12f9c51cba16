using System.Diagnostics;
using System.Text.Json;
using Portal.Access;
using Portal.Audit;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Organization;
using Portal.Data;
using Portal.Mail;

namespace Portal.Organization;

internal sealed class OrganizationService(
    OrganizationCache cache,
    IJournal journal,
    CallContext context,
    ISecretProtector secrets,
    ISessionService sessions,
    IMailer mailer,
    StatusReader status,
    TimeProvider time) : IOrganizationService
{
    const string Target = "organization";
    const string Hidden = "(changed)";

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    public async Task<Result<OrganizationSettings>> Get(CancellationToken cancellation) =>
        Refusal is { } refused ? refused : await cache.Get(cancellation);

    public async Task<Result<OrganizationSettings>> Update(OrganizationSettingsInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var normalized = OrganizationRules.Normalize(input);
        if (OrganizationRules.Check(normalized) is { } wrong) return wrong;
        var before = await cache.GetRow(cancellation);
        var password = Password(normalized.Smtp, before);
        if (!password.IsSuccess) return password.Error;
        var after = OrganizationRow.From(normalized, password.Value.Protected, time.GetUtcNow().ToUnixTimeSeconds());
        if (after with { UpdatedAt = before.UpdatedAt } == before) return before.ToSettings();
        var entry = new AuditEntry("organization.updated", Target, Target, null) { Changes = [.. Changes(before, after)] };
        await journal.Commit(entry, connection =>
        {
            OrganizationRepository.Update(connection, after);
            return true;
        }, cancellation);
        cache.Set(after);
        return after.ToSettings();
    }

    public async Task<Result<PortalStatus>> GetStatus(CancellationToken cancellation) =>
        Refusal is { } refused ? refused : await status.Read(cancellation);

    public async Task<Result<TestMail>> SendTestMail(TestMailInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var to = input.To?.Trim() ?? (await sessions.Get(cancellation)).Value?.Email;
        if (to is null) return ApiError.Invalid("'to' is missing. A key has no address of its own to send to.", "to", "missing_field");
        if (!OrganizationRules.IsAddress(to)) return ApiError.Invalid("'to' must be an email address, such as name@example.org.", "to", "invalid_value");
        if (!await mailer.IsConfigured(cancellation))
            return ApiError.Conflict("No mail server is set. Save one first.", "mail_not_configured");
        var name = (await cache.Get(cancellation)).Name;
        var started = Stopwatch.GetTimestamp();
        var failed = await mailer.Send(TestMessage(to, name), cancellation);
        var latency = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await journal.Record(new AuditEntry("organization.mail_tested", Target, Target, null)
        {
            Outcome = failed is null ? AuditOutcome.Success : AuditOutcome.Failure,
            Status = 200,
            DurationMs = latency,
        }, cancellation);
        return new TestMail(failed is null, to, latency, failed?.Message);
    }

    static MailMessage TestMessage(string to, string name) => new(to, $"{name} can send mail",
        $"This is the test that an administrator of {name} asked for. Invitations and password links will arrive the same way.");

    /// <summary>The password that goes with the server from now on, sealed.</summary>
    Result<StoredPassword> Password(SmtpServerInput? smtp, OrganizationRow before)
    {
        if (smtp?.Username is null)
        {
            return smtp?.Password is null
                ? new StoredPassword(null)
                : ApiError.Invalid("A password without a user name is never sent. Give 'smtp.username' too, or leave the password out.", "smtp.username", "missing_field");
        }

        if (smtp.Password is { } given) return new StoredPassword(secrets.Protect(Mailer.PasswordPurpose, Target, given));
        if (before.SmtpProtectedPassword is null) return new StoredPassword(null);
        var same = (before.SmtpHost, before.SmtpPort, before.SmtpUsername) == (smtp.Host, smtp.Port, smtp.Username);
        return same
            ? new StoredPassword(before.SmtpProtectedPassword)
            : ApiError.Invalid("The server or the user changes, so send 'smtp.password' again: the stored one is not given to another server.", "smtp.password", "password_required");
    }

    static IEnumerable<AuditChange> Changes(OrganizationRow before, OrganizationRow after)
    {
        // The picture itself would only fill the log.
        var (old, now) = (before.ToSettings(), after.ToSettings());
        foreach (var change in AuditChanges.Between(old with { Logo = null }, now with { Logo = null })) yield return change;
        if (old.Logo != now.Logo) yield return new("logo", null, JsonSerializer.SerializeToElement(now.Logo is null ? "(removed)" : Hidden));
        if (before.SmtpProtectedPassword != after.SmtpProtectedPassword && after.SmtpProtectedPassword is not null)
            yield return new("smtp.password", null, JsonSerializer.SerializeToElement(Hidden));
    }

    readonly record struct StoredPassword(string? Protected);
}
