using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Shared;

namespace Portal.Client.Providers;

public sealed partial class ProvidersPage(
    IProvidersService service, IProviderHealthService healthService, IModelsService models, NavigationManager navigation) : PageBase
{
    const string Saved = "Saved.";
    static readonly ListQuery All = new(Limit: 100);
    static readonly ApiError OnlyAdministrators = ApiError.Forbidden("Providers and the model catalogue are the administrators' work. Ask one of them for a change.");

    UndoNotice? undo;
    ApiError? error;
    ApiError? actionError;
    string? note;

    [PersistentState]
    public ListPage<Provider>? Providers { get; set; }

    [PersistentState]
    public ListPage<ProviderHealth>? Health { get; set; }

    [PersistentState]
    public ListPage<CatalogueModel>? Catalogue { get; set; }

    /// <summary>The provider in the panel: its id, or <c>new</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Provider { get; set; }

    /// <summary>The model in the panel: its name, or <c>new</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Model { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Order { get; set; }

    Provider? ChosenProvider => Providers?.Data.FirstOrDefault(provider => provider.Id == Provider);

    CatalogueModel? ChosenModel => Catalogue?.Data.FirstOrDefault(model => model.Id == Model);

    bool PanelOpen => Provider is not null || Model is not null;

    protected override async Task OnInitializedAsync()
    {
        if (ManagesOrganization && (Providers is null || Catalogue is null)) await Load();
    }

    async Task Load()
    {
        var providers = await service.List(All, Closing);
        var catalogue = await models.ListCatalogue(All, Closing);
        error = providers.Error ?? catalogue.Error;
        if (error is not null) return;
        (Providers, Catalogue) = (providers.Value, catalogue.Value);
        await RefreshHealth();
    }

    async Task RefreshHealth() => Health = (await healthService.List(Closing)).Value;

    async Task RefreshStatus()
    {
        Providers = (await service.List(All, Closing)).Value ?? Providers;
        await RefreshHealth();
    }

    void Close() => Open(AddressOf(null), null);

    string AddressOf(string? provider, string? model = null) =>
        "providers" + new QueryString().Add("provider", provider).Add("model", model).Add("sort", Sort).Add("order", Order);

    /// <summary>The panel says what has just been done to what it shows, until another one is opened.</summary>
    void Open(string address, string? said)
    {
        note = said;
        navigation.NavigateTo(address);
    }

    async Task Reload()
    {
        Close();
        await Load();
    }

    async Task SavedProvider(Provider saved)
    {
        // In the list before its panel opens, which would else be the panel for a new one until the list is read again.
        Providers = With(Providers!, saved, provider => provider.Id);
        if (Provider != saved.Id) Open(AddressOf(saved.Id), Saved);
        await Load();
    }

    async Task SavedModel(CatalogueModel saved)
    {
        Catalogue = With(Catalogue!, saved, model => model.Id);
        if (Model != saved.Id) Open(AddressOf(null, saved.Id), Saved);
        await Load();
    }

    async Task TogglePause(Provider provider)
    {
        var enabled = !provider.Enabled;
        actionError = await SetEnabled(provider.Id, enabled);
        if (actionError is not null) return;
        undo!.Show(
            enabled ? $"Resumed: calls go to {provider.Name} again." : $"Paused: no call goes to {provider.Name}. Its models are served by their other targets, or not at all.",
            () => SetEnabled(provider.Id, !enabled));
    }

    static ListPage<T> With<T>(ListPage<T> page, T saved, Func<T, string> id) => page with
    {
        Data = page.Data.Any(one => id(one) == id(saved))
            ? [.. page.Data.Select(one => id(one) == id(saved) ? saved : one)]
            : [saved, .. page.Data],
    };

    async Task<ApiError?> SetEnabled(string id, bool enabled)
    {
        var answer = await service.SetEnabled(id, enabled, Closing);
        if (answer.IsSuccess) Providers = With(Providers!, answer.Value, provider => provider.Id);
        StateHasChanged();
        return answer.Error;
    }
}
