using Microsoft.AspNetCore.Components;
using Portal.Client.Providers;
using Portal.Client.Shared;

namespace Portal.Client.Models;

public sealed partial class ModelImport(IProvidersService providers, IModelsService models)
{
    /// <summary>So many are seen at a glance.</summary>
    const int Few = 10;

    readonly FormErrors errors = new();
    readonly SortedSet<string> chosen = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> failures = [];
    readonly PriceDraft price = new();
    IReadOnlyList<string>? found;
    string? filter;
    string? failure;
    int imported;
    bool importing;
    ModelTier tier = ModelTier.Fast;
    decimal? context = 128_000;

    [Parameter, EditorRequired]
    public Provider Provider { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<CatalogueModel> Catalogue { get; set; } = [];

    /// <summary>Some were added.</summary>
    [Parameter]
    public EventCallback Imported { get; set; }

    IEnumerable<string> Shown => string.IsNullOrWhiteSpace(filter)
        ? found!
        : found!.Where(name => name.Contains(filter.Trim(), StringComparison.OrdinalIgnoreCase));

    bool IsKnown(string name) => Catalogue.Any(model => model.Id == name);

    async Task Find()
    {
        (failure, imported) = (null, 0);
        chosen.Clear();
        failures.Clear();
        errors.Clear();
        var answer = await providers.Test(Provider.Id, CancellationToken.None);
        if (!answer.IsSuccess) failure = answer.Error.Message;
        else if (!answer.Value.Ok) failure = $"The provider did not list its models: {answer.Value.Error}";
        else if (answer.Value.Models.Count == 0) failure = "The provider lists no models. Add them by name with Add model.";
        else found = answer.Value.Models;
    }

    void Choose(string name, bool on)
    {
        if (on) chosen.Add(name);
        else chosen.Remove(name);
        errors.Clear("models");
    }

    void ChooseTier(string? word) => tier = Enum.GetValues<ModelTier>().First(value => Wording.Wire(value) == word);

    async Task Import()
    {
        errors.Clear();
        failures.Clear();
        (failure, imported) = (null, 0);
        if (chosen.Count == 0) errors.Set("models", "Choose at least one model.");
        if (context is not { } window || !decimal.IsInteger(window) || window is < 256 or > 100_000_000)
            errors.Set("context_window", "Enter a whole number from 256 to 100,000,000.");
        var prices = price.ToPrices(errors);
        if (errors.Any) return;
        importing = true;
        foreach (var name in chosen.ToList())
        {
            var answer = await models.Put(name, Input(name, prices), CancellationToken.None);
            if (answer.IsSuccess)
            {
                chosen.Remove(name);
                imported++;
            }
            else
            {
                failures[name] = answer.Error.Message;
            }
        }

        importing = false;
        if (failures.Count == 0) found = null;
        else failure = $"{Wording.Count(failures.Count, "model")} could not be added; the reason stands below each.";
        await Imported.InvokeAsync();
    }

    CatalogueModelInput Input(string name, ModelPrices? prices) => new()
    {
        Tier = tier,
        Targets = [new ModelTarget { ProviderId = Provider.Id, Model = name, Priority = 0 }],
        ContextWindow = (int)context!.Value,
        Prices = prices,
    };
}
