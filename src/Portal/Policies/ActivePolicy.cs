using System.Collections.Concurrent;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Safety.Privacy;
using Portal.Safety.Screening;

namespace Portal.Policies;

/// <param name="Strict">Where it cannot be evaluated, it blocks.</param>
internal sealed record ActiveRule(PolicyRule Rule, PolicySource Source, bool Strict)
{
    const string UnevaluatedMessage = "This needs a check that cannot be made at the moment. Try again later, or tell an administrator.";
    const string DefaultMessage = "This was refused by a policy of your organization.";

    public PolicyAction Action { get; } = Strict && Rule is { Type: "injection", Action: PolicyAction.Flag } ? PolicyAction.Block : Rule.Action;

    /// <summary>Whether what it finds does not stay in the text.</summary>
    public bool Changes => Action >= PolicyAction.Redact;

    /// <summary>Whether a text must wait for its verdict.</summary>
    public bool Holds => Changes || (Strict && Rule.Type == "moderation");

    public string Message => Rule.Message ?? DefaultMessage;

    /// <summary>What it does where it cannot be evaluated.</summary>
    public ActiveRule Unevaluated() => new(Rule with { Action = Strict ? PolicyAction.Block : PolicyAction.Flag, Message = UnevaluatedMessage }, Source, Strict);
}

/// <summary>
/// All that holds for one assistant. Every policy adds its rules and tightens the settings: strict is strict for all, hosts
/// and entities must be allowed by each that names any, and the strictest mode wins.
/// </summary>
internal sealed class ActivePolicy
{
    readonly ConcurrentDictionary<PolicyDirection, Screen> screens = new();
    Redaction? redaction;

    public ActivePolicy(IReadOnlyList<HeldPolicy> held, IReadOnlyList<PolicyEntity> entities)
    {
        Held = held;
        Strict = held.Any(one => one.Policy.Strict);
        AllowedDomains = held.Select(one => one.Policy.AllowedDomains!).Where(hosts => hosts.Count > 0)
            .Aggregate((IReadOnlyList<string>?)null, (all, hosts) => all is null ? hosts : HostPatterns.Intersect(all, hosts));
        Mode = held.Max(one => one.Policy.Mode);
        AllowedEntities = held.Where(one => one.Policy.Mode is not PrivacyMode.Off).Select(one => one.Policy.AllowedEntities!)
            .Aggregate((IReadOnlyList<string>?)null, (all, names) => all is null ? names : [.. all.Intersect(names)]);
        Rules = [.. held.SelectMany(one => one.Policy.Rules!.Select(rule => new ActiveRule(rule, one.Source, Strict))), .. Implied(entities)];
        Entities = entities;
    }

    public IReadOnlyList<HeldPolicy> Held { get; }

    public bool Strict { get; }

    /// <summary>Null for any.</summary>
    public IReadOnlyList<string>? AllowedDomains { get; }

    public PrivacyMode Mode { get; }

    /// <summary>Null where the mode is off.</summary>
    public IReadOnlyList<string>? AllowedEntities { get; }

    public IReadOnlyList<ActiveRule> Rules { get; }

    /// <summary>The custom ones.</summary>
    public IReadOnlyList<PolicyEntity> Entities { get; }

    /// <summary>Of search text, traces and logs.</summary>
    public Redaction Redaction => redaction ??= Redaction.Of(this);

    public bool IsEmpty => Rules.Count == 0 && Mode is not PrivacyMode.Strict;

    /// <summary>Made when it is first asked for: most policies are only read.</summary>
    public Screen Of(PolicyDirection direction) =>
        screens.GetOrAdd(direction, one => new Screen([.. Rules.Where(rule => rule.Rule.AppliesTo.Contains(one))], Entities));

    /// <summary>As <see cref="Of"/>, for a text that some rules are not to read.</summary>
    public Screen Of(PolicyDirection direction, Func<ActiveRule, bool> without) =>
        Rules.Any(rule => rule.Rule.AppliesTo.Contains(direction) && without(rule)) ? new Screen([.. Rules.Where(rule => rule.Rule.AppliesTo.Contains(direction) && !without(rule))], Entities) : Of(direction);

    /// <summary>What the settings ask for, as rules.</summary>
    IEnumerable<ActiveRule> Implied(IReadOnlyList<PolicyEntity> entities)
    {
        if (AllowedDomains is { } hosts)
        {
            yield return Rule(one => one.Policy.AllowedDomains!.Count > 0, new()
            {
                Id = "allowed_domains", Type = "domains", AppliesTo = [PolicyDirection.Output], Action = PolicyAction.Redact, Allowed = hosts,
            });
        }

        if (Strict)
        {
            yield return Rule(one => one.Policy.Strict, new()
            {
                Id = "strict", Type = "injection", AppliesTo = [PolicyDirection.Input, PolicyDirection.Retrieved, PolicyDirection.ToolOutput], Action = PolicyAction.Block,
            });
        }

        if (AllowedEntities is not { } allowed) yield break;
        yield return Rule(one => one.Policy.Mode == Mode, new()
        {
            Id = "privacy",
            Type = "pii",
            AppliesTo = [PolicyDirection.Output],
            Action = Mode is PrivacyMode.Strict ? PolicyAction.Redact : PolicyAction.Flag,
            Entities = [.. Safety.Detection.Entities.All.Concat(entities.Select(entity => entity.Name)).Except(allowed)],
        });
    }

    ActiveRule Rule(Func<HeldPolicy, bool> from, PolicyRule rule) => new(rule, Held.First(from).Source, Strict);
}
