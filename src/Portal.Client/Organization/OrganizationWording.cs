namespace Portal.Client.Organization;

static class OrganizationWording
{
    public static string Of(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Starttls => "STARTTLS",
        SmtpSecurity.Tls => "TLS",
        _ => "None",
    };

    public static string Of(BackupInterval interval) => interval switch
    {
        BackupInterval.Daily => "Every day",
        BackupInterval.Weekly => "Every Monday",
        _ => "Never",
    };

    /// <summary>1536 → "1.5 KiB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024m:0.#} KiB",
        < 1 << 30 => $"{bytes / 1048576m:0.#} MiB",
        _ => $"{bytes / 1073741824m:0.##} GiB",
    };
}
