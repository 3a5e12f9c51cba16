using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Providers;
using Portal.Client.Shared;

namespace Portal.Client.Models;

public sealed partial class ModelEditor(IModelsService service)
{
    /// <summary>Between two targets, so that a program may put one there.</summary>
    const int PriorityStep = 10;

    readonly FormErrors errors = new();
    readonly List<TargetDraft> targets = [];
    readonly PriceDraft price = new();
    ConfirmDialog? confirm;
    UndoNotice? undo;
    ApiError? priceError;
    CatalogueModel? shown;
    ListPage<ModelUser>? users;
    IReadOnlyList<ModelPrices> history = [];
    bool changed;
    bool saving;
    string? note;
    string? id;
    ModelTier tier = ModelTier.Fast;
    decimal? context = 128_000;
    decimal? output;

    /// <summary>Null for a new one.</summary>
    [Parameter]
    public CatalogueModel? Model { get; set; }

    /// <summary>What was done just before the editor opened.</summary>
    [Parameter]
    public string? Note { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<Provider> Providers { get; set; } = [];

    [Parameter]
    public EventCallback<CatalogueModel> Saved { get; set; }

    [Parameter]
    public EventCallback Deleted { get; set; }

    protected override void OnInitialized()
    {
        note = Note;
        if (Model is null) targets.Add(new TargetDraft { ProviderId = Providers.Count == 1 ? Providers[0].Id : null });
    }

    protected override async Task OnParametersSetAsync()
    {
        // Read again, the same model leaves what is being typed alone.
        if (Model is null || (shown?.Id == Model.Id && shown.UpdatedAt == Model.UpdatedAt)) return;
        (shown, changed) = (Model, false);
        (id, tier, context, output) = (Model.Id, Model.Tier, Model.ContextWindow, Model.MaxOutputTokens);
        price.Fill(Model.Prices);
        targets.Clear();
        targets.AddRange(Model.Targets.OrderBy(target => target.Priority).ThenBy(target => PriorityOf(target.ProviderId))
            .Select(target => new TargetDraft { ProviderId = target.ProviderId, Model = target.Model }));
        users = (await service.ListUsers(Model.Id, CancellationToken.None)).Value;
        history = (await service.ListPrices(Model.Id, CancellationToken.None)).Value?.Data ?? [];
    }

    int PriorityOf(string providerId) => Providers.FirstOrDefault(provider => provider.Id == providerId)?.Priority ?? 0;

    void Choose(string? word) => tier = Enum.GetValues<ModelTier>().First(value => Wording.Wire(value) == word);

    async Task Save()
    {
        errors.Clear();
        note = null;
        var input = ToInput();
        if (errors.Any) return;
        saving = true;
        var answer = await service.Put(id!.Trim(), input, CancellationToken.None);
        saving = false;
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        (note, changed) = ("Saved.", false);
        // A price that is to come is not in the answer, and a second save would not change the time of the first.
        shown = null;
        await Saved.InvokeAsync(answer.Value);
    }

    CatalogueModelInput ToInput()
    {
        if (string.IsNullOrWhiteSpace(id)) errors.Set("id", "This may not be empty.");
        var routes = new List<ModelTarget>();
        foreach (var (index, draft) in targets.Index())
        {
            var at = $"targets[{index}].";
            if (string.IsNullOrEmpty(draft.ProviderId)) errors.Set(at + "provider_id", "Choose the provider.");
            var target = new ModelTarget { ProviderId = draft.ProviderId ?? "", Model = draft.Model?.Trim() ?? "", Priority = index * PriorityStep };
            errors.Check(target, at);
            routes.Add(target);
        }

        var input = new CatalogueModelInput
        {
            Tier = tier,
            Targets = routes,
            ContextWindow = Number(context, "context_window"),
            MaxOutputTokens = output is null ? null : Number(output, "max_output_tokens"),
            Modalities = Model?.Modalities,
            Prices = price.ToPrices(errors),
        };
        errors.Check(input);
        return input;
    }

    int Number(decimal? typed, string path)
    {
        if (typed is { } number and >= int.MinValue and <= int.MaxValue && decimal.IsInteger(number)) return (int)number;
        errors.Set(path, "Enter a whole number.");
        return 0;
    }

    async Task TakeBack(ModelPrices coming)
    {
        var answer = await service.DeletePrice(Model!.Id, coming.EffectiveFrom!.Value, CancellationToken.None);
        priceError = answer.Error;
        await ReadPrices();
        if (answer.IsSuccess) undo!.Show("The price that was to come is taken back.", () => BringBack(coming));
    }

    /// <summary>With the model as it is stored, whatever is being typed.</summary>
    async Task<ApiError?> BringBack(ModelPrices coming)
    {
        var stored = new CatalogueModelInput
        {
            Tier = Model!.Tier,
            Targets = Model.Targets,
            ContextWindow = Model.ContextWindow,
            MaxOutputTokens = Model.MaxOutputTokens,
            Modalities = Model.Modalities,
            Prices = coming,
        };
        var answer = await service.Put(Model.Id, stored, CancellationToken.None);
        await ReadPrices();
        return answer.Error;
    }

    async Task ReadPrices()
    {
        history = (await service.ListPrices(Model!.Id, CancellationToken.None)).Value?.Data ?? history;
        StateHasChanged();
    }

    async Task<ApiError?> Delete()
    {
        var answer = await service.Delete(Model!.Id, CancellationToken.None);
        if (!answer.IsSuccess) return answer.Error;
        changed = false;
        await Deleted.InvokeAsync();
        return answer.Error;
    }
}
