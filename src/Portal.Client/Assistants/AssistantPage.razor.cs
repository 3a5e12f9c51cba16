using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.Assistants;

public sealed partial class AssistantPage(
    IAssistantsService service, IAssistantVersionsService versions, IModelsService models, IProjectsService projects, NavigationManager navigation) : PageBase
{
    readonly FormErrors errors = new();
    ConfirmDialog? leave;
    ConflictDialog? conflict;
    AssistantActions? actions;
    AssistantVersion? newest;
    ApiError? error;
    AssistantDraft? draft;
    string saved = "";
    string? projectId;
    string? loaded;
    string? leavingTo;
    string? note;
    (string Text, Tone Tone)? said;
    bool? undo;
    bool saving;
    bool leftUnsaved;

    [Parameter]
    public string? Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Project { get; set; }

    /// <summary>The type of the template that a new one starts from; <c>blank</c> for none.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [SupplyParameterFromQuery]
    public int? From { get; set; }

    [SupplyParameterFromQuery]
    public int? To { get; set; }

    [SupplyParameterFromQuery]
    public int? Threads { get; set; }

    [PersistentState]
    public Assistant? Assistant { get; set; }

    [PersistentState]
    public ListPage<Model>? Models { get; set; }

    [PersistentState]
    public ListPage<Project>? Projects { get; set; }

    bool Dirty => draft is not null && MayEdit && !leftUnsaved && draft.Fingerprint() != saved;

    bool MayEdit => Assistant is { Archived: true } ? false : Assistant is { } of ? Manages(of.ProjectId) : Id is null;

    bool ShowsPolicies => Assistant is not null && View == "policies";

    bool ShowsVersions => Assistant is not null && View == "versions";

    bool ShowsEmbed => Assistant is not null && View == "embed";

    string BackHref => (Assistant?.ProjectId ?? projectId) is { } of ? $"assistants?project={of}" : "assistants";

    IReadOnlyList<string> NotInForce => [.. AssistantWording.NotInForceYet, .. Assistant?.NotInForce ?? []];

    IEnumerable<Project> ChoosableProjects => Projects?.Data.Where(project => project.Status == ProjectStatus.Active && Manages(project.Id)) ?? [];

    Project? Chosen => Projects?.Data.FirstOrDefault(project => project.Id == projectId);

    string? Status => errors.Any ? "Some fields need a change." : Dirty ? "Unsaved changes" : null;

    protected override async Task OnParametersSetAsync()
    {
        var asked = Id ?? $"new {Template}";
        if (loaded == asked) return;
        var restored = loaded is null && Models is not null && Assistant?.Id == Id;
        loaded = asked;
        (leftUnsaved, note, said, undo) = (false, null, null, null);
        if (restored) Show();
        else await Load();
    }

    async Task Load()
    {
        (draft, Assistant, error) = (null, null, null);
        errors.Clear();
        if (Id is { } id)
        {
            var answer = await service.Get(id, Closing);
            (Assistant, error) = (answer.Value, answer.Error);
            if (error is not null) return;
        }
        else
        {
            Projects ??= (await projects.List(new ListQuery(Limit: 100), Closing)).Value;
        }

        Models ??= (await models.List(Closing)).Value;
        Show();
    }

    void Show()
    {
        projectId = Assistant?.ProjectId ?? ChoosableProjects.FirstOrDefault(project => project.Id == Project)?.Id
            ?? (ChoosableProjects.Take(2).Count() == 1 ? ChoosableProjects.First().Id : null);
        draft = Assistant is { } present ? AssistantDraft.From(present) : Starter();
        saved = draft.Fingerprint();
    }

    AssistantDraft Starter()
    {
        var starter = AssistantTemplates.Find(Template) is { } template ? AssistantDraft.From(template.Assistant) : new AssistantDraft();
        starter.Model = Models?.Data.OrderByDescending(model => model.Available).ThenBy(model => model.Tier == ModelTier.Fast ? 0 : 1).FirstOrDefault()?.Id;
        return starter;
    }

    void Discard()
    {
        errors.Clear();
        note = null;
        Show();
    }

    /// <summary>Takes what an action made of the assistant; what is typed and not saved stays.</summary>
    Task Apply(Assistant changed, string words)
    {
        undo = changed.Paused != Assistant!.Paused ? changed.Paused : null;
        said = (words, Tone.Good);
        var edited = Dirty ? draft : null;
        Assistant = changed;
        Show();
        if (edited is not null)
        {
            edited.Paused = changed.Paused;
            draft = edited;
        }

        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>Moves within this page lose nothing.</summary>
    void Guard(LocationChangingContext leaving)
    {
        var here = new Uri(navigation.Uri).AbsolutePath;
        if (!Dirty || (Id is not null && navigation.ToAbsoluteUri(leaving.TargetLocation).AbsolutePath == here)) return;
        leaving.PreventNavigation();
        leavingTo = leaving.TargetLocation;
        leave!.Open();
    }

    Task<ApiError?> Leave()
    {
        leftUnsaved = true;
        navigation.NavigateTo(leavingTo!);
        return Task.FromResult<ApiError?>(null);
    }
}
