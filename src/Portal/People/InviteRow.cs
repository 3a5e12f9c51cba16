using Dapper;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.People;
using Portal.Client.Projects;

namespace Portal.People;

/// <param name="Projects">The places that come with it, as JSON.</param>
/// <param name="LinkHash">Of the newest link.</param>
/// <param name="InvitedBy">A name; the audit log has the id.</param>
/// <param name="UserId">Who it became.</param>
[method: ExplicitConstructor]
internal sealed record InviteRow(
    string Id,
    string Email,
    string NormalizedEmail,
    string Role,
    string Projects,
    string LinkHash,
    string InvitedBy,
    long CreatedAt,
    long SentAt,
    long ExpiresAt,
    bool Mailed,
    long? RevokedAt,
    long? AcceptedAt,
    string? UserId)
{
    public IReadOnlyList<InviteProject> ProjectList => Wire.Deserialize<List<InviteProject>>(Projects);

    public IEnumerable<SessionProject> Places => ProjectList.Select(place => new SessionProject(place.ProjectId, place.Role, place.ChatAccess!.Value));

    public InviteStatus StatusAt(long now) =>
        AcceptedAt is not null ? InviteStatus.Accepted
        : RevokedAt is not null ? InviteStatus.Revoked
        : ExpiresAt <= now ? InviteStatus.Expired
        : InviteStatus.Pending;

    /// <param name="link">In the answer that made it alone.</param>
    public Invite ToInvite(long now, string? link = null) => new(
        Id, Email, Wire.Word<Role>(Role), ProjectList, StatusAt(now), InvitedBy, CreatedAt, SentAt, ExpiresAt, Mailed, AcceptedAt, RevokedAt, UserId, link);
}
