using System.Security.Cryptography;
using System.Text;
using Portal.Access.Sessions;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Data;
using Portal.Organization;

namespace Portal.People;

/// <summary>The browsers that a person is signed in with. Whoever calls has checked the right.</summary>
internal sealed class UserSessions(IDatabase database, IJournal journal, IOrganizationSettings organization, TimeProvider time)
{
    /// <param name="current">The session that asks, or null.</param>
    public async Task<ListPage<UserSession>> List(string userId, string? current, ListQuery query, CancellationToken cancellation)
    {
        var all = (await Open(userId, cancellation)).Select(session => new UserSession(
            PublicId(session.Id), session.Address, session.UserAgent, session.CreatedAt, session.LastSeenAt, session.ExpiresAt, session.Id == current)).ToList();
        if (query.Ascending) all.Reverse();
        // One person's sessions are few, so the page is cut from all of them.
        var start = query.After is { } after ? all.FindIndex(session => session.Id == after) + 1 : 0;
        var end = query.Before is { } before && all.FindIndex(session => session.Id == before) is var found and >= 0 ? found : all.Count;
        if (query is { After: null, Before: not null }) start = Math.Max(0, end - query.Limit);
        var page = all[start..Math.Max(start, Math.Min(end, start + query.Limit))];
        var more = query is { After: null, Before: not null } ? start > 0 : start + page.Count < end;
        return new(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, more);
    }

    public async Task<Result<Deleted>> End(string userId, string sessionId, CancellationToken cancellation)
    {
        if ((await Open(userId, cancellation)).FirstOrDefault(session => PublicId(session.Id) == sessionId) is not { } session)
            return ApiError.NotFound("session", sessionId);
        return await journal.Commit(new AuditEntry("session.ended", "user", userId, null), connection =>
        {
            SessionsRepository.Delete(connection, session.Id);
            return new Deleted(sessionId, "user.session.deleted");
        }, cancellation);
    }

    public Task<Deleted> EndAll(string userId, CancellationToken cancellation) =>
        journal.Commit(new AuditEntry("sessions.ended", "user", userId, null), connection =>
        {
            SessionsRepository.DeleteOfUser(connection, userId);
            return new Deleted(userId, "user.sessions.deleted");
        }, cancellation);

    async Task<IReadOnlyList<OpenSession>> Open(string userId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var idleSince = now - ((await organization.Get(cancellation)).SignIn.SessionHours * 3600L);
        return await database.Read(connection => SessionsRepository.ListOfUser(connection, userId, now, idleSince), cancellation);
    }

    /// <summary>Names a session without saying what its cookie says.</summary>
    static string PublicId(string id) => $"sess_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..26]}";
}
