using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Shared;

namespace Portal.Client.Alerts;

public sealed partial class AlertsPage(
    IAlertsService service, IAlertsEvents events, LiveConnection live, TimeProvider time, NavigationManager navigation) : PageBase
{
    const string AnyStatus = "all";

    ApiError? error;
    ApiError? chosenError;
    (AlertFilter, ListQuery)? loaded;

    [PersistentState]
    public ListPage<Alert>? Alerts { get; set; }

    /// <summary>The one in the panel, with its history.</summary>
    [PersistentState]
    public Alert? Chosen { get; set; }

    [SupplyParameterFromQuery]
    public string? Project { get; set; }

    /// <summary>Open ones where it is left out.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusWord { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? KindWord { get; set; }

    [SupplyParameterFromQuery(Name = "alert")]
    public string? AlertId { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    bool Waiting => !RendererInfo.IsInteractive;

    AlertFilter Filter => new(
        StatusWord == AnyStatus ? null : Wording.Parse<AlertStatus>(StatusWord) ?? AlertStatus.Open,
        Wording.Parse<AlertKind>(KindWord),
        string.IsNullOrEmpty(Project) ? null : Project);

    bool IsPlain => Filter with { ProjectId = null } == new AlertFilter(AlertStatus.Open);

    ListQuery Query => new(Limit: IAlertsEvents.Most, After: After, Before: Before);

    protected override async Task OnParametersSetAsync()
    {
        if (loaded is null && Alerts is not null) loaded = (Filter, Query);
        if (loaded != (Filter, Query)) await Load();
        if (AlertId is not null && Chosen?.Id != AlertId)
        {
            var answer = await service.Get(AlertId, Closing);
            (Chosen, chosenError) = (answer.Value, answer.Error);
        }

        if (RendererInfo.IsInteractive && followed != Filter) _ = Follow();
    }

    async Task Load()
    {
        var asked = loaded = (Filter, Query);
        var answer = await service.List(Filter, Query, Closing);
        // Another address may have been chosen meanwhile.
        if (loaded != asked) return;
        (Alerts, error, unseen) = (answer.Value, answer.Error, 0);
    }

    /// <summary>It keeps its place until the list is read anew, so that nothing jumps away under the hand.</summary>
    void Take(Alert changed)
    {
        Chosen = changed;
        Alerts = Alerts! with { Data = [.. Alerts.Data.Select(one => one.Id == changed.Id ? changed : one)] };
    }

    void Close() => navigation.NavigateTo(AddressOf(null));

    string AddressOf(string? id, bool all = false)
    {
        var fields = new Dictionary<string, object?> { ["alert"] = id };
        if (all) (fields["status"], fields["kind"], fields["after"], fields["before"]) = (AnyStatus, null, null, null);
        return navigation.GetUriWithQueryParameters(fields);
    }

    void Set(string name, ChangeEventArgs change) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [name] = (string?)change.Value is { Length: > 0 } word ? word : null,
        ["alert"] = null,
        ["after"] = null,
        ["before"] = null,
    }));
}
