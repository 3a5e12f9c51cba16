using Portal.Access.Sessions;
using Portal.Client.Api;
using Portal.Client.Audit;

namespace Portal.Access;

/// <summary>Callers as the database knows them at this moment, for what lives longer than a request.</summary>
internal sealed class Callers(SessionAuthenticator sessions, IKeyCallers keys, IVisitorCallers visitors)
{
    /// <summary>The same caller with today's rights, or a 401 where the session or key has ended.</summary>
    public async Task<Result<Caller>> Refresh(Caller caller, CancellationToken cancellation)
    {
        var fresh = (await Refresh([caller], cancellation))[0];
        return fresh is null
            ? ApiError.Unauthenticated("The session or key behind this connection has ended. Sign in again, or use a valid key.")
            : fresh;
    }

    /// <summary>In the order given; null where the session or key has ended.</summary>
    public async Task<IReadOnlyList<Caller?>> Refresh(IReadOnlyList<Caller> callers, CancellationToken cancellation)
    {
        var users = callers.Where(caller => caller.SessionId is not null).ToList();
        var guests = callers.Where(caller => caller.Visit is not null).ToList();
        var programs = callers.Where(caller => caller.SecretHash is not null).ToList();
        var bySession = users.Count == 0 ? new Dictionary<string, Caller>() : await sessions.Fresh(users, cancellation);
        var bySecret = programs.Count == 0 ? new Dictionary<string, Caller>() : await keys.Fresh(programs, cancellation);
        var byVisit = guests.Count == 0 ? new Dictionary<string, Caller>() : await visitors.Fresh(guests, cancellation);
        return [.. callers.Select(caller => Fresh(caller) is { } fresh ? fresh with { Ip = caller.Ip, NamedProjectId = caller.NamedProjectId } : null)];

        Caller? Fresh(Caller caller) => caller switch
        {
            { Kind: ActorType.System } => caller,
            { SessionId: { } session } => bySession.GetValueOrDefault(session),
            { SecretHash: { } secret } => bySecret.GetValueOrDefault(secret),
            { Visit: { } visit } => !visitors.IsOver(visit) && byVisit.GetValueOrDefault(caller.Id) is { } visitor
                ? visitor with { Visit = visitor.Visit! with { ExpiresAt = visit.ExpiresAt } }
                : null,
            _ => null,
        };
    }
}
