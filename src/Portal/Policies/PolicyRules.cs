using System.Text.RegularExpressions;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Safety.Detection;
using Portal.Safety.Screening;

namespace Portal.Policies;

/// <summary>What a policy must keep to beyond the rules on its contract.</summary>
internal static partial class PolicyRules
{
    const int LongestPhrase = 200;

    /// <summary>The fields of each rule type, of which those that are not optional must be given.</summary>
    static readonly Dictionary<string, string[]> FieldsOf = new()
    {
        ["pii"] = ["entities"],
        ["phrases"] = ["phrases"],
        ["regex"] = ["pattern", "entity", "max_match"],
        ["domains"] = ["allowed"],
        ["injection"] = ["threshold"],
        ["instruction_leak"] = [],
        ["moderation"] = ["categories", "threshold"],
        ["max_length"] = ["characters"],
        ["language"] = ["allowed"],
        ["topics"] = ["denied"],
        ["disclaimer"] = ["text"],
    };

    static readonly string[] Optional = ["entity", "max_match", "threshold", "categories"];

    /// <summary>The directions in which a type makes sense, where not all do.</summary>
    static readonly Dictionary<string, PolicyDirection[]> DirectionsOf = new()
    {
        ["injection"] = [PolicyDirection.Input, PolicyDirection.Retrieved, PolicyDirection.ToolOutput],
        ["instruction_leak"] = [PolicyDirection.Output, PolicyDirection.ToolInput],
        ["moderation"] = [PolicyDirection.Input, PolicyDirection.Retrieved, PolicyDirection.ToolOutput, PolicyDirection.Output],
        ["disclaimer"] = [PolicyDirection.Output],
    };

    /// <summary>The defaults of what was left out, so that a version says in full what was in force.</summary>
    public static PolicyInput Complete(PolicyInput input) => input with
    {
        AllowedDomains = input.AllowedDomains ?? [],
        AllowedEntities = input.AllowedEntities ?? [],
        Rules = WithIds(input.Rules ?? []),
        VersionNote = null,
    };

    /// <param name="entities">The names of custom entities.</param>
    public static ApiError? Check(PolicyInput input, IReadOnlySet<string> entities)
    {
        if (input.Kind is PolicyKind.Safety && (input.Mode is not PrivacyMode.Off || input.AllowedEntities is { Count: > 0 }))
            return ApiError.Invalid("'mode' and 'allowed_entities' are of privacy policies.", input.Mode is PrivacyMode.Off ? "allowed_entities" : "mode", "invalid_value");
        if (input.Kind is PolicyKind.Privacy && (input.Strict || input.AllowedDomains is { Count: > 0 }))
            return ApiError.Invalid("'strict' and 'allowed_domains' are of safety policies.", input.Strict ? "strict" : "allowed_domains", "invalid_value");
        return CheckHosts(input.AllowedDomains, "allowed_domains")
            ?? CheckEntities(input.AllowedEntities, entities, "allowed_entities")
            ?? CheckRules(input.Rules ?? [], entities);
    }

    public static ApiError? CheckEntity(PolicyEntityInput input)
    {
        if (!Name.IsMatch(input.Name)) return ApiError.Invalid("'name' must be small letters, digits and underscores, beginning with a letter.", "name", "invalid_value");
        if (Entities.All.Contains(input.Name)) return ApiError.Invalid($"'{input.Name}' is built in. Choose another name.", "name", "reserved_name");
        if (PatternDetector.Check(input.Pattern) is { } wrong) return ApiError.Invalid($"'pattern': {wrong}", "pattern", "invalid_pattern");
        return CheckTexts(input.Context, "context", LongestPhrase);
    }

    static ApiError? CheckRules(IReadOnlyList<PolicyRule> rules, IReadOnlySet<string> entities)
    {
        var ids = new HashSet<string>();
        foreach (var (index, rule) in rules.Index())
        {
            if (rule.Id is not { } id) continue;
            if (!Name.IsMatch(id)) return ApiError.Invalid($"'rules[{index}].id' must be small letters, digits and underscores, beginning with a letter.", $"rules[{index}].id", "invalid_value");
            if (!ids.Add(id)) return ApiError.Invalid($"The rule '{id}' is there twice. Give each its own id.", $"rules[{index}].id", "duplicate_name");
        }

        return rules.Index().Select(one => CheckRule(one.Item, $"rules[{one.Index}]", entities)).FirstOrDefault(wrong => wrong is not null)
            ?? (WithoutLanguage(rules) is null ? null : ApiError.Invalid("The rules allow no language together: no text could keep all of them.", "rules", "policy_conflict"));
    }

