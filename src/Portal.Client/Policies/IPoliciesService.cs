using Portal.Client.Api;

namespace Portal.Client.Policies;

/// <summary>Policies are the organization's: administrators write and attach them. Whoever sees an assistant sees what holds for it.</summary>
public interface IPoliciesService
{
    Task<Result<ListPage<Policy>>> List(ListQuery query, CancellationToken cancellation);

    Task<Result<Policy>> Get(string id, CancellationToken cancellation);

    Task<Result<Policy>> Create(PolicyInput input, CancellationToken cancellation);

    /// <summary>Saves a new version where something changed.</summary>
    /// <param name="ifVersion">The version that the change was made over; where another one is the newest by now, a 412 and nothing changes.</param>
    Task<Result<Policy>> Update(string id, PolicyInput input, int? ifVersion, CancellationToken cancellation);

    /// <summary>Archives; 409 <c>policy_attached</c> while it holds somewhere.</summary>
    Task<Result<Deleted>> Archive(string id, CancellationToken cancellation);

    /// <summary>The cursors are <c>pol_….3</c>, the version's own id.</summary>
    Task<Result<ListPage<PolicyVersion>>> ListVersions(string id, ListQuery query, CancellationToken cancellation);

    Task<Result<PolicyVersion>> GetVersion(string id, int version, CancellationToken cancellation);

    /// <summary>Saves an earlier state as a new version.</summary>
    Task<Result<Policy>> Restore(string id, int version, CancellationToken cancellation);

    Task<Result<ListPage<PolicyAttachment>>> ListAttachments(string id, CancellationToken cancellation);

    /// <summary>One that is there already stays as it is. 409 <c>policy_conflict</c> where nothing could satisfy all rules that would then hold.</summary>
    Task<Result<PolicyAttachment>> Attach(string id, PolicyAttachmentInput input, CancellationToken cancellation);

    Task<Result<Deleted>> Detach(string id, PolicyTarget targetType, string? targetId, CancellationToken cancellation);

    Task<Result<ListPage<PolicyEntity>>> ListEntities(CancellationToken cancellation);

    /// <summary>Makes it, or replaces the one of that name.</summary>
    Task<Result<PolicyEntity>> SaveEntity(PolicyEntityInput input, CancellationToken cancellation);

    /// <summary>409 <c>entity_in_use</c> where a policy names it.</summary>
    Task<Result<Deleted>> DeleteEntity(string name, CancellationToken cancellation);

    /// <summary>What each rule would do with a text; nothing is stored.</summary>
    Task<Result<PolicyTestResult>> Test(PolicyTestInput input, CancellationToken cancellation);

    /// <summary>Reads the last days' messages again, where the policy holds or, where it holds nowhere, everywhere; nothing changes. It is audited, as a read of conversations.</summary>
    Task<Result<PolicyReplay>> Replay(string id, PolicyReplayInput input, CancellationToken cancellation);

    /// <summary>What holds for an assistant; for whoever sees it.</summary>
    Task<Result<EffectivePolicy>> GetEffective(string assistantId, CancellationToken cancellation);

    /// <summary>The assistants that are not archived, by project and name, and what each runs under.</summary>
    Task<Result<ListPage<PolicyCoverage>>> ListCoverage(CancellationToken cancellation);
}

/// <summary>What rules have found in conversations; for administrators, and in their projects for those who read the audit log.</summary>
public interface ISafetyEventsService
{
    Task<Result<ListPage<SafetyEvent>>> List(SafetyEventFilter filter, ListQuery query, CancellationToken cancellation);

    Task<Result<SafetyEvent>> Get(string id, CancellationToken cancellation);

    /// <summary>Says whether a rule was right; for administrators.</summary>
    Task<Result<SafetyEvent>> Review(string id, SafetyReviewInput input, CancellationToken cancellation);

    /// <summary>Of each rule that has found something in the last 30 days.</summary>
    Task<Result<ListPage<RulePrecision>>> ListPrecision(CancellationToken cancellation);
}
