using Portal.Client.Shared;

namespace Portal.Client.Alerts;

/// <summary>The delivery of alerts while it is edited.</summary>
public sealed class AlertDeliveryDraft
{
    readonly string original;
    readonly Dictionary<string, HashSet<AlertKind>> kinds;

    AlertDeliveryDraft(AlertDelivery settings)
    {
        Emails = Lines.Join(settings.Emails);
        kinds = settings.Kinds.ToDictionary(pair => pair.Key, pair => pair.Value.ToHashSet());
        Digest = settings.Digest;
        Hour = settings.DigestHour;
        Weekday = settings.DigestWeekday;
        CurrencyCode = settings.DisplayCurrency?.Code ?? "";
        Rate = settings.DisplayCurrency?.Rate;
        original = Fingerprint();
    }

    public string? Emails { get; set; }

    public IReadOnlyList<string> Addresses => Lines.Split(Emails);

    public DigestInterval Digest { get; set; }

    public decimal? Hour { get; set; }

    public DigestWeekday Weekday { get; set; }

    /// <summary>Empty for US dollars.</summary>
    public string CurrencyCode { get; set; }

    public decimal? Rate { get; set; }

    public bool Dirty => Fingerprint() != original;

    public static AlertDeliveryDraft Of(AlertDelivery settings) => new(settings);

    public bool Gets(string email, AlertKind kind) => !kinds.TryGetValue(email, out var chosen) || chosen.Contains(kind);

    public string KindsOf(string email) => kinds.TryGetValue(email, out var chosen) ? Wording.Count(chosen.Count, "kind") : "all kinds";

    public void Choose(string email, AlertKind kind, bool gets)
    {
        if (!kinds.TryGetValue(email, out var chosen)) kinds[email] = chosen = [.. Enum.GetValues<AlertKind>()];
        if (gets) chosen.Add(kind);
        else chosen.Remove(kind);
        if (chosen.Count == Enum.GetValues<AlertKind>().Length) kinds.Remove(email);
    }

    public AlertDeliveryInput ToInput(FormErrors errors)
    {
        if (Hour is not { } hour || !decimal.IsInteger(hour)) errors.Set("digest_hour", "Enter a whole number.");
        if (CurrencyCode.Length > 0 && Rate is null) errors.Set("display_currency.rate", "Enter how many units a US dollar is.");
        var addresses = Addresses;
        var input = new AlertDeliveryInput
        {
            Emails = addresses,
            Kinds = kinds.Where(pair => addresses.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (IReadOnlyList<AlertKind>)[.. pair.Value.Order()]),
            Digest = Digest,
            DigestHour = (int)Math.Clamp(Hour ?? 0, -1, 24),
            DigestWeekday = Weekday,
            DisplayCurrency = CurrencyCode.Length == 0 ? null : new DisplayCurrency { Code = CurrencyCode, Rate = Rate ?? 1 },
        };
        errors.Check(input);
        if (input.DisplayCurrency is { } currency) errors.Check(currency, "display_currency.");
        return input;
    }

    string Fingerprint() => string.Join('\u001f', Emails, Digest, Hour, Weekday, CurrencyCode, Rate,
        string.Join(';', kinds.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={string.Join(',', pair.Value.Order())}")));
}
