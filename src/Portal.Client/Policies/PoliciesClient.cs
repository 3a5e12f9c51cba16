using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Policies;

sealed class PoliciesClient(ApiClient api) : IPoliciesService
{
    const string Path = "v2/policies";

    public Task<Result<ListPage<Policy>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPagePolicy, cancellation);

    public Task<Result<Policy>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.Policy, cancellation);

    public Task<Result<Policy>> Create(PolicyInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.PolicyInput, Default.Policy, cancellation);

    public Task<Result<Policy>> Update(string id, PolicyInput input, int? ifVersion, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.PolicyInput, Default.Policy, cancellation, ifMatch: ifVersion is { } read ? $"\"v{read}\"" : null);

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) => api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<ListPage<PolicyVersion>>> ListVersions(string id, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/versions{new QueryString().Add(query)}", Default.ListPagePolicyVersion, cancellation);

    public Task<Result<PolicyVersion>> GetVersion(string id, int version, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/versions/{version}", Default.PolicyVersion, cancellation);

    public Task<Result<Policy>> Restore(string id, int version, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/versions/{version}/restore", Default.Policy, cancellation);

    public Task<Result<ListPage<PolicyAttachment>>> ListAttachments(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/attachments", Default.ListPagePolicyAttachment, cancellation);

    public Task<Result<PolicyAttachment>> Attach(string id, PolicyAttachmentInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/attachments", input, Default.PolicyAttachmentInput, Default.PolicyAttachment, cancellation);

    public Task<Result<Deleted>> Detach(string id, PolicyTarget targetType, string? targetId, CancellationToken cancellation) => api.Delete(
        $"{Path}/{Segment(id)}/attachments{new QueryString().Add("target_type", Wording.Wire(targetType)).Add("target_id", targetId)}", Default.Deleted, cancellation);

    public Task<Result<ListPage<PolicyEntity>>> ListEntities(CancellationToken cancellation) =>
        api.Get($"{Path}/entities", Default.ListPagePolicyEntity, cancellation);

    public Task<Result<PolicyEntity>> SaveEntity(PolicyEntityInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/entities", input, Default.PolicyEntityInput, Default.PolicyEntity, cancellation);

    public Task<Result<Deleted>> DeleteEntity(string name, CancellationToken cancellation) =>
        api.Delete($"{Path}/entities/{Segment(name)}", Default.Deleted, cancellation);

    public Task<Result<PolicyTestResult>> Test(PolicyTestInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/test", input, Default.PolicyTestInput, Default.PolicyTestResult, cancellation);

    public Task<Result<PolicyReplay>> Replay(string id, PolicyReplayInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/replay", input, Default.PolicyReplayInput, Default.PolicyReplay, cancellation);

    public Task<Result<EffectivePolicy>> GetEffective(string assistantId, CancellationToken cancellation) =>
        api.Get($"v2/assistants/{Segment(assistantId)}/policy", Default.EffectivePolicy, cancellation);

    public Task<Result<ListPage<PolicyCoverage>>> ListCoverage(CancellationToken cancellation) =>
        api.Get($"{Path}/coverage", Default.ListPagePolicyCoverage, cancellation);
}

sealed class SafetyEventsClient(ApiClient api) : ISafetyEventsService
{
    const string Path = "v2/safety_events";

    public Task<Result<ListPage<SafetyEvent>>> List(SafetyEventFilter filter, ListQuery query, CancellationToken cancellation) => api.Get(
        $"{Path}{new QueryString().Add("assistant_id", filter.AssistantId).Add("thread_id", filter.ThreadId).Add("policy_id", filter.PolicyId).Add("rule_id", filter.RuleId)
            .Add("action", Word(filter.Action)).Add("direction", Word(filter.Direction)).Add("reviewed", filter.Reviewed switch { null => null, true => "true", _ => "false" }).Add(query)}",
        Default.ListPageSafetyEvent, cancellation, filter.ProjectId);

    public Task<Result<SafetyEvent>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.SafetyEvent, cancellation);

    public Task<Result<SafetyEvent>> Review(string id, SafetyReviewInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.SafetyReviewInput, Default.SafetyEvent, cancellation);

    public Task<Result<ListPage<RulePrecision>>> ListPrecision(CancellationToken cancellation) =>
        api.Get($"{Path}/precision", Default.ListPageRulePrecision, cancellation);

    static string? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? Wording.Wire(word) : null;
}
