using Portal.Access;
using Portal.Access.Sessions;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Projects;

namespace Portal.People;

internal sealed class PeopleService(
    IDatabase database, IJournal journal, CallContext context, IProjectPlaces projects, UserSessions sessions, PasswordResets resets,
    OwnershipTransfers ownership, PersonAccess access, TimeProvider time) : IPeopleService
{
    const int ProjectsShown = 3;
    const int CandidatesShown = 10;
    const int MostWords = 5;

    public async Task<Result<ListPage<OrganizationUser>>> List(PeopleFilter filter, ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var asked = new UserFilter(filter.Role is { } role ? Wire.Word(role) : null, filter.Status is { } status ? Wire.Word(status) : null);
        var users = await database.Read(connection => UsersRepository.List(connection, asked, Words(filter.Query), query), cancellation);
        var page = Keyset.Page(users, query, user => user.Id);
        return new ListPage<OrganizationUser>(await Shown(page.Data, cancellation), page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<OrganizationUser>> Get(string id, CancellationToken cancellation)
    {
        var user = await Find(id, cancellation);
        return user.IsSuccess ? await Shown(user.Value, cancellation) : user.Error;
    }

    public async Task<Result<OrganizationUser>> Update(string id, OrganizationUserInput input, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var user = found.Value;
        if (Check(user, input) is { } refused) return refused;
        var before = Settable(user);
        var after = before with { Name = input.Name, Role = input.Role, Status = input.Status };
        if (after == before) return await Shown(user, cancellation);

        (user.Name, user.Role, user.Status) = (input.Name, input.Role, input.Status);
        var ends = !user.IsActive && before.Status is UserStatus.Active;
        if (before.Status != after.Status) user.DeactivatedAt = ends ? Now : null;
        var action = before.Status == after.Status ? "user.updated" : ends ? "user.deactivated" : "user.reactivated";
        await journal.Commit(new AuditEntry(action, "user", id, null) { Changes = AuditChanges.Between(before, after) }, connection =>
        {
            UsersRepository.UpdateProfile(connection, user);
            if (!ends) return true;
            SessionsRepository.DeleteOfUser(connection, id);
            PasswordResetsRepository.Replace(connection, id, Now, onlyAskedFor: false);
            return true;
        }, cancellation);
        return await Shown(user, cancellation);
    }

    public async Task<Result<PasswordReset>> CreatePasswordReset(string id, CancellationToken cancellation)
    {
        var user = await FindToTouch(id, cancellation);
        return user.IsSuccess ? await resets.Create(user.Value, cancellation) : user.Error;
    }

    /// <summary>The newest reset without its link, for a repeated call.</summary>
    public async Task<Result<PasswordReset>> GetPasswordReset(string id, CancellationToken cancellation)
    {
        var user = await FindToTouch(id, cancellation);
        return user.IsSuccess ? await resets.Newest(id, cancellation) : user.Error;
    }

    public async Task<Result<ListPage<UserSession>>> ListSessions(string id, ListQuery query, CancellationToken cancellation)
    {
        var user = await Find(id, cancellation);
        return user.IsSuccess ? await sessions.List(id, context.Caller.SessionId, query, cancellation) : user.Error;
    }

    public async Task<Result<Deleted>> EndSessions(string id, CancellationToken cancellation)
    {
        var user = await FindToTouch(id, cancellation);
        return user.IsSuccess ? await sessions.EndAll(id, cancellation) : user.Error;
    }

    public async Task<Result<Deleted>> EndSession(string id, string sessionId, CancellationToken cancellation)
    {
        var user = await FindToTouch(id, cancellation);
        return user.IsSuccess ? await sessions.End(id, sessionId, cancellation) : user.Error;
    }

    public async Task<Result<ListPage<UserAccess>>> ListAccess(string id, ListQuery query, CancellationToken cancellation)
    {
        var user = await Find(id, cancellation);
        return user.IsSuccess ? await access.List(user.Value, query, cancellation) : user.Error;
    }

    public async Task<Result<OrganizationUser>> TransferOwnership(OwnershipTransfer input, CancellationToken cancellation)
    {
        var transferred = await ownership.Transfer(input, cancellation);
        return transferred.IsSuccess ? await Shown(transferred.Value, cancellation) : transferred.Error;
    }

    public async Task<Result<ListPage<ProjectCandidate>>> FindCandidates(string projectId, string? query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        if (query is null || query.Trim().Length < 2) return new ListPage<ProjectCandidate>([], null, null, false);
        var asked = new ListQuery(CandidatesShown);
        var active = new UserFilter(null, Wire.Word(UserStatus.Active));
        var users = await database.Read(connection => UsersRepository.List(connection, active, Words(query), asked), cancellation);
        var members = await projects.MembersAmong(projectId, [.. users.Select(user => user.Id)], cancellation);
        return Keyset.Page(
            users.Select(user => new ProjectCandidate(user.Id, user.Name, user.Email, user.Role, members.Contains(user.Id))), asked, user => user.UserId);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    static string[] Words(string? query) =>
        [.. (query ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(MostWords)];

    static OrganizationUserInput Settable(User user) => new() { Name = user.Name, Role = user.Role, Status = user.Status };

    ApiError? Check(User user, OrganizationUserInput input)
    {
        if (PeopleRules.CheckTouch(context.Caller, user) is { } denied) return denied;
        if (user.Role is Role.Owner && (input.Role is not Role.Owner || input.Status is UserStatus.Deactivated)) return PeopleRules.LastOwner;
        if (input.Role != user.Role && PeopleRules.CheckRole(context.Caller, input.Role) is { } refused) return refused;
        return input.Status is UserStatus.Deactivated && user.Id == context.Caller.Id
            ? ApiError.Conflict("You cannot deactivate your own account. Another administrator can.", "own_account")
            : null;
    }

    async Task<Result<User>> Find(string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        return await database.Read(connection => UsersRepository.FindById(connection, id), cancellation) is { } user ? user : ApiError.NotFound("user", id);
    }

    async Task<Result<User>> FindToTouch(string id, CancellationToken cancellation)
    {
        var user = await Find(id, cancellation);
        return user.IsSuccess && PeopleRules.CheckTouch(context.Caller, user.Value) is { } denied ? denied : user;
    }

    async Task<OrganizationUser> Shown(User user, CancellationToken cancellation) => (await Shown([user], cancellation))[0];

    async Task<IReadOnlyList<OrganizationUser>> Shown(IReadOnlyList<User> users, CancellationToken cancellation)
    {
        var places = await projects.FirstOf([.. users.Select(user => user.Id)], ProjectsShown, cancellation);
        return [.. users.Select(user => new OrganizationUser(
            user.Id, user.Email, user.Name, user.Role, user.Status, user.TimeZone, user.Locale, user.LastSeenAt, user.DeactivatedAt,
            [.. places[user.Id].Select(place => new UserProject(place.ProjectId, place.Name, place.Role, place.ChatAccess))],
            places[user.Id].FirstOrDefault()?.Count ?? 0, user.CreatedAt))];
    }
}
