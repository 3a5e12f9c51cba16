using System.Text.Json;

namespace Portal.Bench.Detection;

/// <summary>Where an entity is said to be.</summary>
sealed record Span(string Entity, int Start, int End);

/// <summary>A text and what is in it.</summary>
/// <param name="Neutral">What may be found and need not: any date where only births are looked for, any town.</param>
sealed record LabelledText(string Text, IReadOnlyList<Span> Spans, IReadOnlyList<Span> Neutral)
{
    const string Place = "place", Date = "date";

    /// <summary>Presidio's names for our entities; spans of others do not count.</summary>
    static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PERSON"] = "person", ["EMAIL_ADDRESS"] = "email", ["EMAIL"] = "email", ["PHONE_NUMBER"] = "phone", ["CREDIT_CARD"] = "credit_card", ["IBAN_CODE"] = "iban", ["IBAN"] = "iban",
        ["US_BANK_NUMBER"] = "bank_account", ["BANK_ACCOUNT"] = "bank_account", ["US_SSN"] = "national_id", ["UK_NINO"] = "national_id", ["UK_NHS"] = "national_id", ["ES_NIF"] = "national_id", ["ES_NIE"] = "national_id",
        ["IT_FISCAL_CODE"] = "national_id", ["PL_PESEL"] = "national_id", ["IN_AADHAAR"] = "national_id", ["US_ITIN"] = "national_id", ["FI_PERSONAL_IDENTITY_CODE"] = "national_id",
        ["US_PASSPORT"] = "passport", ["PASSPORT"] = "passport", ["US_DRIVER_LICENSE"] = "driver_license", ["IT_DRIVER_LICENSE"] = "driver_license", ["DRIVER_LICENSE"] = "driver_license", ["IP_ADDRESS"] = "ip_address",
        ["MAC_ADDRESS"] = "mac_address", ["CRYPTO"] = "crypto_address", ["STREET_ADDRESS"] = "address", ["ADDRESS"] = "address", ["DATE_OF_BIRTH"] = "date_of_birth", ["API_KEY"] = "secret", ["PASSWORD"] = "secret",
        ["GPE"] = Place, ["LOCATION"] = Place, ["ZIP_CODE"] = Place, ["DATE_TIME"] = Date,
    };

    /// <summary>JSON Lines, or one JSON array, of objects with <c>full_text</c> and <c>spans</c> as Presidio-research writes them.</summary>
    public static IReadOnlyList<LabelledText> Read(string file)
    {
        var text = File.ReadAllText(file);
        if (!text.TrimStart().StartsWith('[')) return [.. text.Split('\n').Where(line => line.Trim().Length > 0).Select(line => Of(JsonDocument.Parse(line).RootElement))];
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray().Select(Of)];
    }

    /// <param name="template">A text in which <c>{}</c> stands for the value.</param>
    public static LabelledText Fill(string template, string entity, string value)
    {
        var at = template.IndexOf("{}", StringComparison.Ordinal);
        return new(template[..at] + value + template[(at + 2)..], [new(entity, at, at + value.Length)], []);
    }

    /// <summary>Presidio-research cuts an address into its lines and towns; here it is one.</summary>
    static LabelledText Of(JsonElement line)
    {
        var text = line.GetProperty("full_text").GetString()!;
        var spans = new List<Span>();
        foreach (var span in line.GetProperty("spans").EnumerateArray().Select(SpanOf).OfType<Span>().OrderBy(span => span.Start))
        {
            if (spans.Count > 0 && spans[^1] is { Entity: "address" or Place } last && span.Entity is "address" or Place && last.End <= span.Start && text[last.End..span.Start].All(c => char.IsWhiteSpace(c) || c is ',' or '.'))
                spans[^1] = new(last.Entity == "address" ? last.Entity : span.Entity, last.Start, span.End);
            else spans.Add(span);
        }

        var neutral = spans.ToLookup(span => span.Entity is Place or Date);
        return new(text, [.. neutral[false]], [.. neutral[true].Select(span => span with { Entity = span.Entity == Place ? "address" : "date_of_birth" })]);
    }

    static Span? SpanOf(JsonElement span)
    {
        var type = span.GetProperty("entity_type").GetString()!;
        var entity = Names.GetValueOrDefault(type) ?? (Portal.Safety.Detection.Entities.All.Contains(type) ? type : null);
        return entity is null ? null : new(entity, span.GetProperty("start_position").GetInt32(), span.GetProperty("end_position").GetInt32());
    }
}
