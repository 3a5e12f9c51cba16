using Microsoft.AspNetCore.Identity;
using Portal.Access;
using Portal.Access.Setup;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Projects;

namespace Portal.People;

internal sealed class InvitesService(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, JoiningRules rules, Letters letters,
    ILookupNormalizer normalizer, TimeProvider time) : IInvitesService
{
    const long Day = 24 * 60 * 60;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<Invite>>> List(InviteStatus? status, ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var now = Now;
        var page = await database.Read(connection => InvitesRepository.List(connection, status, now, query), cancellation);
        return new ListPage<Invite>([.. page.Data.Select(row => row.ToInvite(now))], page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<Invite>> Get(string id, CancellationToken cancellation) =>
        (await Find(id, cancellation)).Then<Invite>(row => row.ToInvite(Now));

    public async Task<Result<Invite>> Create(InviteInput input, CancellationToken cancellation)
    {
        var caller = context.Caller;
        if (caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var email = input.Email.Trim();
        if (!SetupOptionsRules.IsEmail(email)) return ApiError.Invalid("'email' must be an email address, such as name@example.org.", "email", "invalid_value");
        if (PeopleRules.CheckRole(caller, input.Role) is { } tooHigh) return tooHigh;
        if (await rules.CheckDomain(email, cancellation) is { } foreign) return foreign;
        var places = await CheckPlaces(input.Projects ?? [], cancellation);
        if (!places.IsSuccess) return places.Error;

        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        if (await CheckFree(normalizer.NormalizeEmail(email), cancellation) is { } taken) return taken;
        var link = OneTimeLink.New();
        var now = Now;
        var row = new InviteRow(
            Ids.New("invite"), email, normalizer.NormalizeEmail(email), Wire.Word(input.Role), Wire.Serialize(places.Value), link.Hash, caller.Name,
            now, now, now + (input.ExpiresInDays * Day), false, null, null, null);
        var entry = new AuditEntry("invite.created", "invite", row.Id, null)
        {
            Changes = AuditChanges.Between(new { Email = "", Role = (Role?)null }, new { Email = email, Role = (Role?)input.Role }),
        };
        await journal.Commit(entry, connection =>
        {
            InvitesRepository.Insert(connection, row);
            Origins.Note(connection, context.Origin, now);
            return true;
        }, cancellation);
        return await Send(row, link, cancellation);
    }

    public async Task<Result<Invite>> Resend(string id, InviteResend input, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await FindOpen(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await rules.CheckDomain(found.Value.Email, cancellation) is { } foreign) return foreign;
        var link = OneTimeLink.New();
        var now = Now;
        var row = found.Value with { LinkHash = link.Hash, SentAt = now, ExpiresAt = now + (input.ExpiresInDays * Day), Mailed = false };
        await journal.Commit(new AuditEntry("invite.resent", "invite", id, null), connection =>
        {
            InvitesRepository.Renew(connection, row);
            Origins.Note(connection, context.Origin, now);
            return true;
        }, cancellation);
        return await Send(row, link, cancellation);
    }

    public async Task<Result<Deleted>> Revoke(string id, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await FindOpen(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var now = Now;
        return await journal.Commit(new AuditEntry("invite.revoked", "invite", id, null), connection =>
        {
            InvitesRepository.Revoke(connection, id, now);
            return new Deleted(id, "organization.invite.deleted");
        }, cancellation);
    }

    async Task<Invite> Send(InviteRow row, OneTimeLink link, CancellationToken cancellation)
    {
        var address = link.At(context.Origin, "/invite");
        if (context.Origin is null || !await letters.SendInvite(row, address, cancellation)) return row.ToInvite(Now, address);
        await journal.Commit(new AuditEntry("invite.mailed", "invite", row.Id, null), connection =>
        {
            InvitesRepository.NoteMailed(connection, row.Id);
            return true;
        }, CancellationToken.None);
        return (row with { Mailed = true }).ToInvite(Now, address);
    }

    async Task<Result<InviteRow>> Find(string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        return await database.Read(connection => InvitesRepository.Find(connection, id), cancellation) is { } row ? row : ApiError.NotFound("invite", id);
    }

    async Task<Result<InviteRow>> FindOpen(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found;
        if (found.Value.AcceptedAt is not null) return ApiError.Conflict("This invitation was accepted: there is an account now. Deactivate that one under People instead.", "invite_accepted");
        return found.Value.RevokedAt is not null ? ApiError.Conflict("This invitation was revoked. Make a new one.", "invite_revoked") : found;
    }

    async Task<ApiError?> CheckFree(string normalizedEmail, CancellationToken cancellation)
    {
        var (user, invite) = await database.Read(
            connection => (UsersRepository.FindByEmail(connection, normalizedEmail), InvitesRepository.FindOpen(connection, normalizedEmail)), cancellation);
        if (user is not null)
            return new ApiError(409, $"Somebody has this address already{(user.IsActive ? "" : ", though deactivated")}. Find them under People.", "email_taken", "email");
        return invite is null ? null : new ApiError(409, "This address is invited already. Send that invitation again, or revoke it first.", "already_invited", "email");
    }

    /// <summary>The places with their chat access, or what is wrong with one of them.</summary>
    async Task<Result<List<InviteProject>>> CheckPlaces(IReadOnlyList<InviteProject> asked, CancellationToken cancellation)
    {
        var places = new List<InviteProject>();
        for (var index = 0; index < asked.Count; index++)
        {
            var (place, at) = (asked[index], $"projects[{index}].");
            var access = MemberRules.ChatAccessOf(place.Role, place.ChatAccess, at);
            if (!access.IsSuccess) return access.Error;
            if (places.Any(other => other.ProjectId == place.ProjectId))
                return ApiError.Invalid($"'{at}project_id' is given twice. Give each project once.", $"{at}project_id", "invalid_value");
            if (await projects.Find(place.ProjectId, cancellation) is not { } project) return ApiError.NotFound("project", place.ProjectId, $"{at}project_id");
            if (project.CheckOpen() is { } archived) return archived;
            places.Add(place with { ChatAccess = access.Value });
        }

        return places;
    }
}
