using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Models;
using Portal.Usage;

namespace Portal.Pricing;

/// <summary>What the price book takes beyond the contract's own rules.</summary>
internal static class PriceRules
{
    const int Decimals = 9;

    /// <summary>A thousand years from now is a slip.</summary>
    const long Latest = 32_503_680_000;

    /// <param name="earliest">Unix seconds before which no price may begin.</param>
    public static ApiError? Check(PriceEntryInput input, long earliest)
    {
        if ((input.Kind is PriceKind.Tool) != (input.Item is not null))
            return Invalid("item", input.Item is null ? "'item' is missing: name the tool that the price is for." : $"'item' is for tools; a price of kind '{Wire.Word(input.Kind)}' has none.");
        if (input.ProjectId is null && IsOwn(input.Kind))
            return Invalid("project_id", $"'project_id' is missing: a price of kind '{Wire.Word(input.Kind)}' is a project's own. Only memory and tool have one for the organization.");
        if (CheckDecimals(input.Price, "price") is { } tooFine) return tooFine;
        return input.EffectiveFrom is { } from && (from < earliest || from > Latest)
            ? Invalid("effective_from", from < earliest
                ? "'effective_from' lies in the past, and past prices never change. Leave it out for a price from now on."
                : "'effective_from' must be in Unix seconds, before the year 3000.")
            : null;
    }

    public static ApiError? Check(PriceDryRunInput input)
    {
        for (var index = 0; index < input.Prices.Count; index++)
        {
            var (price, place) = (input.Prices[index], $"prices[{index}]");
            if (!IsOwn(price.Kind)) return Invalid($"{place}.kind", $"'{place}.kind' must be run, tokens or month: of memory and tools the quantities stand beside their charges.");
            if (input.Prices.Take(index).Any(other => other.Kind == price.Kind)) return Invalid($"{place}.kind", $"'{place}.kind' is given twice. Give each kind once.");
            if (CheckDecimals(price.Price, $"{place}.price") is { } tooFine) return tooFine;
        }

        return null;
    }

    static bool IsOwn(PriceKind kind) => kind is PriceKind.Run or PriceKind.Tokens or PriceKind.Month;

    static ApiError? CheckDecimals(decimal? price, string place) =>
        price is { } given && decimal.Round(given, Decimals) != given ? Invalid(place, $"'{place}' has more than {Decimals} decimals.") : null;

    static ApiError Invalid(string param, string message) => ApiError.Invalid(message, param, "invalid_value");
}

/// <summary>Rows of the price book and its charges as contracts.</summary>
internal static class PriceContracts
{
    public static PriceEntry ToContract(PriceEntryRow row, long now) => new(
        row.Id,
        row.ProjectId.Length == 0 ? null : row.ProjectId,
        Wire.Word<PriceKind>(row.Kind),
        row.Item.Length == 0 ? null : row.Item,
        row.Ends ? null : ModelPrice.ToDollars(row.Nanodollars),
        row.EffectiveFrom,
        row.EffectiveUntil,
        row.EffectiveFrom > now ? PriceStatus.Coming : row.EffectiveUntil <= now ? PriceStatus.Past : PriceStatus.InForce,
        row.CreatedAt);

    public static Charge ToContract(ChargeRow row, long unitNanodollars)
    {
        var kind = Wire.Word<PriceKind>(row.Kind);
        var (amount, unit) = (UsageBuckets.Dollars(row.AmountNanodollars), UsageBuckets.Dollars(unitNanodollars));
        var quantity = kind switch
        {
            PriceKind.Tool => row.Quantity,
            PriceKind.Memory => (decimal)row.Quantity / MemoryCharges.BytesInGigabyte / MemoryCharges.SecondsInMonth,
            // The part of a month that its days make, which are not all of the same length.
            _ => unit == 0 ? 0 : amount / unit,
        };
        return new(
            row.Id, row.ProjectId, kind, row.Item.Length == 0 ? null : row.Item, row.RunId, row.StartAt, row.EndAt,
            decimal.Round(quantity, 12), unit, amount, row.PriceId, row.CreatedAt);
    }
}
