using Portal.Client.Assistants;

namespace Portal.Client.Policies;

/// <summary>All that holds for an assistant, merged from the organization down; each line says where it comes from. What is below tightens only.</summary>
/// <param name="AllowedDomains">Null where any host may be linked to; empty where none may.</param>
/// <param name="AllowedEntities">Null where the mode is off.</param>
/// <param name="HeldCharacters">How far a reply's end stays behind what the model has written; null where a rule holds the whole reply.</param>
/// <param name="Problems">What contradicts itself, in words.</param>
public sealed record EffectivePolicy(
    string AssistantId,
    bool Strict,
    IReadOnlyList<string>? AllowedDomains,
    PrivacyMode Mode,
    IReadOnlyList<string>? AllowedEntities,
    IReadOnlyList<PolicyLine> Lines,
    IReadOnlyList<EffectiveRule> Rules,
    int? HeldCharacters,
    IReadOnlyList<string> Problems)
{
    public string Object => "policy.effective";
}

/// <summary>One setting that takes part.</summary>
/// <param name="Field">strict, allowed_domains, mode or allowed_entities.</param>
public sealed record PolicyLine(string Field, IReadOnlyList<string> Values, PolicySource Source);

public sealed record EffectiveRule(PolicyRule Rule, PolicySource Source);

/// <param name="Level">Where the policy is attached.</param>
/// <param name="PolicyId">Null for the assistant's own settings.</param>
public sealed record PolicySource(PolicyTarget Level, string? PolicyId, string? PolicyName, int? Version);

/// <summary>Under which policies an assistant runs.</summary>
/// <param name="PolicyIds">From the organization's down.</param>
/// <param name="Policies">Their names, in the same order.</param>
public sealed record PolicyCoverage(
    string AssistantId, string AssistantName, string ProjectId, string ProjectName, PrivacyMode Mode, bool Strict, int Rules,
    IReadOnlyList<string> PolicyIds, IReadOnlyList<string> Policies);
