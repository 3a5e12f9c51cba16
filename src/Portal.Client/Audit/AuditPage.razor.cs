using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Audit;

public sealed partial class AuditPage(IAuditService service, ISavedFilters filters, NavigationManager navigation, TimeProvider clock) : PageBase
{
    static readonly int[] LongerDays = [90, 365];

    ApiError? error;
    (AuditView, ListQuery)? loaded;

    [PersistentState]
    public ListPage<AuditEvent>? Events { get; set; }

    [PersistentState]
    public IReadOnlyList<SavedFilter>? Saved { get; set; }

    /// <summary>What the actor that is filtered by is called.</summary>
    [PersistentState]
    public string? ActorName { get; set; }

    [SupplyParameterFromQuery] public string? Action { get; set; }
    [SupplyParameterFromQuery(Name = "actor_id")] public string? ActorId { get; set; }
    [SupplyParameterFromQuery(Name = "target_id")] public string? TargetId { get; set; }
    [SupplyParameterFromQuery] public string? Project { get; set; }
    [SupplyParameterFromQuery] public string? Outcome { get; set; }
    [SupplyParameterFromQuery] public string? Days { get; set; }
    [SupplyParameterFromQuery] public string? From { get; set; }
    [SupplyParameterFromQuery] public string? To { get; set; }
    [SupplyParameterFromQuery(Name = "query")] public string? Words { get; set; }
    [SupplyParameterFromQuery] public string? After { get; set; }
    [SupplyParameterFromQuery] public string? Before { get; set; }
    [SupplyParameterFromQuery] public string? Event { get; set; }

    AuditView View => new(AuditAddress.Filter(Action, ActorId, TargetId, Project, Outcome, From, To, Words), AuditAddress.Days(Days));

    AuditFilter Filter => View.At(clock.GetUtcNow());

    ListQuery Query => new(Limit: 50, After: After, Before: Before);

    AuditEvent? Chosen => Events?.Data.FirstOrDefault(row => row.Id == Event);

    string SearchedTime
    {
        get
        {
            var within = Filter.Bounded(clock.GetUtcNow());
            return $"Searched from {Day(within.From)} to {(within.To is { } end ? Day(end - 1) : "now")}.";
        }
    }

    /// <summary>Longer times to search than the present one, where that is not bound to days.</summary>
    IEnumerable<int> Longer => View.Filter.From is not null || View.Filter.To is not null
        ? []
        : LongerDays.Where(days => days > (View.Days ?? AuditFilter.SearchDays));

    protected override async Task OnParametersSetAsync()
    {
        if (loaded is null && Events is not null) loaded = (View, Query);
        if (loaded != (View, Query)) await Load();
    }

    async Task Load()
    {
        loaded = (View, Query);
        var filter = Filter;
        var answer = await service.List(filter, Query, Closing);
        Saved ??= (await filters.List(new ListQuery(100), Closing)).Value?.Data;
        ActorName = filter.ActorId is { } actor
            ? (await service.Suggest(AuditSuggestionField.Actor, actor, null, Closing)).Value?.Data.FirstOrDefault(one => one.Value == actor)?.Label
            : null;
        (Events, error) = (answer.Value, answer.Error);
    }

    async Task<IReadOnlyList<AuditSuggestion>> Suggest(AuditSuggestionField field, string? text) =>
        (await service.Suggest(field, text, View.Filter.ProjectId, Closing)).Value?.Data ?? [];

    void Apply(AuditView view) => navigation.NavigateTo(AuditAddress.Of(view.Filter, view.Days));

    void FilterBy(Func<AuditFilter, AuditFilter> change) => Apply(View with { Filter = change(View.Filter) });

    string AddressOf(string? id) => navigation.GetUriWithQueryParameter("event", id);

    void Close() => navigation.NavigateTo(AddressOf(null));

    static string Day(long? at) => at is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("d MMMM yyyy") : "the beginning";
}
