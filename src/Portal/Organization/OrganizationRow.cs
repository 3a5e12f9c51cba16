using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Organization;

namespace Portal.Organization;

[method: ExplicitConstructor]
internal sealed record OrganizationRow(
    string Name,
    string? Logo,
    string TimeZone,
    long MinimumPasswordLength,
    bool TwoFactorRequired,
    long SessionHours,
    string AllowedEmailDomains,
    string OutboundAllowedNetworks,
    string? SmtpHost,
    long? SmtpPort,
    string? SmtpSecurity,
    string? SmtpUsername,
    string? SmtpProtectedPassword,
    string? SmtpFrom,
    string BackupInterval,
    long BackupHour,
    long BackupKeep,
    long UpdatedAt)
{
    public OrganizationSettings ToSettings() => new(
        Name,
        Logo,
        TimeZone,
        new SignInRules
        {
            MinimumPasswordLength = (int)MinimumPasswordLength,
            TwoFactorRequired = TwoFactorRequired,
            SessionHours = (int)SessionHours,
            AllowedEmailDomains = Wire.Deserialize<List<string>>(AllowedEmailDomains),
        },
        Wire.Deserialize<List<string>>(OutboundAllowedNetworks),
        SmtpHost is null
            ? null
            : new SmtpServer(
                SmtpHost, (int)SmtpPort!, Wire.Word<SmtpSecurity>(SmtpSecurity!), SmtpUsername, SmtpProtectedPassword is not null, SmtpFrom!),
        new BackupSchedule { Interval = Wire.Word<BackupInterval>(BackupInterval), Hour = (int)BackupHour, Keep = (int)BackupKeep },
        UpdatedAt);

    public static OrganizationRow From(OrganizationSettingsInput input, string? protectedPassword, long now) => new(
        input.Name,
        input.Logo,
        input.TimeZone,
        input.SignIn.MinimumPasswordLength,
        input.SignIn.TwoFactorRequired,
        input.SignIn.SessionHours,
        Wire.Serialize(input.SignIn.AllowedEmailDomains),
        Wire.Serialize(input.OutboundAllowedNetworks),
        input.Smtp?.Host,
        input.Smtp?.Port,
        input.Smtp is { } smtp ? Wire.Word(smtp.Security) : null,
        input.Smtp?.Username,
        protectedPassword,
        input.Smtp?.From,
        Wire.Word(input.Backup.Interval),
        input.Backup.Hour,
        input.Backup.Keep,
        now);
}

internal static class OrganizationRepository
{
    public static OrganizationRow Get(IDbConnection connection) => connection.QuerySingle<OrganizationRow>("""
        SELECT name, logo, time_zone, minimum_password_length, two_factor_required, session_hours, allowed_email_domains,
          outbound_allowed_networks, smtp_host, smtp_port, smtp_security, smtp_username, smtp_protected_password, smtp_from,
          backup_interval, backup_hour, backup_keep, updated_at
        FROM organization_settings WHERE id = 1
        """);

    public static void Update(IDbConnection connection, OrganizationRow row) => connection.Execute("""
        UPDATE organization_settings SET name = @Name, logo = @Logo, time_zone = @TimeZone, minimum_password_length = @MinimumPasswordLength,
          two_factor_required = @TwoFactorRequired, session_hours = @SessionHours, allowed_email_domains = @AllowedEmailDomains,
          outbound_allowed_networks = @OutboundAllowedNetworks, smtp_host = @SmtpHost, smtp_port = @SmtpPort,
          smtp_security = @SmtpSecurity, smtp_username = @SmtpUsername, smtp_protected_password = @SmtpProtectedPassword,
          smtp_from = @SmtpFrom, backup_interval = @BackupInterval, backup_hour = @BackupHour, backup_keep = @BackupKeep, updated_at = @UpdatedAt
        WHERE id = 1
        """, row);
}
