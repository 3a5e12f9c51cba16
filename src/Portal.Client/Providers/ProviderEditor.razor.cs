using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Providers;

public sealed partial class ProviderEditor(IProvidersService service)
{
    readonly FormErrors errors = new();
    ConfirmDialog? confirm;
    Provider? shown;
    bool changed;
    bool saving;
    string? note;
    string? name;
    ProviderKind kind = ProviderKind.Openai;
    string? baseUrl;
    string? apiKey;
    string? moderationModel;
    decimal? priority = 100;
    decimal? timeout = 60;
    decimal? retries = 2;
    bool enabled = true;

    /// <summary>Null for a new one.</summary>
    [Parameter]
    public Provider? Provider { get; set; }

    /// <summary>What was done just before the editor opened.</summary>
    [Parameter]
    public string? Note { get; set; }

    [Parameter]
    public EventCallback<Provider> Saved { get; set; }

    [Parameter]
    public EventCallback Deleted { get; set; }

    [Parameter]
    public EventCallback Tested { get; set; }

    IEnumerable<ProviderKind> Kinds => Provider is { } present
        ? [present.Kind]
        : [ProviderKind.Openai, ProviderKind.Ollama];

    bool AddressChanged => Provider is { } present && (baseUrl?.Trim() ?? "") != (present.BaseUrl ?? "");

    bool KeyIsKept => Provider is { HasApiKey: true } && !AddressChanged;

    string KeyHelp => Provider is { HasApiKey: true } && AddressChanged
        ? "The address changed, so the key is asked for again: it is never sent to an address that nobody chose for it."
        : "Encrypted at rest and never shown again. Empty where the server asks for none.";

    protected override void OnInitialized() => note = Note;

    protected override void OnParametersSet()
    {
        // A new status of the same provider leaves what is being typed alone.
        if (Provider is null || shown?.UpdatedAt == Provider.UpdatedAt) return;
        shown = Provider;
        (name, kind, baseUrl, apiKey, enabled) = (Provider.Name, Provider.Kind, Provider.BaseUrl, null, Provider.Enabled);
        (priority, timeout, retries, moderationModel) = (Provider.Priority, Provider.TimeoutSeconds, Provider.MaxRetries, Provider.ModerationModel);
        changed = false;
    }

    void Choose(string? word) => kind = Enum.GetValues<ProviderKind>().First(value => Wording.Wire(value) == word);

    async Task Save()
    {
        errors.Clear();
        note = null;
        var input = new ProviderInput
        {
            Name = name?.Trim() ?? "",
            Kind = kind,
            BaseUrl = kind == ProviderKind.Builtin || string.IsNullOrWhiteSpace(baseUrl) ? null : baseUrl.Trim(),
            ApiKey = string.IsNullOrWhiteSpace(apiKey) ? null : apiKey.Trim(),
            Priority = Number(priority, "priority"),
            TimeoutSeconds = Number(timeout, "timeout_seconds"),
            MaxRetries = Number(retries, "max_retries"),
            Enabled = enabled,
            ModerationModel = kind != ProviderKind.Openai || string.IsNullOrWhiteSpace(moderationModel) ? null : moderationModel.Trim(),
        };
        if (kind != ProviderKind.Builtin && input.BaseUrl is null) errors.Set("base_url", "Enter the address that the provider answers at.");
        if (Provider is { HasApiKey: true } && AddressChanged && input.ApiKey is null)
            errors.Set("api_key", "Enter the key again: the address changed.");
        if (!errors.Check(input)) return;
        saving = true;
        var answer = Provider is null
            ? await service.Create(input, CancellationToken.None)
            : await service.Update(Provider.Id, input, CancellationToken.None);
        saving = false;
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        (changed, apiKey, note) = (false, null, "Saved.");
        await Saved.InvokeAsync(answer.Value);
    }

    int Number(decimal? typed, string path)
    {
        if (typed is { } number and >= int.MinValue and <= int.MaxValue && decimal.IsInteger(number)) return (int)number;
        errors.Set(path, "Enter a whole number.");
        return 0;
    }

    async Task<ApiError?> Delete()
    {
        var answer = await service.Delete(Provider!.Id, CancellationToken.None);
        if (!answer.IsSuccess) return answer.Error;
        changed = false;
        await Deleted.InvokeAsync();
        return answer.Error;
    }
}
