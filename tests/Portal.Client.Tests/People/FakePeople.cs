using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;

namespace Portal.Client.Tests.People;

sealed class FakePeople : IPeopleService, IInvitesService, IProfileService
{
    public List<OrganizationUser> Stored { get; } =
    [
        Person("user_1", "Ada", Role.Owner), Person("user_2", "Vera", Role.Agent), Person("user_3", "Bob", Role.Admin),
    ];

    public List<Invite> Invites { get; } = [Invitation("invite_1", "new@example.test", InviteStatus.Pending)];

    public Profile Mine { get; private set; } = new("user_1", "ada@example.test", "Ada", Role.Owner, null, null, true, 12, 1_795_000_000);

    public List<UserSession> Open { get; } =
    [
        new("sess_1", "127.0.0.1", "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", 1_795_000_000, 1_795_000_000, 1_796_000_000, true),
        new("sess_2", "203.0.113.7", "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", 1_795_000_000, 1_795_000_000, 1_796_000_000, false),
    ];

    public ApiError? Failure { get; set; }

    public PeopleFilter? Asked { get; private set; }

    public InviteStatus? AskedStatus { get; private set; }

    public List<object> Inputs { get; } = [];

    public static OrganizationUser Person(string id, string name, Role role) => new(
        id, $"{name.ToLowerInvariant()}@example.test", name, role, UserStatus.Active, null, null, null, null,
        [new UserProject("proj_1", "Support desk", Role.Agent, ChatAccess.Write)], 3, 1_795_000_000);

    public static Invite Invitation(string id, string email, InviteStatus status, string? link = null) => new(
        id, email, Role.Agent, [], status, "Ada", 1_795_000_000, 1_795_000_000, 1_796_000_000, false, null, null, null, link);

    public Task<Result<ListPage<OrganizationUser>>> List(PeopleFilter filter, ListQuery query, CancellationToken cancellation)
    {
        Asked = filter;
        return Answer(Page(Stored));
    }

    public Task<Result<OrganizationUser>> Get(string id, CancellationToken cancellation) => Stored.Find(person => person.Id == id) is { } found
        ? Answer(found)
        : Task.FromResult<Result<OrganizationUser>>(ApiError.NotFound("user", id));

    public Task<Result<OrganizationUser>> Update(string id, OrganizationUserInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        var at = Stored.FindIndex(person => person.Id == id);
        if (Failure is null) Stored[at] = Stored[at] with { Name = input.Name, Role = input.Role, Status = input.Status };
        return Answer(Stored[at]);
    }

    public Task<Result<PasswordReset>> CreatePasswordReset(string id, CancellationToken cancellation) =>
        Answer(new PasswordReset(id, "https://portal.test/reset-password?token=abc", 1_796_000_000, false));

    public Task<Result<ListPage<UserSession>>> ListSessions(string id, ListQuery query, CancellationToken cancellation) => Answer(Page(Open));

    public Task<Result<Deleted>> EndSessions(string id, CancellationToken cancellation) => Answer(new Deleted(id, "user.sessions.deleted"));

    public Task<Result<Deleted>> EndSession(string id, string sessionId, CancellationToken cancellation) => Answer(new Deleted(sessionId, "user.session.deleted"));

    public Task<Result<ListPage<UserAccess>>> ListAccess(string id, ListQuery query, CancellationToken cancellation) => Answer(Page<UserAccess>(
    [
        new("proj_1", "Support desk", ProjectStatus.Active, UserAccess.FromMembership, Role.Agent, ChatAccess.Read,
            ["read_project", "read_conversations"], "A member of this project as agent, with chat access read."),
    ]));

    public Task<Result<OrganizationUser>> TransferOwnership(OwnershipTransfer input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Stored.Single(person => person.Id == input.UserId) with { Role = Role.Owner });
    }

    public Task<Result<ListPage<ProjectCandidate>>> FindCandidates(string projectId, string? query, CancellationToken cancellation)
    {
        Inputs.Add(query ?? "");
        return Answer(Page<ProjectCandidate>(
        [
            new("user_2", "Vera", "vera@example.test", Role.Agent, false), new("user_4", "Ina", "ina@example.test", Role.Agent, true),
            new("user_3", "Bob", "bob@example.test", Role.Admin, false),
        ]));
    }

    public Task<Result<ListPage<Invite>>> List(InviteStatus? status, ListQuery query, CancellationToken cancellation)
    {
        AskedStatus = status;
        return Answer(Page(Invites));
    }

    Task<Result<Invite>> IInvitesService.Get(string id, CancellationToken cancellation) => Answer(Invites.Single(invite => invite.Id == id));

    public Task<Result<Invite>> Create(InviteInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Invitation("invite_2", input.Email, InviteStatus.Pending, "https://portal.test/invite?token=abc"));
    }

    public Task<Result<Invite>> Resend(string id, InviteResend input, CancellationToken cancellation) =>
        Answer(Invitation(id, "new@example.test", InviteStatus.Pending, "https://portal.test/invite?token=new"));

    public Task<Result<Deleted>> Revoke(string id, CancellationToken cancellation)
    {
        Invites.RemoveAll(invite => invite.Id == id);
        return Answer(new Deleted(id, "organization.invite.deleted"));
    }

    Task<Result<Profile>> IProfileService.Get(CancellationToken cancellation) => Answer(Mine);

    public Task<Result<Profile>> Update(ProfileInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        if (Failure is null) Mine = Mine with { Name = input.Name, TimeZone = input.TimeZone, Locale = input.Locale };
        return Answer(Mine);
    }

    public Task<Result<Profile>> ChangePassword(PasswordChange input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        if (Failure is null) Open.RemoveAll(session => !session.Current);
        return Answer(Mine);
    }

    public Task<Result<ListPage<UserSession>>> ListSessions(ListQuery query, CancellationToken cancellation) => Answer(Page(Open));

    public Task<Result<Deleted>> EndSessions(CancellationToken cancellation) => Answer(new Deleted("user_1", "user.sessions.deleted"));

    public Task<Result<Deleted>> EndSession(string sessionId, CancellationToken cancellation) => Answer(new Deleted(sessionId, "user.session.deleted"));

    static ListPage<T> Page<T>(IReadOnlyList<T> items) => new([.. items], null, null, false);

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
