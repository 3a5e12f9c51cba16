using System.Text.RegularExpressions;
using Portal.Client.Api;
using Portal.Client.Models;

namespace Portal.Models;

/// <summary>What the catalogue takes beyond the contract's own rules.</summary>
internal static partial class ModelRules
{
    const int LongestName = 200;
    const int PriceDecimals = 9;

    static readonly string[] KnownModalities = ["text", "image", "audio", "video", "file"];

    public static ApiError? CheckName(string name) =>
        name.Length <= LongestName && Name().IsMatch(name) && !PriceOfAModel().IsMatch(name)
        && !ModelsEndpoints.Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            ? null
            : ApiError.Invalid(
                $"'{name}' cannot be a model's name. Use letters, digits and . _ : @ + ~ - in parts that '/' separates, {LongestName} characters at most; it must not end with '/prices', '/assistants' or '/prices/' and a number.",
                "name", "invalid_value");

    public static ApiError? Check(CatalogueModelInput input, IReadOnlyCollection<string> providerIds)
    {
        var seen = new HashSet<(string, string)>();
        for (var index = 0; index < input.Targets.Count; index++)
        {
            var target = input.Targets[index];
            var place = $"targets[{index}]";
            if (!providerIds.Contains(target.ProviderId))
                return ApiError.Invalid($"'{place}.provider_id': no provider has the id '{target.ProviderId}'.", $"{place}.provider_id", "unknown_provider");
            if (target.Model.Any(char.IsControl) || string.IsNullOrWhiteSpace(target.Model))
                return ApiError.Invalid($"'{place}.model' must be the model's name at the provider.", $"{place}.model", "invalid_value");
            if (!seen.Add((target.ProviderId, target.Model)))
                return ApiError.Invalid($"'{place}' is given twice. Give each provider and model once.", place, "invalid_value");
        }

        if (input.MaxOutputTokens > input.ContextWindow)
            return ApiError.Invalid("'max_output_tokens' must not be larger than 'context_window'.", "max_output_tokens", "invalid_value");
        if (input.Modalities is { } modalities && (!modalities.Contains("text") || modalities.Except(KnownModalities).Any() || modalities.Distinct().Count() != modalities.Count))
            return ApiError.Invalid($"'modalities' must hold 'text' and may hold each of {string.Join(", ", KnownModalities[1..])} once.", "modalities", "invalid_value");
        return input.Prices is { } prices ? CheckDecimals(prices) : null;
    }

    /// <summary>A price that has begun never changes; sending it back as it is changes nothing.</summary>
    public static ApiError? CheckBegin(PriceRow given, IEnumerable<PriceRow> known, long now) =>
        given.EffectiveFrom >= now || known.Contains(given)
            ? null
            : ApiError.Invalid(
                "'prices.effective_from' lies in the past, and past prices never change. Leave it out for a price from now on.",
                "prices.effective_from", "invalid_value");

    static ApiError? CheckDecimals(ModelPrices prices)
    {
        (string Name, decimal? Value)[] all =
        [
            ("input_per_1m", prices.InputPer1m), ("cached_input_per_1m", prices.CachedInputPer1m),
            ("output_per_1m", prices.OutputPer1m), ("reasoning_per_1m", prices.ReasoningPer1m),
        ];
        var tooFine = all.FirstOrDefault(one => one.Value is { } value && decimal.Round(value, PriceDecimals) != value).Name;
        return tooFine is null
            ? null
            : ApiError.Invalid($"'prices.{tooFine}' has more than {PriceDecimals} decimals.", $"prices.{tooFine}", "invalid_value");
    }

    [GeneratedRegex(@"\A[\p{L}\p{N}@~][\p{L}\p{N}._:@+~-]*(/[\p{L}\p{N}@~][\p{L}\p{N}._:@+~-]*)*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"/prices/[0-9]+\z")]
    private static partial Regex PriceOfAModel();
}
