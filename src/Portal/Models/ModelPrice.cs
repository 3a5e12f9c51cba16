using Portal.Client.Models;

namespace Portal.Models;

/// <summary>Nano-dollars for a million tokens.</summary>
internal sealed record ModelPrice(long Input, long CachedInput, long Output, long Reasoning)
{
    const decimal NanodollarsPerDollar = 1_000_000_000m;
    const decimal TokensPerUnit = 1_000_000m;

    public static ModelPrice From(ModelPrices prices)
    {
        var input = ToNanodollars(prices.InputPer1m);
        var output = ToNanodollars(prices.OutputPer1m);
        return new(
            input,
            prices.CachedInputPer1m is { } cached ? ToNanodollars(cached) : input,
            output,
            prices.ReasoningPer1m is { } reasoning ? ToNanodollars(reasoning) : output);
    }

    /// <summary>
    /// The cost of one call. Cached tokens are part of the input, reasoning tokens of the output. This is the one place
    /// where money is rounded: once for each call, to the nearest nano-dollar, halves to even.
    /// </summary>
    public long Cost(long inputTokens, long cachedTokens, long outputTokens, long reasoningTokens)
    {
        var units = (decimal)(inputTokens - cachedTokens) * Input + (decimal)cachedTokens * CachedInput
            + (decimal)(outputTokens - reasoningTokens) * Output + (decimal)reasoningTokens * Reasoning;
        return (long)decimal.Round(units / TokensPerUnit, MidpointRounding.ToEven);
    }

    public static long ToNanodollars(decimal dollars) => (long)decimal.Round(dollars * NanodollarsPerDollar, MidpointRounding.ToEven);

    public static decimal ToDollars(long nanodollars) => nanodollars / NanodollarsPerDollar;
}
