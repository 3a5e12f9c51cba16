using Portal.Client.Policies;
using Portal.Policies;
using Portal.Safety.Detection;

namespace Portal.Safety.Screening;

/// <summary>Rules that judge a text as a whole.</summary>
internal static class WholeText
{
    public static bool Judges(PolicyRule rule) => rule.Type is "injection" or "language" or "moderation";

    /// <summary>Nothing where the text is as it should be.</summary>
    public static IEnumerable<RuleHit> Judge(ActiveRule rule, string text, Moderations moderations) => rule.Rule.Type switch
    {
        "injection" when InjectionScreen.Score(text) is var score && score >= (rule.Rule.Threshold ?? InjectionScreen.DefaultThreshold) => [new(rule, null, 0, text.Length, score)],
        "language" when LanguageGuess.Of(text) is { } language && !rule.Rule.Allowed!.Contains(language) => [new(rule, language, 0, text.Length, 1)],
        "moderation" => moderations.Judge(rule, text),
        _ => [],
    };
}
