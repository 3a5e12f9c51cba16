using Portal.Client.Usage;

namespace Portal.Client.Pricing;

/// <summary>How providers' exports read on a page.</summary>
static class UsageImportWords
{
    public static string Format(string format) => format switch
    {
        "openai" => "OpenAI",
        "anthropic" => "Anthropic",
        _ => "Plain form",
    };

    /// <summary>Of all providers where none is named.</summary>
    public static string Provider(string? id, IReadOnlyDictionary<string, string> names) =>
        id is null ? "All providers" : names.GetValueOrDefault(id) ?? "A provider that is gone";

    /// <summary>"1 – 31 March 2026".</summary>
    public static string Days(UsageImport import) => UsageView.NameOf(Day(import.From), Day(import.To));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    public static string Sign(decimal difference) => difference switch
    {
        > 0 => "+",
        < 0 => "−",
        _ => "",
    };
}
