namespace Portal.Client.Policies;

/// <summary>
/// A policy that holds replies back as far as another one, and can be tried while that one is still being written: what does
/// not decide how far is replaced by something that is always in order, and what is not there yet is left out.
/// </summary>
static class HoldBack
{
    const int LongestPhrase = 200;

    public static PolicyInput Of(PolicyInput written) => written with
    {
        Name = "Draft",
        Description = null,
        AllowedDomains = written.AllowedDomains is { Count: > 0 } ? ["example.com"] : [],
        AllowedEntities = [.. (written.AllowedEntities ?? []).Where(PolicyWording.Entities.Contains)],
        Rules = [.. (written.Rules ?? []).Select(Of).OfType<PolicyRule>()],
    };

    static PolicyRule? Of(PolicyRule rule)
    {
        if (rule.AppliesTo.Count == 0) return null;
        var plain = new PolicyRule { Type = rule.Type, AppliesTo = rule.AppliesTo, Action = rule.Action };
        return rule.Type switch
        {
            "pii" => rule.Entities is { Count: > 0 } ? plain with { Entities = rule.Entities } : null,
            "phrases" => rule.Phrases!.Where(phrase => phrase.Length <= LongestPhrase && phrase.Any(char.IsLetterOrDigit)).ToArray() is { Length: > 0 } phrases ? plain with { Phrases = phrases } : null,
            "topics" => plain with { Denied = ["topic"] },
            "domains" => plain with { Allowed = ["example.com"] },
            "language" => plain with { Allowed = ["en"] },
            "regex" => plain with { Pattern = "x", MaxMatch = rule.MaxMatch is >= 1 and <= 512 ? rule.MaxMatch : null },
            "max_length" => plain with { Characters = 1 },
            "disclaimer" => plain with { Text = "Disclaimer." },
            _ => plain,
        };
    }
}
