using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.People;

public sealed partial class PeoplePage(IPeopleService people, IInvitesService invites, NavigationManager navigation, SessionChanges session) : PageBase
{
    const string InvitesTab = "invites";

    static readonly ApiError OnlyAdministrators = ApiError.Forbidden("People are the administrators' work. Ask one of them for a change, or open your own profile.");

    InviteDialog? dialog;
    ApiError? error;
    ApiError? chosenError;
    object? loaded;

    [PersistentState]
    public ListPage<OrganizationUser>? People { get; set; }

    [PersistentState]
    public ListPage<Invite>? Invites { get; set; }

    /// <summary>The person in the panel.</summary>
    [PersistentState]
    public OrganizationUser? Chosen { get; set; }

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "query")]
    public string? Words { get; set; }

    [SupplyParameterFromQuery(Name = "role")]
    public string? RoleWord { get; set; }

    /// <summary>Of people, or of invitations on their tab.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusWord { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? UserId { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Order { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    bool OnInvites => Tab == InvitesTab;

    PeopleFilter Filter => new(string.IsNullOrWhiteSpace(Words) ? null : Words.Trim(), Wording.Parse<Role>(RoleWord), Wording.Parse<UserStatus>(StatusWord));

    InviteStatus? InviteStatus => Wording.Parse<InviteStatus>(StatusWord);

    ListQuery Paging => OnInvites
        ? new(Limit: 50, After: After, Before: Before)
        : new(Limit: 50, Ascending: Order == "asc", After: After, Before: Before, Sort: Wording.Parse<PeopleSort>(Sort) is { } by ? Wording.Wire(by) : null);

    object Asked => OnInvites ? (InvitesTab, InviteStatus, Paging) : (Filter, Paging);

    protected override async Task OnParametersSetAsync()
    {
        if (!ManagesOrganization) return;
        if (loaded is null && (OnInvites ? Invites is not null : People is not null)) loaded = Asked;
        if (!Asked.Equals(loaded)) await Load();
        if (UserId is not null && Chosen?.Id != UserId) await Choose(UserId);
    }

    async Task Load()
    {
        loaded = Asked;
        if (OnInvites)
        {
            var answer = await invites.List(InviteStatus, Paging, Closing);
            (Invites, error) = (answer.Value, answer.Error);
        }
        else
        {
            var answer = await people.List(Filter, Paging, Closing);
            (People, error) = (answer.Value, answer.Error);
        }
    }

    async Task Choose(string id)
    {
        (Chosen, chosenError) = (People?.Data.FirstOrDefault(person => person.Id == id), null);
        if (Chosen is not null) return;
        var answer = await people.Get(id, Closing);
        (Chosen, chosenError) = (answer.Value, answer.Error);
    }

    void Show(OrganizationUser changed)
    {
        Chosen = changed;
        if (People is not null) People = People with { Data = [.. People.Data.Select(person => person.Id == changed.Id ? changed : person)] };
        if (changed.Id == Session?.UserId) session.Notify();
    }

    async Task LoadAnew(OrganizationUser owner)
    {
        Show(owner);
        session.Notify();
        await Load();
    }

    async Task Invited()
    {
        if (OnInvites) await Load();
        else navigation.NavigateTo($"people?tab={InvitesTab}");
    }

    string AddressOf(string? id) => navigation.GetUriWithQueryParameter("user", id);

    void Close() => navigation.NavigateTo(AddressOf(null));
}
