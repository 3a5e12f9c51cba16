using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Keys;

public sealed partial class KeyDialog
{
    static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = false, BackdropClick = false };

    readonly FormErrors errors = new();
    readonly HashSet<KeyScope> scopes = [];
    bool open;
    ApiKey? made;
    string? name;
    string? expires;
    string? addresses;

    /// <summary>Null for a key of the organization.</summary>
    [Parameter]
    public string? ProjectId { get; set; }

    /// <summary>The assistant that the ready command talks to.</summary>
    [Parameter]
    public string? AssistantId { get; set; }

    [Parameter]
    public EventCallback<ApiKey> Created { get; set; }

    public void Open()
    {
        (made, name, expires, addresses) = (null, null, null, null);
        scopes.UnionWith(Enum.GetValues<KeyScope>());
        errors.Clear();
        open = true;
        StateHasChanged();
    }

    static string HelpOf(KeyScope scope) => scope switch
    {
        KeyScope.Read => "Every GET.",
        KeyScope.Chat => "Threads, messages and replies.",
        _ => "Assistants, keys and settings.",
    };

    void Toggle(KeyScope scope, bool on)
    {
        if (on) scopes.Add(scope);
        else scopes.Remove(scope);
        errors.Clear("scopes");
    }

    void Close() => (open, made) = (false, null);

    async Task Create()
    {
        errors.Clear();
        var input = new ApiKeyInput
        {
            Name = name?.Trim() ?? "",
            Scopes = [.. scopes.Order()],
            ExpiresAt = DateOnly.TryParse(expires, out var day)
                ? new DateTimeOffset(day, new TimeOnly(23, 59, 59), TimeSpan.Zero).ToUnixTimeSeconds()
                : null,
            AllowedAddresses = addresses?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } networks ? networks : null,
        };
        if (!errors.Check(input)) return;
        var answer = await Service.Create(ProjectId, input, CancellationToken.None);
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        made = answer.Value;
        await Created.InvokeAsync(answer.Value);
    }
}
