using Portal.Policies;

namespace Portal.Safety.Screening;

/// <summary>What a provider's moderation endpoint says of some texts, and what rules make of that.</summary>
/// <param name="scores">By text, how sure it is of each category, 0 to 1.</param>
internal sealed class Moderations(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> scores)
{
    /// <summary>The entity of a finding that says only that a rule could not be evaluated.</summary>
    public const string Unavailable = "unavailable";

    const double DefaultThreshold = 0.5;

    /// <summary>Of no text: rules of moderation cannot be evaluated.</summary>
    public static Moderations None { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, double>>());

    /// <summary>For a trial without the endpoint: rules of moderation find nothing.</summary>
    public static Moderations LeftOut { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, double>>());

    /// <summary>A finding for each category; a category that the endpoint does not know leaves the rule without a verdict.</summary>
    public IEnumerable<RuleHit> Judge(ActiveRule rule, string text)
    {
        if (this == LeftOut || string.IsNullOrWhiteSpace(text)) return [];
        var said = scores.GetValueOrDefault(text);
        IEnumerable<string> categories = rule.Rule.Categories is { Count: > 0 } named ? named : said?.Keys ?? [];
        return said is null || categories.Any(category => !said.ContainsKey(category))
            ? [new(rule.Unevaluated(), Unavailable, 0, text.Length, 1)]
            : categories.Where(category => said[category] >= (rule.Rule.Threshold ?? DefaultThreshold)).Select(category => new RuleHit(rule, category, 0, text.Length, said[category]));
    }
}
