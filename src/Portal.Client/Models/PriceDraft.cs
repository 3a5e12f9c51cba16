using System.Globalization;
using Portal.Client.Shared;

namespace Portal.Client.Models;

/// <summary>Prices as they are being typed.</summary>
public sealed class PriceDraft
{
    public decimal? Input { get; set; }

    public decimal? Output { get; set; }

    public decimal? CachedInput { get; set; }

    public decimal? Reasoning { get; set; }

    /// <summary>A day as the browser gives it, <c>2026-12-01</c>; empty for now.</summary>
    public string? From { get; set; }

    public void Fill(ModelPrices? prices) => (Input, Output, CachedInput, Reasoning, From) =
        (prices?.InputPer1m, prices?.OutputPer1m, prices?.CachedInputPer1m, prices?.ReasoningPer1m, null);

    /// <summary>Null where nothing is typed; what is wrong stands in the errors.</summary>
    public ModelPrices? ToPrices(FormErrors errors)
    {
        if ((Input, Output, CachedInput, Reasoning) is (null, null, null, null) && string.IsNullOrEmpty(From)) return null;
        if (Input is null) errors.Set("prices.input_per_1m", "Enter both, input and output.");
        if (Output is null) errors.Set("prices.output_per_1m", "Enter both, input and output.");
        var prices = new ModelPrices
        {
            InputPer1m = Input ?? 0,
            OutputPer1m = Output ?? 0,
            CachedInputPer1m = CachedInput,
            ReasoningPer1m = Reasoning,
            EffectiveFrom = DateOnly.TryParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()
                : null,
        };
        errors.Check(prices, "prices.");
        return prices;
    }
}
