using Portal.Client.Access;

namespace Portal.Access;

/// <summary>A user's place in projects, for building their <see cref="Caller"/>.</summary>
internal interface IMemberships
{
    Task<IReadOnlyList<SessionProject>> Of(string userId, CancellationToken cancellation);
}
