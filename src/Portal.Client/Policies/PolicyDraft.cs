using Portal.Client.Assistants;
using Portal.Client.Shared;

namespace Portal.Client.Policies;

/// <summary>A policy as it is being written.</summary>
public sealed class PolicyDraft
{
    public PolicyDraft(PolicyInput input)
    {
        (Kind, Name, Description, Strict, Mode) = (input.Kind, input.Name, input.Description, input.Strict, input.Mode);
        (AllowedDomains, AllowedEntities) = (Lines.Join(input.AllowedDomains), Lines.Join(input.AllowedEntities));
        Rules = [.. (input.Rules ?? []).Select(rule => new RuleDraft(rule))];
    }

    public PolicyKind Kind { get; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public bool Strict { get; set; }

    public string? AllowedDomains { get; set; }

    public PrivacyMode Mode { get; set; }

    public string? AllowedEntities { get; set; }

    public List<RuleDraft> Rules { get; }

    public PolicyInput ToInput() => new()
    {
        Kind = Kind,
        Name = Name?.Trim() ?? "",
        Description = string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
        Strict = Strict,
        AllowedDomains = Lines.Split(AllowedDomains),
        Mode = Mode,
        AllowedEntities = Lines.Split(AllowedEntities),
        Rules = [.. Rules.Select(rule => rule.ToRule())],
    };
}

/// <summary>A rule as it is being written. What it lists stands one on each line.</summary>
public sealed class RuleDraft(PolicyRule rule)
{
    public string? Id { get; } = rule.Id;

    public string Type { get; } = rule.Type;

    public HashSet<PolicyDirection> AppliesTo { get; } = [.. rule.AppliesTo];

    public PolicyAction Action { get; set; } = rule.Action;

    public string? Message { get; set; } = rule.Message;

    public string? List { get; set; } = Lines.Join(rule.Entities ?? rule.Phrases ?? rule.Allowed ?? rule.Denied ?? rule.Categories);

    public string? Pattern { get; set; } = rule.Pattern;

    public string? Entity { get; set; } = rule.Entity;

    public decimal? MaxMatch { get; set; } = rule.MaxMatch;

    public decimal? Threshold { get; set; } = (decimal?)rule.Threshold;

    public decimal? Characters { get; set; } = rule.Characters;

    public string? Text { get; set; } = rule.Text;

    /// <summary>The directions in which rules of a type make sense.</summary>
    public static IReadOnlyList<PolicyDirection> DirectionsOf(string type) => type switch
    {
        "injection" => [PolicyDirection.Input, PolicyDirection.Retrieved, PolicyDirection.ToolOutput],
        "instruction_leak" => [PolicyDirection.Output, PolicyDirection.ToolInput],
        "moderation" => [PolicyDirection.Input, PolicyDirection.Retrieved, PolicyDirection.ToolOutput, PolicyDirection.Output],
        "disclaimer" => [PolicyDirection.Output],
        _ => Enum.GetValues<PolicyDirection>(),
    };

    public static RuleDraft New(string type) => new(new()
    {
        Type = type,
        AppliesTo = type is "injection" ? DirectionsOf(type) : type is "pii" or "phrases" or "regex" or "topics" or "moderation" ? [PolicyDirection.Input, PolicyDirection.Output] : [PolicyDirection.Output],
        Action = PolicyAction.Flag,
    });

    public PolicyRule ToRule()
    {
        var list = Lines.Split(List);
        return new()
        {
            Id = Id,
            Type = Type,
            AppliesTo = [.. AppliesTo.Order()],
            Action = Action,
            Message = Action >= PolicyAction.Ask && !string.IsNullOrWhiteSpace(Message) ? Message.Trim() : null,
            Entities = Type == "pii" ? list : null,
            Phrases = Type == "phrases" ? list : null,
            Allowed = Type is "domains" or "language" ? list : null,
            Denied = Type == "topics" ? list : null,
            Categories = Type == "moderation" && list.Count > 0 ? list : null,
            Pattern = Type == "regex" ? Pattern ?? "" : null,
            Entity = Type == "regex" && !string.IsNullOrWhiteSpace(Entity) ? Entity.Trim() : null,
            MaxMatch = Type == "regex" ? Whole(MaxMatch) : null,
            Threshold = Type is "injection" or "moderation" ? (double?)Threshold : null,
            Characters = Type == "max_length" ? Whole(Characters) : null,
            Text = Type == "disclaimer" ? Text ?? "" : null,
        };
    }

    static int? Whole(decimal? number) => number is { } some ? (int)Math.Clamp(decimal.Truncate(some), int.MinValue, int.MaxValue) : null;
}
