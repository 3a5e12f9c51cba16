using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Data;
using Portal.Organization;

namespace Portal.Alerts;

internal sealed class AlertDeliveryService(
    IDatabase database, IJournal journal, CallContext context, CurrencyCache currency, TimeProvider time) : IAlertDeliveryService
{
    const string Target = "alert_settings";

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    public async Task<Result<AlertDelivery>> Get(CancellationToken cancellation) =>
        Refusal is { } refused ? refused : (await database.Read(AlertSettingsRepository.Get, cancellation)).ToContract();

    public async Task<Result<AlertDelivery>> Update(AlertDeliveryInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var normalized = Normalize(input);
        if (Check(normalized) is { } wrong) return wrong;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var before = await database.Read(AlertSettingsRepository.Get, cancellation);
        var since = before.Digest == Wire.Word(normalized.Digest) ? before.DigestSince : now;
        var after = AlertSettingsRow.From(normalized, since, now);
        if (after with { UpdatedAt = before.UpdatedAt } == before) return before.ToContract();
        var entry = new AuditEntry("alert_settings.updated", Target, Target, null) { Changes = AuditChanges.Between(before.ToContract(), after.ToContract()) };
        await journal.Commit(entry, connection =>
        {
            AlertSettingsRepository.Update(connection, after);
            return true;
        }, cancellation);
        currency.Set(normalized.DisplayCurrency);
        return after.ToContract();
    }

    static AlertDeliveryInput Normalize(AlertDeliveryInput input) => input with
    {
        Emails = [.. input.Emails.Select(email => email.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)],
        DisplayCurrency = input.DisplayCurrency is { } currency ? currency with { Code = currency.Code.Trim().ToUpperInvariant() } : null,
    };

    static ApiError? Check(AlertDeliveryInput input)
    {
        for (var at = 0; at < input.Emails.Count; at++)
        {
            if (!OrganizationRules.IsAddress(input.Emails[at])) return Invalid("must be an email address, such as name@example.org.", $"emails[{at}]");
        }

        if (input.Kinds.Keys.FirstOrDefault(email => !input.Emails.Contains(email)) is { } stranger)
            return Invalid($"names '{stranger}', which is not among 'emails'.", "kinds");
        return input.DisplayCurrency is { } currency && !Currencies.Contains(currency.Code)
            ? Invalid("must be a code of ISO 4217, such as EUR.", "display_currency.code")
            : null;
    }

    static ApiError Invalid(string message, string param) => ApiError.Invalid($"'{param}' {message}", param, "invalid_value");
}
