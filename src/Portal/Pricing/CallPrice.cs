using Portal.Models;

namespace Portal.Pricing;

/// <summary>What a model call of a project costs at one moment. The project's own price, where it has one, stands in place of the model's.</summary>
/// <param name="Model">What the provider charges by its list; null where the catalogue has no price.</param>
/// <param name="ModelPriceId">The model and the Unix seconds from which its price holds, such as <c>gpt-4-fast-2026@1767225600</c>.</param>
/// <param name="Own">The project's own price; null where its calls cost what the provider charges.</param>
internal sealed record CallPrice(ModelPrice? Model, string? ModelPriceId, OwnPrice? Own)
{
    /// <summary>Which price decides; null where there is none.</summary>
    public string? Id => Own is { } own ? own.Id : Model is null ? null : ModelPriceId;

    public bool Exists => Own is not null || Model is not null;

    /// <summary>Nano-dollars of the call for the project; null without a price.</summary>
    /// <param name="firstOfRun">A price for a run is paid with its first call.</param>
    public long? Cost(TokenCount tokens, bool firstOfRun) => Own is { } own
        ? own.Cost(tokens.Input + tokens.Output, firstOfRun)
        : Model?.Cost(tokens.Input, tokens.Cached, tokens.Output, tokens.Reasoning);

    /// <summary>Nano-dollars that the provider charges by its list; null where the catalogue has no price.</summary>
    public long? ProviderCost(TokenCount tokens) => Model?.Cost(tokens.Input, tokens.Cached, tokens.Output, tokens.Reasoning);

    /// <summary>The most that a call of so many tokens can cost: its input and its output each at the dearer price.</summary>
    public long MostCost(long input, long output, bool firstOfRun) => Own is { } own
        ? own.Cost(input + output, firstOfRun)
        : Model is { } model ? model.Cost(input, model.CachedInput > model.Input ? input : 0, output, model.Reasoning > model.Output ? output : 0) : 0;

    /// <summary>How many tokens of output so much money pays for beside the input; negative where it does not pay for the input.</summary>
    public long OutputFor(long nanodollars, long input, bool firstOfRun)
    {
        var left = nanodollars - MostCost(input, 0, firstOfRun);
        if (left < 0) return -1;
        var (price, unit) = Own is { } own ? (own.Per1kTokens, 1_000m) : Model is { } model ? (Math.Max(model.Output, model.Reasoning), 1_000_000m) : (0, 1m);
        // Half a nano-dollar is what rounding may add at each end.
        return price == 0 ? long.MaxValue : (long)Math.Clamp(decimal.Floor((left - 1) * unit / price), 0, long.MaxValue / 2);
    }
}

/// <summary>What a project pays in place of the models' prices.</summary>
/// <param name="Id">Its entries in the price book, with a plus between them.</param>
/// <param name="PerRun">Nano-dollars.</param>
/// <param name="Per1kTokens">Nano-dollars for 1,000 tokens of input and output.</param>
internal sealed record OwnPrice(string Id, long PerRun, long Per1kTokens)
{
    public long Cost(long tokens, bool firstOfRun) =>
        (firstOfRun ? PerRun : 0) + (long)decimal.Round(tokens * (decimal)Per1kTokens / 1_000m, MidpointRounding.ToEven);
}

/// <param name="Cached">Part of the input.</param>
/// <param name="Reasoning">Part of the output.</param>
internal readonly record struct TokenCount(long Input, long Cached, long Output, long Reasoning);

/// <summary>The price book as the way to the model reads it; asks for no right.</summary>
internal interface IPriceBook
{
    /// <summary>What a project pays in place of the models' prices at the moment; null where it pays those.</summary>
    ValueTask<OwnPrice?> FindOwn(string projectId, CancellationToken cancellation);
}
