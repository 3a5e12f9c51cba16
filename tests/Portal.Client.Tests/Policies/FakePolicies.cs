using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Policies;

/// <summary>Policies in memory. The test of a text finds each "secret" in it.</summary>
sealed class FakePolicies : IPoliciesService, ISafetyEventsService
{
    readonly IPoliciesService others = Refusing.Everything<IPoliciesService>();

    public List<Policy> Stored { get; } = [];

    public List<PolicyAttachment> Attached { get; } = [];

    public List<SafetyEvent> Events { get; } = [];

    public List<PolicyInput> Saved { get; } = [];

    public List<PolicyTestInput> Tried { get; } = [];

    public List<SafetyEventFilter> Asked { get; } = [];

    public ApiError? Refusal { get; set; }

    public int? Held { get; set; } = 0;

    /// <summary>Of a dry run.</summary>
    public IReadOnlyList<string> LeftOut { get; set; } = [];

    public EffectivePolicy? Effective { get; set; }

    public static Policy Make(string id, string name, params PolicyRule[] rules) =>
        new(id, PolicyKind.Safety, name, null, false, [], Portal.Client.Assistants.PrivacyMode.Off, [], rules, 1, false, 1_795_000_000, 1_795_000_000);

    public static SafetyEvent Event(string id, PolicyAction action = PolicyAction.Redact) =>
        new(id, "proj_1", "asst_1", "thread_1", "run_1", "msg_1", "pol_1", 1, "pii", "pii", PolicyDirection.Output, "email", action, 1, 2, null, null, null, 1_795_000_000);

    public Task<Result<ListPage<Policy>>> List(ListQuery query, CancellationToken cancellation) => Ok(Page(Stored));

    /// <summary>Each read of a policy waits for it.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    public int Reads { get; private set; }

    public async Task<Result<Policy>> Get(string id, CancellationToken cancellation)
    {
        Reads++;
        await Reading;
        return Stored.Find(one => one.Id == id) is { } found ? found : ApiError.NotFound("policy", id);
    }

    public Task<Result<Policy>> Create(PolicyInput input, CancellationToken cancellation)
    {
        Saved.Add(input);
        if (Refusal is not null) return Task.FromResult<Result<Policy>>(Refusal);
        var made = Make("pol_new", input.Name, [.. (input.Rules ?? []).Select((rule, index) => rule with { Id = rule.Id ?? $"{rule.Type}_{index}" })]);
        Stored.Add(made);
        return Ok(made);
    }

