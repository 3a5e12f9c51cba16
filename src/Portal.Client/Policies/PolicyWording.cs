using Portal.Client.Shared;

namespace Portal.Client.Policies;

/// <summary>How rules, actions and directions read on pages.</summary>
static class PolicyWording
{
    /// <summary>The built-in entities, for choosing; the service knows which there are.</summary>
    public static readonly IReadOnlyList<string> Entities =
    [
        "person", "email", "phone", "address", "date_of_birth", "credit_card", "iban", "bank_account", "national_id", "passport", "driver_license",
        "ip_address", "mac_address", "url_credentials", "secret", "crypto_address",
    ];

    /// <summary>In the order in which they are offered.</summary>
    public static readonly IReadOnlyList<(string Type, string Name, string Hint)> Types =
    [
        ("pii", "Personal data", "E-mail addresses, phone and card numbers, names and other personal data."),
        ("phrases", "Phrases", "Words and phrases, whatever their case."),
        ("regex", "Expression", "A regular expression of your own, at most 512 characters a match."),
        ("domains", "Links", "Links and images to hosts that are not on the list."),
        ("topics", "Topics", "Sentences that hold all words of a topic."),
        ("injection", "Prompt injection", "Text that tries to turn the assistant against its instructions."),
        ("instruction_leak", "Instruction leak", "Replies that repeat the assistant's instructions."),
        ("moderation", "Moderation", "Texts that a provider's moderation endpoint objects to. A rule that asks or blocks, and any under a strict policy, holds the whole reply back until it is finished. Where the endpoint does not answer, a strict policy blocks and any other flags."),
        ("max_length", "Length", "Texts over a number of characters."),
        ("language", "Language", "Texts in another language than those listed. A rule that redacts or blocks holds the whole reply back until it is finished."),
        ("disclaimer", "Disclaimer", "A sentence that each reply ends with."),
    ];

    public static readonly IReadOnlyList<PolicyAction> Actions = [PolicyAction.Flag, PolicyAction.Redact, PolicyAction.Ask, PolicyAction.Block, PolicyAction.Allow];

    /// <summary><c>ip_address</c> → "IP address".</summary>
    public static string OfEntity(string entity) => entity switch
    {
        "iban" => "IBAN",
        "ip_address" => "IP address",
        "mac_address" => "MAC address",
        "url_credentials" => "URL with credentials",
        "national_id" => "National ID",
        _ => Wording.OfWord(entity),
    };

    /// <summary>What a rule has found: its type, and more where it says more.</summary>
    public static string OfFound(string type, string? entity) => (type, entity) switch
    {
        (_, null) => OfType(type),
        ("moderation", "unavailable") => $"{OfType(type)}: not checked, since no provider's endpoint answered",
        ("moderation", _) => $"{OfType(type)}: {entity}",
        _ => $"{OfType(type)}: {OfEntity(entity)}",
    };

    public static string OfType(string type) => Types.FirstOrDefault(one => one.Type == type).Name ?? Wording.OfWord(type);

    public static string HintOf(string type) => Types.FirstOrDefault(one => one.Type == type).Hint ?? "";

    public static string Of(PolicyDirection direction) => direction switch
    {
        PolicyDirection.Input => "What people write",
        PolicyDirection.Retrieved => "Passages looked up",
        PolicyDirection.ToolInput => "What tools are called with",
        PolicyDirection.ToolOutput => "What tools answer",
        _ => "Replies",
    };

    public static (string Text, Tone Tone) Of(PolicyAction action) => action switch
    {
        PolicyAction.Allow => ("Allow", Tone.Good),
        PolicyAction.Flag => ("Flag", Tone.Info),
        PolicyAction.Redact => ("Redact", Tone.Warning),
        PolicyAction.Ask => ("Ask a person", Tone.Warning),
        _ => ("Block", Tone.Bad),
    };

    public static string Of(PolicyKind kind) => kind == PolicyKind.Safety ? "Safety" : "Privacy";

    /// <summary>What a rule is about, on one line.</summary>
    public static string Summary(PolicyRule rule) => rule.Type switch
    {
        "pii" => string.Join(", ", (rule.Entities ?? []).Select(OfEntity)),
        "phrases" => string.Join(", ", rule.Phrases ?? []),
        "topics" => string.Join(", ", rule.Denied ?? []),
        "regex" => rule.Pattern ?? "",
        "domains" => $"All but {string.Join(", ", rule.Allowed ?? [])}",
        "language" => $"All but {string.Join(", ", rule.Allowed ?? [])}",
        "max_length" => $"Over {Figures.Whole(rule.Characters ?? 0)} characters",
        "moderation" => rule.Categories is { Count: > 0 } categories ? string.Join(", ", categories) : "All categories",
        "disclaimer" => rule.Text ?? "",
        _ => HintOf(rule.Type),
    };

    public static string Where(PolicySource source) => source switch
    {
        { PolicyId: null, Level: PolicyTarget.Assistant } => "This assistant's own settings",
        _ => $"{source.PolicyName} · {Wording.Wire(source.Level)}",
    };

    public static string Held(int? characters) => characters switch
    {
        null => "Replies are held back whole until they are finished: a rule needs all of the text.",
        0 => "Replies are shown as they come: no rule holds them back.",
        { } some => $"Replies are shown {Figures.Whole(some)} characters behind what the model has written, so that nothing is shown that a rule takes out.",
    };
}
