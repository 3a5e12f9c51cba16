using System.Data;
using System.Globalization;
using Dapper;
using Portal.Api;
using Portal.Client.Alerts;

namespace Portal.Alerts;

[method: ExplicitConstructor]
internal sealed record AlertSettingsRow(
    string Emails,
    string Kinds,
    string Digest,
    long DigestHour,
    string DigestWeekday,
    long DigestSince,
    string? CurrencyCode,
    string? CurrencyRate,
    long UpdatedAt)
{
    public AlertDelivery ToContract() => new(
        Wire.Deserialize<List<string>>(Emails),
        Wire.Deserialize<Dictionary<string, IReadOnlyList<AlertKind>>>(Kinds),
        Wire.Word<DigestInterval>(Digest),
        (int)DigestHour,
        Wire.Word<DigestWeekday>(DigestWeekday),
        CurrencyCode is null ? null : new DisplayCurrency { Code = CurrencyCode, Rate = decimal.Parse(CurrencyRate!, CultureInfo.InvariantCulture) },
        UpdatedAt);

    public static AlertSettingsRow From(AlertDeliveryInput input, long digestSince, long now) => new(
        Wire.Serialize(input.Emails),
        Wire.Serialize(input.Kinds),
        Wire.Word(input.Digest),
        input.DigestHour,
        Wire.Word(input.DigestWeekday),
        digestSince,
        input.DisplayCurrency?.Code,
        input.DisplayCurrency?.Rate.ToString(CultureInfo.InvariantCulture),
        now);

    /// <summary>Who is told of alerts of the kind.</summary>
    public static IEnumerable<string> Recipients(AlertDelivery settings, AlertKind kind) =>
        settings.Emails.Where(email => !settings.Kinds.TryGetValue(email, out var kinds) || kinds.Contains(kind));
}

internal static class AlertSettingsRepository
{
    const string Columns = "emails, kinds, digest, digest_hour, digest_weekday, digest_since, currency_code, currency_rate, updated_at";

    public static AlertSettingsRow Get(IDbConnection connection) => connection.QuerySingle<AlertSettingsRow>($"SELECT {Columns} FROM alert_settings WHERE id = 1");

    public static void Update(IDbConnection connection, AlertSettingsRow row) => connection.Execute("""
        UPDATE alert_settings SET emails = @Emails, kinds = @Kinds, digest = @Digest, digest_hour = @DigestHour, digest_weekday = @DigestWeekday,
          digest_since = @DigestSince, currency_code = @CurrencyCode, currency_rate = @CurrencyRate, updated_at = @UpdatedAt
        WHERE id = 1
        """, row);
}
