using Microsoft.AspNetCore.Components;
using Portal.Client.Handling;
using Portal.Client.Threads.Inspect;

namespace Portal.Client.Threads;

/// <summary>The side panel of the open thread; the address says whether it is there.</summary>
public sealed partial class ThreadView
{
    ElementReference inspect;
    bool wasOpened;

    [SupplyParameterFromQuery(Name = "panel")]
    public string? Panel { get; set; }

    /// <summary>The reply that the panel is about; null for the latest.</summary>
    [SupplyParameterFromQuery(Name = "reply")]
    public string? ReplyId { get; set; }

    [Inject]
    NavigationManager Navigation { get; set; } = null!;

    [Inject]
    HandlingWords HandlingWords { get; set; } = null!;

    bool IsInspected => InspectTabs.All.Any(tab => tab.Word == Panel);

    Task ToggleInspect()
    {
        if (IsInspected) return CloseInspect();
        wasOpened = true;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("panel", InspectTabs.Run), replace: true);
        return Task.CompletedTask;
    }

    async Task CloseInspect()
    {
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["panel"] = null, ["reply"] = null }), replace: true);
        await inspect.FocusAsync();
    }

    void TakeThread(ChatThread thread) => team?.Take(thread);
}
