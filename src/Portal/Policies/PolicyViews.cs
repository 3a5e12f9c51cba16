using System.Diagnostics;
using Portal.Assistants;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Projects;
using Portal.Safety;
using Portal.Safety.Privacy;
using Portal.Safety.Screening;

namespace Portal.Policies;

/// <summary>What holds for whom, and what it would do with a text, told to people.</summary>
internal sealed class PolicyViews(PolicyBook book, IAssistantDirectory assistants, IProjectDirectory projects, Moderator moderator)
{
    public async Task<EffectivePolicy> Describe(AssistantDefinition assistant, CancellationToken cancellation) =>
        Describe(assistant.Id, await book.Find(PolicySubject.Of(assistant), cancellation));

    public async Task<IReadOnlyList<PolicyCoverage>> Cover(CancellationToken cancellation)
    {
        var all = await assistants.ListActive(null, cancellation);
        var names = await projects.Names([.. all.Select(assistant => assistant.ProjectId).Distinct()], cancellation);
        var (pages, covered) = (await book.Open(cancellation), new List<PolicyCoverage>());
        foreach (var assistant in all)
        {
            var active = pages.Of(PolicySubject.Of(assistant));
            covered.Add(new(
                assistant.Id, assistant.Saved.Name, assistant.ProjectId, names.GetValueOrDefault(assistant.ProjectId, ""), active.Mode, active.Strict,
                active.Rules.Count, [.. active.Held.Select(held => held.Source.PolicyId).OfType<string>()], [.. active.Held.Where(held => held.Source.PolicyId is not null).Select(held => held.Source.PolicyName!)]));
        }

        return [.. covered.OrderBy(one => one.ProjectName, StringComparer.CurrentCultureIgnoreCase).ThenBy(one => one.AssistantName, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<Result<PolicyTestResult>> Test(PolicyTestInput input, CancellationToken cancellation)
    {
        var active = await Find(input, cancellation);
        if (!active.IsSuccess) return active.Error;
        var screen = active.Value.Of(input.Direction);
        var clock = Stopwatch.GetTimestamp();
        var names = active.Value.Mode is PrivacyMode.Strict ? new Pseudonyms(active.Value, []) : null;
        var moderations = screen.Moderating.Any() ? await moderator.Judge([input.Text], names, null, cancellation) : Moderations.None;
        var screened = screen.Read(input.Text, null, moderations);
        var took = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        return new PolicyTestResult(
            screened.Decision,
            screened.Decision >= PolicyAction.Ask ? "" : screened.Text,
            [.. screened.Hits.Select(hit => new PolicyFinding(hit.Rule.Source.PolicyId, hit.Rule.Rule.Id!, hit.Rule.Rule.Type, hit.Entity, hit.Start, hit.End, hit.Score, hit.Action))],
            active.Value.Of(PolicyDirection.Output).Held,
            took) { Message = screened.Message };
    }

    /// <summary>Why a policy could not hold as it is to be, beside what else holds there; null where it can.</summary>
    /// <param name="to">Where it is to be attached; null for where it is.</param>
    public async Task<string?> FindConflict(PolicyRow policy, PolicyAttachmentInput? to, CancellationToken cancellation)
    {
        var pages = await book.Open(cancellation);
        var wanted = to is null ? null : new PolicyAttachment(policy.Id, to.TargetType, to.TargetId, null, 0);
        foreach (var assistant in await assistants.ListActive(null, cancellation))
        {
            var held = pages.Held(PolicySubject.Of(assistant));
            var level = wanted?.Holds(assistant.ProjectId, assistant.Id) == true ? wanted.TargetType : held.FirstOrDefault(one => one.Source.PolicyId == policy.Id)?.Source.Level;
            if (level is not { } at) continue;
            var active = pages.Try([.. held.Where(one => one.Source.PolicyId != policy.Id), HeldPolicy.Of(at, policy.Id, policy.Version, policy.Saved)]);
            if (Problems(active) is [var problem, ..]) return $"It would hold for the assistant “{assistant.Saved.Name}” beside others, and then {problem}";
        }

        return null;
    }

    /// <summary>Whether anything holds for one of a project's assistants.</summary>
    public async Task<bool> AnyIn(string projectId, CancellationToken cancellation)
    {
        var pages = await book.Open(cancellation);
        return (await assistants.ListActive(projectId, cancellation)).Any(assistant => !pages.Of(PolicySubject.Of(assistant)).IsEmpty);
    }

    /// <summary>Whether an assistant's own settings name the policy.</summary>
    public async Task<bool> IsNamed(string policyId, CancellationToken cancellation) =>
        (await assistants.ListActive(null, cancellation)).Any(assistant => assistant.Saved.Safety?.PolicyId == policyId || assistant.Saved.Privacy?.PolicyId == policyId);

    async Task<Result<ActivePolicy>> Find(PolicyTestInput input, CancellationToken cancellation)
    {
        if (input.AssistantId is { } assistantId)
            return await assistants.Find(assistantId, cancellation) is { } assistant ? await book.Find(PolicySubject.Of(assistant), cancellation) : ApiError.NotFound("assistant", assistantId, "assistant_id");
        var pages = await book.Open(cancellation);
        if (input.Policy is { } draft) return pages.Try([HeldPolicy.Of(PolicyTarget.Organization, null, null, PolicyRules.Complete(draft))]);
        var held = new List<HeldPolicy>();
        foreach (var (index, id) in input.PolicyIds!.Index())
        {
            if (pages.Find(id) is not { } row) return ApiError.NotFound("policy", id, $"policy_ids[{index}]");
            held.Add(HeldPolicy.Of(PolicyTarget.Organization, row.Id, row.Version, row.Saved));
        }

        return pages.Try(held);
    }

    static EffectivePolicy Describe(string assistantId, ActivePolicy active) => new(
        assistantId, active.Strict, active.AllowedDomains, active.Mode, active.AllowedEntities, [.. active.Held.SelectMany(Lines)],
        [.. active.Rules.Select(rule => new EffectiveRule(rule.Rule, rule.Source))], active.Of(PolicyDirection.Output).Held, Problems(active));

    static IEnumerable<PolicyLine> Lines(HeldPolicy held)
    {
        if (held.Policy.Strict) yield return new("strict", ["true"], held.Source);
        if (held.Policy.AllowedDomains!.Count > 0) yield return new("allowed_domains", held.Policy.AllowedDomains, held.Source);
        if (held.Policy.Mode is PrivacyMode.Off) yield break;
        yield return new("mode", [Api.Wire.Word(held.Policy.Mode)], held.Source);
        yield return new("allowed_entities", held.Policy.AllowedEntities!, held.Source);
    }

    static List<string> Problems(ActivePolicy active)
    {
        var problems = new List<string>();
        if (active.AllowedDomains is []) problems.Add("no host is allowed by all of them: every link would be removed.");
        if (PolicyRules.WithoutLanguage(active.Rules.Select(rule => rule.Rule)) is { } direction) problems.Add($"no language is allowed by all of them for '{Api.Wire.Word(direction)}'.");
        return problems;
    }
}