    static ApiError? CheckRule(PolicyRule rule, string place, IReadOnlySet<string> entities)
    {
        var own = FieldsOf[rule.Type];
        foreach (var (field, value) in FieldsIn(rule))
        {
            if (value is not null && !own.Contains(field))
                return ApiError.Invalid($"'{place}.{field}' is no field of a rule of the type '{rule.Type}'.", $"{place}.{field}", "unknown_field");
            if (value is null or "" or System.Collections.ICollection { Count: 0 } && own.Contains(field) && !Optional.Contains(field))
                return ApiError.Invalid($"'{place}.{field}' must be given: a rule of the type '{rule.Type}' acts by it.", $"{place}.{field}", "missing_field");
        }

        if (DirectionsOf.TryGetValue(rule.Type, out var sensible) && rule.AppliesTo.FirstOrDefault(one => !sensible.Contains(one), sensible[0]) is var wrong && !sensible.Contains(wrong))
            return ApiError.Invalid($"A rule of the type '{rule.Type}' does not apply to '{Api.Wire.Word(wrong)}'.", $"{place}.applies_to", "invalid_value");
        if (rule.Action is PolicyAction.Allow && rule.Type is not ("pii" or "phrases" or "regex" or "domains" or "topics"))
            return ApiError.Invalid($"A rule of the type '{rule.Type}' has no words to allow.", $"{place}.action", "invalid_value");
        if (rule.Type == "disclaimer" && rule.Action is not PolicyAction.Flag)
            return ApiError.Invalid("A disclaimer is added; its action stays 'flag'.", $"{place}.action", "invalid_value");
        if (rule is { Type: "moderation", Action: PolicyAction.Redact })
            return ApiError.Invalid("A moderation rule judges whole texts and finds no words to take out. It flags, asks or blocks.", $"{place}.action", "invalid_value");
        return rule.Type switch
        {
            "pii" => CheckEntities(rule.Entities, entities, $"{place}.entities"),
            "phrases" => CheckTexts(rule.Phrases, $"{place}.phrases", LongestPhrase),
            "topics" => CheckTexts(rule.Denied, $"{place}.denied", LongestPhrase),
            "moderation" => CheckEach(rule.Categories, $"{place}.categories", Category.IsMatch, "must be a category of the moderation endpoint, such as 'hate' or 'self-harm/intent'"),
            "domains" => CheckHosts(rule.Allowed, $"{place}.allowed"),
            "language" => CheckEach(rule.Allowed, $"{place}.allowed", LanguageGuess.Knows, $"must be one of the languages that are told apart: {string.Join(", ", LanguageGuess.Languages)}"),
            "regex" when PatternDetector.Check(rule.Pattern!) is { } broken => ApiError.Invalid($"'{place}.pattern': {broken}", $"{place}.pattern", "invalid_pattern"),
            "regex" when rule.Entity is { } entity && !Name.IsMatch(entity) => ApiError.Invalid($"'{place}.entity' must be small letters, digits and underscores.", $"{place}.entity", "invalid_value"),
            _ => null,
        };
    }

    /// <summary>The direction for which the rules allow no language together, so that no text could keep all of them; null where there is none.</summary>
    public static PolicyDirection? WithoutLanguage(IEnumerable<PolicyRule> rules)
    {
        var ofLanguages = rules.Where(rule => rule.Type == "language").ToList();
        return Enum.GetValues<PolicyDirection>().Cast<PolicyDirection?>().FirstOrDefault(direction =>
            ofLanguages.Where(rule => rule.AppliesTo.Contains(direction!.Value)).Select(IEnumerable<string> (rule) => rule.Allowed!).ToList() is { Count: > 0 } allowed
            && !allowed.Aggregate((all, one) => all.Intersect(one)).Any());
    }

    static IEnumerable<(string Name, object? Value)> FieldsIn(PolicyRule rule) =>
    [
        ("entities", rule.Entities), ("phrases", rule.Phrases), ("pattern", rule.Pattern), ("entity", rule.Entity), ("max_match", rule.MaxMatch),
        ("allowed", rule.Allowed), ("threshold", rule.Threshold), ("characters", rule.Characters), ("denied", rule.Denied), ("text", rule.Text), ("categories", rule.Categories),
    ];

    static IReadOnlyList<PolicyRule> WithIds(IReadOnlyList<PolicyRule> rules)
    {
        var taken = rules.Select(rule => rule.Id).OfType<string>().ToHashSet();
        return [.. rules.Select(rule => rule.Id is null ? rule with { Id = Free(rule.Type) } : rule)];

        string Free(string type)
        {
            for (var number = 1; ; number++)
                if (taken.Add(number == 1 ? type : $"{type}_{number}")) return number == 1 ? type : $"{type}_{number}";
        }
    }

    static ApiError? CheckHosts(IReadOnlyList<string>? hosts, string place) =>
        CheckEach(hosts, place, HostPatterns.IsOne, "must be a host name such as 'example.com', or '*.example.com' for all below it");

    static ApiError? CheckEntities(IReadOnlyList<string>? names, IReadOnlySet<string> custom, string place) => CheckEach(
        names, place, name => Entities.All.Contains(name) || custom.Contains(name),
        $"must be an entity that is known: {string.Join(", ", Entities.All)}, or one of your own");

    static ApiError? CheckTexts(IReadOnlyList<string>? texts, string place, int longest) => CheckEach(
        texts, place, text => text.Length <= longest && text.Any(char.IsLetterOrDigit), $"must be 1 to {longest} characters, a letter or a digit among them");

    static ApiError? CheckEach(IReadOnlyList<string>? values, string place, Func<string, bool> holds, string rule)
    {
        foreach (var (index, value) in (values ?? []).Index())
            if (!holds(value)) return ApiError.Invalid($"'{place}[{index}]' {rule}.", $"{place}[{index}]", "invalid_value");
        return null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_/-]{0,63}\z")]
    private static partial Regex Category { get; }
}
