using Portal.Client.Api;
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

    /// <summary>The runs here behind a line; null where no model of the catalogue, or more than one, is behind it.</summary>
    public static string? RunsOf(UsageImportLine line)
    {
        if (line.OurModels is not [var model]) return null;
        var start = new DateTimeOffset(Day(line.Day), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        return "usage/runs" + new QueryString().Add("period", $"{line.Day}..{line.Day}").Add("from", start).Add("to", start + UsageCalendar.Day).Add("by", "model").Add("group", model);
    }

    public static string Sign(decimal difference) => difference switch
    {
        > 0 => "+",
        < 0 => "−",
        _ => "",
    };
}
