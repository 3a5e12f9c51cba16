using Portal.Api;
using Portal.Client.Policies;
using Portal.Safety.Detection;

namespace Portal.Safety.Screening;

/// <summary>What finds the words that a rule is about.</summary>
internal static class RuleDetectors
{
    public static IEnumerable<Detector> Of(PolicyRule rule, IReadOnlyList<PolicyEntity> custom) => rule.Type switch
    {
        "pii" => rule.Entities!.Select(name => Of(name, custom)).OfType<Detector>(),
        "phrases" => [new PhraseDetector(rule.Phrases!)],
        "regex" => [new PatternDetector(rule.Pattern!, rule.Entity ?? "match", rule.MaxMatch ?? PatternDetector.LongestMatch)],
        "domains" => [new DomainDetector(rule.Allowed!)],
        "topics" => rule.Denied!.Select(topic => new TopicDetector(topic)),
        _ => [],
    };

    /// <summary>Null for a custom entity that is gone.</summary>
    public static Detector? Of(string entity, IReadOnlyList<PolicyEntity> custom) => Entities.All.Contains(entity) ? EntityDetector.Of(entity)
        : custom.FirstOrDefault(one => one.Name == entity) is { } own ? new PatternDetector(own.Pattern, own.Name, PatternDetector.LongestMatch, own.Context, own.Check is { } check ? Wire.Word(check) : null) : null;
}
