using Portal.Access.Users;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Audit;
using Portal.Client.Organization;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.Sessions;

/// <summary>Turns the session that a browser's cookie names into its caller, with the user's role and places of this moment.</summary>
internal sealed class SessionAuthenticator(
    IDatabase database, IMemberships memberships, IOrganizationSettings organization, LastUse lastUse, TimeProvider time)
{
    public async Task<Caller?> Authenticate(string sessionId, string? address, CancellationToken cancellation)
    {
        var rules = (await organization.Get(cancellation)).SignIn;
        if (await Find([sessionId], rules, cancellation) is not [var row]) return null;
        lastUse.Note(row.Id, row.LastSeenAt, (connection, at) =>
        {
            SessionsRepository.NoteSeen(connection, row.Id, at, at + (rules.SessionHours * 3600L));
            UsersRepository.NoteSeen(connection, row.UserId, at);
        });
        return ToCaller(row, rules, address, await memberships.Of(row.UserId, cancellation));
    }

    /// <summary>The callers as they are now, by session; those whose session has ended are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Caller>> Fresh(IReadOnlyCollection<Caller> callers, CancellationToken cancellation)
    {
        var rules = (await organization.Get(cancellation)).SignIn;
        var rows = await Find([.. callers.Select(caller => caller.SessionId!).Distinct()], rules, cancellation);
        var places = new Dictionary<string, IReadOnlyList<SessionProject>>();
        foreach (var userId in rows.Select(row => row.UserId).Distinct())
            places[userId] = await memberships.Of(userId, cancellation);
        return rows.ToDictionary(row => row.Id, row => ToCaller(row, rules, null, places[row.UserId]));
    }

    async Task<IReadOnlyList<SessionRow>> Find(IReadOnlyCollection<string> ids, SignInRules rules, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rows = await database.Read(connection => SessionsRepository.Find(connection, ids, now, now - (rules.SessionHours * 3600L)), cancellation);
        // Whoever has a second factor and came in without it, before it was asked for, signs in again.
        return rules.TwoFactorRequired ? [.. rows.Where(row => row.SecondFactor is not null || row.UserHasSecondFactor == 0)] : rows;
    }

    static Caller ToCaller(SessionRow row, SignInRules rules, string? address, IReadOnlyList<SessionProject> places) => new()
    {
        Kind = ActorType.User,
        Id = row.UserId,
        Name = row.Name,
        Ip = address,
        SessionId = row.Id,
        Role = Wire.Word<Role>(row.Role),
        MustSetUpTwoFactor = rules.TwoFactorRequired && row.SecondFactor is null,
        Memberships = places.ToDictionary(place => place.ProjectId),
    };
}
