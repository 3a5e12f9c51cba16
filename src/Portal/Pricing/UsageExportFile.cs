using System.Globalization;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.Pricing;

/// <summary>What a provider's export says, by day and model.</summary>
internal sealed record UsageExportFile(
    string Format, long Rows, bool HasTokens, bool HasCost, IReadOnlyDictionary<(DateOnly Day, string Model), UsageImportFigures> Lines)
{
    const int MostRows = 200_000;
    const string Formula = "=+@\t\r";

    enum Column
    {
        Day, Model, Requests, Input, CachedInput, UncachedInput, CachedBeside, Output, Cost,
    }

    /// <summary>The header names that are known: of OpenAI's and Anthropic's consoles, and the plain form's first of each.</summary>
    static readonly Dictionary<string, Column> Known = new()
    {
        ["date"] = Column.Day, ["day"] = Column.Day, ["start"] = Column.Day, ["start_time_iso"] = Column.Day, ["start_time"] = Column.Day,
        ["usage_date_utc"] = Column.Day, ["usage_date"] = Column.Day,
        ["model"] = Column.Model, ["model_version"] = Column.Model, ["line_item"] = Column.Model,
        ["requests"] = Column.Requests, ["num_model_requests"] = Column.Requests,
        ["input_tokens"] = Column.Input, ["prompt_tokens"] = Column.Input,
        ["cached_tokens"] = Column.CachedInput, ["input_cached_tokens"] = Column.CachedInput,
        ["output_tokens"] = Column.Output, ["completion_tokens"] = Column.Output, ["usage_output_tokens"] = Column.Output,
        // Anthropic counts what was read from the cache, or written to it, beside the rest of the input.
        ["usage_input_tokens_no_cache"] = Column.UncachedInput, ["usage_input_tokens_cache_write_5m"] = Column.UncachedInput,
        ["usage_input_tokens_cache_write_1h"] = Column.UncachedInput, ["usage_input_tokens_cache_read"] = Column.CachedBeside,
        ["cost"] = Column.Cost, ["cost_usd"] = Column.Cost, ["amount_value"] = Column.Cost,
    };

    public static Result<UsageExportFile> Read(string csv)
    {
        using var rows = CsvReader.Read(csv).GetEnumerator();
        if (!rows.MoveNext()) return Wrong(1, null, "The file is empty. Its first row must name the columns.");
        var header = rows.Current.Select(name => name.Trim().ToLowerInvariant()).ToList();
        var columns = Columns(header);
        if (!columns.Any(one => one.Column is Column.Day) || !columns.Any(one => one.Column is Column.Model) || columns.Count < 3)
            return Wrong(1, null, $"The first row must name the columns: a day ('date'), 'model', and at least one of 'requests', 'input_tokens', 'cached_tokens', 'output_tokens', 'cost'. It names: {string.Join(", ", header.Take(30))}.");
        var lines = new Dictionary<(DateOnly, string), UsageImportFigures>();
        var number = 1L;
        while (rows.MoveNext())
        {
            number++;
            if (rows.Current is [""]) continue;
            if (number > MostRows + 1) return Wrong(number, null, $"The file has more than {MostRows} rows. Bring it in parts.");
            if (rows.Current.Count != header.Count) return Wrong(number, null, $"There are {rows.Current.Count} fields where the header names {header.Count}.");
            var row = ReadRow(rows.Current, columns, number);
            if (!row.IsSuccess) return row.Error;
            if (row.Value.Model.Length == 0) continue;
            var place = (row.Value.Day, row.Value.Model);
            lines[place] = lines.GetValueOrDefault(place, UsageImportFigures.None) + row.Value.Figures;
        }

        var kinds = columns.Select(one => one.Column).ToHashSet();
        return new UsageExportFile(
            header.Contains("usage_date_utc") ? "anthropic" : header.Contains("num_model_requests") || header.Contains("amount_value") ? "openai" : "plain",
            number - 1, kinds.Overlaps([Column.Input, Column.UncachedInput, Column.Output]), kinds.Contains(Column.Cost), lines);
    }

    /// <summary>Where one thing is named in several ways, such as a time in two notations, the first way counts.</summary>
    static List<(int At, Column Column, string Name)> Columns(List<string> header)
    {
        var found = header.Select((name, at) => (At: at, Name: name)).Where(one => Known.ContainsKey(one.Name)).Select(one => (one.At, Column: Known[one.Name], one.Name)).ToList();
        return [.. found.Where(one => one.Column is Column.UncachedInput || found.First(other => other.Column == one.Column).At == one.At)];
    }

    static Result<(DateOnly Day, string Model, UsageImportFigures Figures)> ReadRow(IReadOnlyList<string> fields, List<(int At, Column Column, string Name)> columns, long number)
    {
        var (day, model, figures) = (default(DateOnly), "", UsageImportFigures.None);
        foreach (var (at, column, name) in columns)
        {
            var text = fields[at].Trim();
            if (text.Length > 0 && Formula.Contains(text[0])) return Wrong(number, name, $"'{Shown(text)}' looks like a formula.");
            switch (column)
            {
                case Column.Day when ParseDay(text) is { } parsed: day = parsed; break;
                case Column.Day: return Wrong(number, name, $"'{Shown(text)}' is not a day such as 2026-03-05, nor a time.");
                case Column.Model when text.Length <= 200: model = text; break;
                case Column.Model: return Wrong(number, name, "The model's name is longer than 200 characters.");
                case Column.Cost when ParseMoney(text) is { } cost: figures += UsageImportFigures.None with { Cost = cost }; break;
                case Column.Cost: return Wrong(number, name, $"'{Shown(text)}' is not an amount of US dollars of 0 or more.");
                default:
                    if (ParseCount(text) is not { } count) return Wrong(number, name, $"'{Shown(text)}' is not a whole number of 0 or more.");
                    figures += Of(column, count);
                    break;
            }
        }

        return (day, model, figures);
    }

    static UsageImportFigures Of(Column column, long count) => column switch
    {
        Column.Requests => new(count, 0, 0, 0, 0),
        Column.CachedInput => new(0, 0, count, 0, 0),
        Column.CachedBeside => new(0, count, count, 0, 0),
        Column.Output => new(0, 0, 0, count, 0),
        _ => new(0, count, 0, 0, 0),
    };

    static DateOnly? ParseDay(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 946_684_800 and < 32_503_680_000)
            return DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);
        return text.Length >= 16 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? DateOnly.FromDateTime(moment.UtcDateTime)
            : null;
    }

    static long? ParseCount(string text) =>
        text.Length == 0 ? 0 : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000_000_000_000 ? count : null;

    static decimal? ParseMoney(string text) =>
        text.Length == 0 ? 0 : decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var money) && money is >= 0 and <= 1_000_000_000 ? money : null;

    static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    static ApiError Wrong(long row, string? column, string message) =>
        ApiError.Invalid($"Row {row}{(column is null ? "" : $", column '{column}'")}: {message}", column is null ? $"rows[{row}]" : $"rows[{row}].{column}", "invalid_csv");
}
