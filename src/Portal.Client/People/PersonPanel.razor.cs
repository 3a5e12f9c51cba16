using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.People;

public sealed partial class PersonPanel
{
    UndoNotice? undo;
    OwnershipDialog? ownership;
    PasswordReset? reset;
    ApiError? error;
    string? done;

    [Inject]
    IPeopleService Service { get; set; } = null!;

    [CascadingParameter]
    public Session? Session { get; set; }

    [Parameter, EditorRequired]
    public OrganizationUser Person { get; set; } = null!;

    [Parameter]
    public EventCallback<OrganizationUser> Changed { get; set; }

    /// <summary>The organization has a new owner.</summary>
    [Parameter]
    public EventCallback<OrganizationUser> Handed { get; set; }

    [Parameter]
    public EventCallback Close { get; set; }

    bool IsSelf => Person.Id == Session?.UserId;

    bool MayTouch => Person.Role is not Role.Owner || IsSelf;

    (string Text, Tone Tone, string Hint) State => PeopleWording.State(Person.Status);

    async Task Deactivate()
    {
        var name = Person.Name;
        error = await Set(UserStatus.Deactivated);
        if (error is null) undo!.Show($"{name} is deactivated and signed out everywhere.", () => Set(UserStatus.Active));
    }

    async Task Reactivate()
    {
        undo!.Dismiss();
        error = await Set(UserStatus.Active);
    }

    async Task<ApiError?> Set(UserStatus status)
    {
        reset = null;
        var input = new OrganizationUserInput { Name = Person.Name, Role = Person.Role, Status = status };
        var answer = await Service.Update(Person.Id, input, CancellationToken.None);
        if (answer.IsSuccess) await Changed.InvokeAsync(answer.Value);
        return answer.Error;
    }

    async Task MakeReset()
    {
        var answer = await Service.CreatePasswordReset(Person.Id, CancellationToken.None);
        (reset, error) = (answer.Value, answer.Error);
    }
}
