using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Assistants;

public sealed partial class AssistantVersions(IAssistantVersionsService service) : PageBase
{
    List<AssistantVersion>? versions;
    AssistantComparison? comparison;
    ApiError? error;
    ApiError? refused;
    bool hasMore;
    int loadedAt;
    (int?, int?) compared;

    [Parameter, EditorRequired]
    public string AssistantId { get; set; } = "";

    [Parameter]
    public int Current { get; set; }

    /// <summary>The comparison that the address asks for.</summary>
    [Parameter]
    public int? From { get; set; }

    [Parameter]
    public int? To { get; set; }

    [Parameter]
    public int? ThreadsOf { get; set; }

    [Parameter]
    public bool MayRestore { get; set; }

    /// <summary>The form holds changes that a restored version would replace.</summary>
    [Parameter]
    public bool Dirty { get; set; }

    [Parameter]
    public EventCallback<Assistant> Restored { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (loadedAt != Current) await Load(null);
        if (compared != (From, To)) await Compare();
    }

    async Task Load(string? after)
    {
        loadedAt = Current;
        var answer = await service.List(AssistantId, new ListQuery(After: after), Closing);
        error = answer.Error;
        if (!answer.IsSuccess) return;
        versions = [.. after is null ? [] : versions!, .. answer.Value.Data];
        hasMore = answer.Value.HasMore;
    }

    async Task Compare()
    {
        (compared, comparison, refused) = ((From, To), null, null);
        if (From is not { } from || To is not { } to) return;
        var answer = await service.Compare(AssistantId, from, to, Closing);
        (comparison, refused) = (answer.Value, answer.Error);
    }

    async Task Restore(AssistantVersion version)
    {
        var answer = await service.Restore(AssistantId, version.Version, new VersionRestoreInput(), Closing);
        error = answer.Error;
        if (answer.IsSuccess) await Restored.InvokeAsync(answer.Value);
    }

    string Address(int? from = null, int? to = null, int? threadsOf = null) =>
        $"assistants/{AssistantId}{new QueryString().Add("view", "versions").Add("from", from).Add("to", to).Add("threads", threadsOf)}";
}
