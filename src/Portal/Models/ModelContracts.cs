using Portal.Api;
using Portal.Client.Models;

namespace Portal.Models;

/// <summary>Rows of the catalogue as contracts, and back.</summary>
internal static class ModelContracts
{
    public static CatalogueModel ToContract(ModelRow model, IEnumerable<TargetRow> targets, PriceRow? price) => new(
        model.Name,
        Wire.Word<ModelTier>(model.Tier),
        [.. targets.Select(target => new ModelTarget { ProviderId = target.ProviderId, Model = target.TargetModel, Priority = (int)target.Priority })],
        (int)model.ContextWindow,
        (int?)model.MaxOutputTokens,
        Wire.Deserialize<IReadOnlyList<string>>(model.Modalities),
        price is null ? null : ToContract(price),
        model.CreatedAt,
        model.UpdatedAt);

    public static ModelPrices ToContract(PriceRow price) => new()
    {
        InputPer1m = ModelPrice.ToDollars(price.InputNanodollars),
        CachedInputPer1m = price.CachedInputNanodollars is { } cached ? ModelPrice.ToDollars(cached) : null,
        OutputPer1m = ModelPrice.ToDollars(price.OutputNanodollars),
        ReasoningPer1m = price.ReasoningNanodollars is { } reasoning ? ModelPrice.ToDollars(reasoning) : null,
        EffectiveFrom = price.EffectiveFrom,
    };

    public static ModelRow ToRow(string name, CatalogueModelInput input, long createdAt, long now) => new(
        name, Wire.Word(input.Tier), input.ContextWindow, input.MaxOutputTokens, Wire.Serialize(input.Modalities ?? ["text"]), createdAt, now);

    public static IEnumerable<TargetRow> ToRows(string name, CatalogueModelInput input) =>
        input.Targets.Select(target => new TargetRow(name, target.ProviderId, target.Model, target.Priority));

    public static PriceRow ToRow(string name, ModelPrices prices, long now) => new(
        name,
        prices.EffectiveFrom ?? now,
        ModelPrice.ToNanodollars(prices.InputPer1m),
        prices.CachedInputPer1m is { } cached ? ModelPrice.ToNanodollars(cached) : null,
        ModelPrice.ToNanodollars(prices.OutputPer1m),
        prices.ReasoningPer1m is { } reasoning ? ModelPrice.ToNanodollars(reasoning) : null);

    public static ModelPrice ToPrice(PriceRow price) => new(
        price.InputNanodollars,
        price.CachedInputNanodollars ?? price.InputNanodollars,
        price.OutputNanodollars,
        price.ReasoningNanodollars ?? price.OutputNanodollars);
}
