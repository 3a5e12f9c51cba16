using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.People;

public sealed partial class InviteDialog
{
    // It may hold a link that is shown once, so only its own buttons close it.
    static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = false, BackdropClick = false };

    readonly FormErrors errors = new();
    readonly List<InvitePlace> places = [];
    IReadOnlyList<Project> projects = [];
    bool open;
    Invite? made;
    string? email;
    string? role;
    string? days;

    [Inject]
    IInvitesService Service { get; set; } = null!;

    [Inject]
    IProjectsService ProjectsService { get; set; } = null!;

    [Parameter]
    public EventCallback Sent { get; set; }

    Role Chosen => Wording.Parse<Role>(role) ?? Role.Agent;

    public async Task Open()
    {
        (made, email, role, days) = (null, null, Wording.Wire(Role.Agent), InviteResend.DefaultDays.ToString());
        places.Clear();
        errors.Clear();
        open = true;
        StateHasChanged();
        var answer = await ProjectsService.List(new ListQuery(Limit: 100), CancellationToken.None);
        projects = [.. answer.Value?.Data.Where(project => project.Status is ProjectStatus.Active).OrderBy(project => project.Name) ?? Enumerable.Empty<Project>()];
        StateHasChanged();
    }

    async Task Close()
    {
        open = false;
        if (made is not null) await Sent.InvokeAsync();
    }

    async Task Send()
    {
        errors.Clear();
        var input = new InviteInput
        {
            Email = email?.Trim() ?? "",
            Role = Chosen,
            Projects = Chosen >= Role.Admin ? [] : [.. places.Where(place => place.ProjectId is { Length: > 0 }).Select(place => place.ToInput())],
            ExpiresInDays = int.Parse(days!),
        };
        if (!errors.Check(input)) return;
        var answer = await Service.Create(input, CancellationToken.None);
        if (answer.IsSuccess) made = answer.Value;
        else errors.Show(answer.Error);
    }
}