    public Task<Result<Policy>> Update(string id, PolicyInput input, int? ifVersion, CancellationToken cancellation)
    {
        Saved.Add(input);
        if (Refusal is not null) return Task.FromResult<Result<Policy>>(Refusal);
        var at = Stored.FindIndex(one => one.Id == id);
        return Ok(Stored[at] = Stored[at] with { Name = input.Name, Strict = input.Strict, Rules = input.Rules ?? [], Version = Stored[at].Version + 1 });
    }

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) => others.Archive(id, cancellation);

    public Task<Result<ListPage<PolicyVersion>>> ListVersions(string id, ListQuery query, CancellationToken cancellation) =>
        Ok(Page<PolicyVersion>([new($"{id}.1", id, 1, Stored.Find(one => one.Id == id)!.ToInput(), "user_1", "Ada", "First.", 1_795_000_000)]));

    public Task<Result<PolicyVersion>> GetVersion(string id, int version, CancellationToken cancellation) => others.GetVersion(id, version, cancellation);

    public Task<Result<Policy>> Restore(string id, int version, CancellationToken cancellation) => others.Restore(id, version, cancellation);

    public Task<Result<ListPage<PolicyAttachment>>> ListAttachments(string id, CancellationToken cancellation) => Ok(Page(Attached));

    public Task<Result<PolicyAttachment>> Attach(string id, PolicyAttachmentInput input, CancellationToken cancellation)
    {
        if (Refusal is not null) return Task.FromResult<Result<PolicyAttachment>>(Refusal);
        var made = new PolicyAttachment(id, input.TargetType, input.TargetId, null, 1_795_000_000);
        Attached.Add(made);
        return Ok(made);
    }

    public Task<Result<Deleted>> Detach(string id, PolicyTarget targetType, string? targetId, CancellationToken cancellation)
    {
        Attached.RemoveAll(one => one.TargetType == targetType && one.TargetId == targetId);
        return Ok(new Deleted(id, "policy.attachment.deleted"));
    }

    public Task<Result<ListPage<PolicyEntity>>> ListEntities(CancellationToken cancellation) => Ok(Page<PolicyEntity>([new("customer_id", "C-1", [], null, 1)]));

    public Task<Result<PolicyEntity>> SaveEntity(PolicyEntityInput input, CancellationToken cancellation) => others.SaveEntity(input, cancellation);

    public Task<Result<Deleted>> DeleteEntity(string name, CancellationToken cancellation) => others.DeleteEntity(name, cancellation);

    /// <summary>Answers in place of the usual, when it is ready.</summary>
    public Queue<TaskCompletionSource<Result<PolicyTestResult>>> Late { get; } = [];

    public Task<Result<PolicyTestResult>> Test(PolicyTestInput input, CancellationToken cancellation)
    {
        Tried.Add(input);
        if (Late.TryDequeue(out var late)) return late.Task;
        var at = input.Text.IndexOf("secret", StringComparison.Ordinal);
        return Ok(at < 0
            ? new PolicyTestResult(PolicyAction.Allow, input.Text, [], Held, 0.1)
            : new PolicyTestResult(PolicyAction.Redact, input.Text.Replace("secret", "[removed]", StringComparison.Ordinal), [new(null, "phrases", "phrases", null, at, at + 6, 1, PolicyAction.Redact)], Held, 0.4));
    }

    public Task<Result<PolicyReplay>> Replay(string id, PolicyReplayInput input, CancellationToken cancellation) => Ok(new PolicyReplay(
        40, new(2, 0, 0), new(0, 3, 1), [new("thread_1", "msg_1", PolicyDirection.Input, 1_795_000_000, PolicyAction.Flag, ["phrases"], PolicyAction.Block, ["phrases", "pii"])]) { LeftOut = LeftOut });

    public Task<Result<EffectivePolicy>> GetEffective(string assistantId, CancellationToken cancellation) => Ok(Effective!);

    public Task<Result<ListPage<PolicyCoverage>>> ListCoverage(CancellationToken cancellation) => Ok(Page<PolicyCoverage>(
    [
        new("asst_1", "Helper", "proj_1", "Support", Portal.Client.Assistants.PrivacyMode.Strict, true, 3, ["pol_1"], ["Floor"]),
        new("asst_2", "Bare", "proj_1", "Support", Portal.Client.Assistants.PrivacyMode.Off, false, 0, [], []),
    ]));

    public Task<Result<ListPage<SafetyEvent>>> List(SafetyEventFilter filter, ListQuery query, CancellationToken cancellation)
    {
        Asked.Add(filter);
        return Ok(Page(Events));
    }

    Task<Result<SafetyEvent>> ISafetyEventsService.Get(string id, CancellationToken cancellation) => Ok(Events.Single(one => one.Id == id));

    public Task<Result<SafetyEvent>> Review(string id, SafetyReviewInput input, CancellationToken cancellation)
    {
        var at = Events.FindIndex(one => one.Id == id);
        return Ok(Events[at] = Events[at] with { Verdict = input.Verdict, ReviewedBy = input.Verdict is null ? null : "Ada" });
    }

    public Task<Result<ListPage<RulePrecision>>> ListPrecision(CancellationToken cancellation)
    {
        var (right, wrong) = (Events.Count(one => one.Verdict == SafetyVerdict.Right), Events.Count(one => one.Verdict == SafetyVerdict.FalsePositive));
        return Ok(Page<RulePrecision>([new("pol_1", "pii", Events.Count, right, wrong, right + wrong == 0 ? null : (double)right / (right + wrong))]));
    }

    static ListPage<T> Page<T>(List<T> items) => new([.. items], null, null, false);

    static Task<Result<T>> Ok<T>(T value) => Task.FromResult<Result<T>>(value);
}
