using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Portal.Client.Api;
using Portal.Client.Backups;
using Portal.Client.Layout;
using Portal.Client.Shared;

namespace Portal.Client.Organization;

public sealed partial class SettingsPage(IOrganizationService service, IBackupsService backups, NavigationManager navigation, SessionChanges session) : PageBase
{
    static readonly ApiError OnlyAdministrators = ApiError.Forbidden("Settings are the administrators' work. Ask one of them for a change.");

    readonly FormErrors errors = new();
    OrganizationDraft? draft;
    ConfirmDialog? leave;
    ApiError? error;
    string? leavingTo;
    string? note;
    bool saving;
    bool leftUnsaved;

    [PersistentState]
    public OrganizationSettings? Settings { get; set; }

    [PersistentState]
    public PortalStatus? Status { get; set; }

    [PersistentState]
    public ListPage<Backup>? Backups { get; set; }

    bool Dirty => draft is { Dirty: true } && !leftUnsaved;

    string? Note => errors.Any ? "Some fields need a change." : Dirty ? "Unsaved changes" : note;

    protected override async Task OnInitializedAsync()
    {
        if (!ManagesOrganization) return;
        if (Settings is null) await Load();
        else draft = OrganizationDraft.Of(Settings);
    }

    async Task Load()
    {
        var answer = await service.Get(Closing);
        (Settings, error) = (answer.Value, answer.Error);
        if (!answer.IsSuccess) return;
        draft = OrganizationDraft.Of(answer.Value);
        Status = (await service.GetStatus(Closing)).Value;
        await LoadBackups();
    }

    async Task LoadBackups() => Backups = (await backups.List(new ListQuery(Limit: 100), Closing)).Value ?? Backups;

    async Task Save()
    {
        errors.Clear();
        note = null;
        var input = draft!.ToInput(errors);
        if (errors.Any) return;
        saving = true;
        var answer = await Send(input);
        saving = false;
        if (!answer.IsSuccess)
        {
            errors.Show(answer.Error);
            return;
        }

        Settings = answer.Value;
        draft = OrganizationDraft.Of(answer.Value);
        note = "Saved.";
        // The shell shows the name and the logo.
        session.Notify();
    }

    /// <summary>What another administrator has saved since this page was opened stays, where it was not changed here as well.</summary>
    async Task<Result<OrganizationSettings>> Send(OrganizationSettingsInput typed)
    {
        var latest = await service.Get(Closing);
        return latest.IsSuccess ? await service.Update(OrganizationDraft.Over(latest.Value, Settings!, typed), Closing) : latest.Error;
    }

    void Discard()
    {
        errors.Clear();
        draft = OrganizationDraft.Of(Settings!);
    }

    void Guard(LocationChangingContext leaving)
    {
        if (!Dirty) return;
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
