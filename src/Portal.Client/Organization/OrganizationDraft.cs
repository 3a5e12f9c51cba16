using Portal.Client.Shared;

namespace Portal.Client.Organization;

/// <summary>The settings while they are edited.</summary>
public sealed class OrganizationDraft
{
    readonly string original;

    OrganizationDraft(OrganizationSettings settings)
    {
        Name = settings.Name;
        Logo = settings.Logo;
        TimeZone = settings.TimeZone;
        PasswordLength = settings.SignIn.MinimumPasswordLength;
        TwoFactorRequired = settings.SignIn.TwoFactorRequired;
        SessionHours = settings.SignIn.SessionHours;
        EmailDomains = Lines.Join(settings.SignIn.AllowedEmailDomains);
        Networks = Lines.Join(settings.OutboundAllowedNetworks);
        SendsMail = settings.Smtp is not null;
        Host = settings.Smtp?.Host;
        Port = settings.Smtp?.Port ?? 587;
        Security = settings.Smtp?.Security ?? SmtpSecurity.Starttls;
        Username = settings.Smtp?.Username;
        From = settings.Smtp?.From;
        Interval = settings.Backup.Interval;
        Hour = settings.Backup.Hour;
        Keep = settings.Backup.Keep;
        original = Fingerprint();
    }

    public string? Name { get; set; }

    public string? Logo { get; set; }

    public string? TimeZone { get; set; }

    public decimal? PasswordLength { get; set; }

    public bool TwoFactorRequired { get; set; }

    public decimal? SessionHours { get; set; }

    public string? EmailDomains { get; set; }

    public string? Networks { get; set; }

    public bool SendsMail { get; set; }

    public string? Host { get; set; }

    public decimal? Port { get; set; }

    public SmtpSecurity Security { get; set; }

    public string? Username { get; set; }

    /// <summary>Only what was typed; the stored one is never shown.</summary>
    public string? Password { get; set; }

    public string? From { get; set; }

    public BackupInterval Interval { get; set; }

    public decimal? Hour { get; set; }

    public decimal? Keep { get; set; }

    public bool Dirty => Fingerprint() != original;

    public static OrganizationDraft Of(OrganizationSettings settings) => new(settings);

    /// <summary>What is typed, as it is sent; what is no number is put beside its field.</summary>
    public OrganizationSettingsInput ToInput(FormErrors errors)
    {
        var input = new OrganizationSettingsInput
        {
            Name = Name?.Trim() ?? "",
            Logo = Logo,
            TimeZone = TimeZone?.Trim() ?? "",
            SignIn = new SignInRules
            {
                MinimumPasswordLength = Whole(PasswordLength, "sign_in.minimum_password_length", errors),
                TwoFactorRequired = TwoFactorRequired,
                SessionHours = Whole(SessionHours, "sign_in.session_hours", errors),
                AllowedEmailDomains = Lines.Split(EmailDomains),
            },
            OutboundAllowedNetworks = Lines.Split(Networks),
            Smtp = SendsMail ? Server(errors) : null,
            Backup = new BackupSchedule { Interval = Interval, Hour = Whole(Hour, "backup.hour", errors), Keep = Whole(Keep, "backup.keep", errors) },
        };
        errors.Check(input);
        errors.Check(input.SignIn, "sign_in.");
        errors.Check(input.Backup, "backup.");
        if (input.Smtp is { } smtp) errors.Check(smtp, "smtp.");
        return input;
    }

    /// <summary>The parts that were changed here, laid over what somebody else may have saved meanwhile.</summary>
    public static OrganizationSettingsInput Over(OrganizationSettings latest, OrganizationSettings before, OrganizationSettingsInput typed) => typed with
    {
        Name = typed.Name == before.Name ? latest.Name : typed.Name,
        Logo = typed.Logo == before.Logo ? latest.Logo : typed.Logo,
        TimeZone = typed.TimeZone == before.TimeZone ? latest.TimeZone : typed.TimeZone,
        SignIn = Same(typed.SignIn, before.SignIn) ? latest.SignIn : typed.SignIn,
        OutboundAllowedNetworks = typed.OutboundAllowedNetworks.SequenceEqual(before.OutboundAllowedNetworks) ? latest.OutboundAllowedNetworks : typed.OutboundAllowedNetworks,
        Smtp = typed.Smtp?.Password is null && Input(before.Smtp) == typed.Smtp ? Input(latest.Smtp) : typed.Smtp,
        Backup = typed.Backup == before.Backup ? latest.Backup : typed.Backup,
    };

    SmtpServerInput Server(FormErrors errors) => new()
    {
        Host = Host?.Trim() ?? "",
        Port = Whole(Port, "smtp.port", errors),
        Security = Security,
        Username = string.IsNullOrWhiteSpace(Username) ? null : Username.Trim(),
        Password = string.IsNullOrEmpty(Password) ? null : Password,
        From = From?.Trim() ?? "",
    };

    static SmtpServerInput? Input(SmtpServer? server) => server is null
        ? null
        : new SmtpServerInput { Host = server.Host, Port = server.Port, Security = server.Security, Username = server.Username, From = server.From };

    static bool Same(SignInRules one, SignInRules other) =>
        (one.MinimumPasswordLength, one.TwoFactorRequired, one.SessionHours) == (other.MinimumPasswordLength, other.TwoFactorRequired, other.SessionHours)
        && one.AllowedEmailDomains.SequenceEqual(other.AllowedEmailDomains);

    static int Whole(decimal? typed, string path, FormErrors errors)
    {
        if (typed is { } number and >= int.MinValue and <= int.MaxValue && decimal.IsInteger(number)) return (int)number;
        errors.Set(path, "Enter a whole number.");
        return 0;
    }

    string Fingerprint() => string.Join('\u001f', Name, Logo, TimeZone, PasswordLength, TwoFactorRequired, SessionHours, EmailDomains, Networks, SendsMail,
        Host, Port, Security, Username, Password, From, Interval, Hour, Keep);
}
