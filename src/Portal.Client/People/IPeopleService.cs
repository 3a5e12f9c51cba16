using Portal.Client.Api;

namespace Portal.Client.People;

/// <summary>The people of the organization; administrators' work, but for the candidates of a project.</summary>
public interface IPeopleService
{
    Task<Result<ListPage<OrganizationUser>>> List(PeopleFilter filter, ListQuery query, CancellationToken cancellation);

    Task<Result<OrganizationUser>> Get(string id, CancellationToken cancellation);

    /// <summary>Who is deactivated is signed out everywhere at once.</summary>
    Task<Result<OrganizationUser>> Update(string id, OrganizationUserInput input, CancellationToken cancellation);

    /// <summary>A new link; the ones before stop working. The answer holds it this once.</summary>
    Task<Result<PasswordReset>> CreatePasswordReset(string id, CancellationToken cancellation);

    Task<Result<ListPage<UserSession>>> ListSessions(string id, ListQuery query, CancellationToken cancellation);

    Task<Result<Deleted>> EndSessions(string id, CancellationToken cancellation);

    Task<Result<Deleted>> EndSession(string id, string sessionId, CancellationToken cancellation);

    /// <summary>What the person can see, and why: each project with the right and where it comes from.</summary>
    Task<Result<ListPage<UserAccess>>> ListAccess(string id, ListQuery query, CancellationToken cancellation);

    /// <summary>Answers the new owner.</summary>
    Task<Result<OrganizationUser>> TransferOwnership(OwnershipTransfer input, CancellationToken cancellation);

    /// <summary>The first ten active people who match; none for fewer than two characters. For whoever manages the project.</summary>
    Task<Result<ListPage<ProjectCandidate>>> FindCandidates(string projectId, string? query, CancellationToken cancellation);
}

public interface IInvitesService
{
    Task<Result<ListPage<Invite>>> List(InviteStatus? status, ListQuery query, CancellationToken cancellation);

    Task<Result<Invite>> Get(string id, CancellationToken cancellation);

    /// <summary>The answer holds the link this once.</summary>
    Task<Result<Invite>> Create(InviteInput input, CancellationToken cancellation);

    /// <summary>A new link, also for an expired invitation; the ones before stop working.</summary>
    Task<Result<Invite>> Resend(string id, InviteResend input, CancellationToken cancellation);

    Task<Result<Deleted>> Revoke(string id, CancellationToken cancellation);
}

/// <summary>One's own account; for signed-in people.</summary>
public interface IProfileService
{
    Task<Result<Profile>> Get(CancellationToken cancellation);

    Task<Result<Profile>> Update(ProfileInput input, CancellationToken cancellation);

    /// <summary>Ends every other session.</summary>
    Task<Result<Profile>> ChangePassword(PasswordChange input, CancellationToken cancellation);

    Task<Result<ListPage<UserSession>>> ListSessions(ListQuery query, CancellationToken cancellation);

    /// <summary>Signs out everywhere, here included.</summary>
    Task<Result<Deleted>> EndSessions(CancellationToken cancellation);

    Task<Result<Deleted>> EndSession(string sessionId, CancellationToken cancellation);
}
