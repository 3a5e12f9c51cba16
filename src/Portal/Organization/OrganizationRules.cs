using System.Net.Mail;
using System.Text.RegularExpressions;
using Portal.Access.Sessions;
using Portal.Access.Setup;
using Portal.Client.Api;
using Portal.Client.Organization;
using Portal.Keys;

namespace Portal.Organization;

/// <summary>What the settings' contract cannot say by itself.</summary>
internal static partial class OrganizationRules
{
    /// <summary>Blanks around words and the case of domains mean nothing.</summary>
    public static OrganizationSettingsInput Normalize(OrganizationSettingsInput input) => input with
    {
        Name = input.Name.Trim(),
        TimeZone = input.TimeZone.Trim(),
        SignIn = input.SignIn with
        {
            AllowedEmailDomains = [.. input.SignIn.AllowedEmailDomains.Select(domain => domain.Trim().TrimStart('@').ToLowerInvariant()).Distinct()],
        },
        OutboundAllowedNetworks = [.. input.OutboundAllowedNetworks.Select(Canonical).Distinct()],
        Smtp = input.Smtp is { } smtp ? smtp with { Host = smtp.Host.Trim(), From = smtp.From.Trim() } : null,
    };

    public static ApiError? Check(OrganizationSettingsInput input) =>
        CheckLogo(input.Logo) ?? CheckZone(input.TimeZone) ?? CheckDomains(input.SignIn.AllowedEmailDomains)
        ?? CheckNetworks(input.OutboundAllowedNetworks) ?? CheckServer(input.Smtp);

    public static bool IsAddress(string text) => SetupOptionsRules.IsEmail(text) && MailAddress.TryCreate(text, out _);

    static ApiError? CheckLogo(string? logo) =>
        logo is null || LogoImage.Parse(logo) is { IsSuccess: true } ? null : LogoImage.Parse(logo).Error;

    static ApiError? CheckZone(string zone) =>
        ZoneName().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? null
            : Invalid("must be an IANA time zone that this machine knows, such as Europe/Berlin or UTC.", "time_zone");

    static ApiError? CheckDomains(IReadOnlyList<string> domains)
    {
        for (var at = 0; at < domains.Count; at++)
        {
            if (domains[at].Length > 253 || !Domain().IsMatch(domains[at]))
                return Invalid("must be a domain, such as example.org.", $"sign_in.allowed_email_domains[{at}]");
        }

        return null;
    }

    static ApiError? CheckNetworks(IReadOnlyList<string> networks)
    {
        for (var at = 0; at < networks.Count; at++)
        {
            if (!Networks.TryParse(networks[at], out _))
                return Invalid("must be a network in CIDR form, such as 10.0.0.0/8, or an address.", $"outbound_allowed_networks[{at}]");
        }

        return null;
    }

    static ApiError? CheckServer(SmtpServerInput? smtp)
    {
        if (smtp is null) return null;
        if (Uri.CheckHostName(smtp.Host) is UriHostNameType.Unknown)
            return Invalid("must be the name or address of a mail server, such as smtp.example.org, without a scheme or port.", "smtp.host");
        if (!IsAddress(smtp.From)) return Invalid("must be an email address, such as portal@example.org.", "smtp.from");
        return smtp is { Username: not null, Security: SmtpSecurity.None } && !PortalCookie.IsLoopback(smtp.Host)
            ? Invalid("must be starttls or tls where a user name is given: a password is not sent in the open, except to this machine.", "smtp.security")
            : null;
    }

    static string Canonical(string network) => Networks.TryParse(network.Trim(), out var parsed) ? parsed.ToString() : network.Trim();

    static ApiError Invalid(string message, string param) => ApiError.Invalid($"'{param}' {message}", param, "invalid_value");

    [GeneratedRegex(@"^[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*\z")]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"^(?=.*[a-z])([a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Domain();
}
