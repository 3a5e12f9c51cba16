using Portal.Client.Policies;
using Portal.Policies;
using Portal.Safety.Detection;

namespace Portal.Safety.Screening;

/// <summary>Something that a rule found in a text.</summary>
/// <param name="End">Exclusive.</param>
internal sealed record RuleHit(ActiveRule Rule, string? Entity, int Start, int End, double Score)
{
    public PolicyAction Action => Rule.Action;

    /// <summary>What stands in its place where it is taken out.</summary>
    public string Label => Entity is not null && Rule.Rule.Type is "pii" or "regex" ? $"[{Entity!.ToUpperInvariant()}]"
        : Rule.Rule.Type == "domains" ? "[link removed]" : "[removed]";

    /// <summary>Whether it is about words in the text, and not about the text.</summary>
    public bool IsOfWords => !WholeText.Judges(Rule.Rule) && Rule.Rule.Type != "max_length";

    public bool Overlaps(RuleHit other) => Start < other.End && other.Start < End;
}

/// <param name="Text">As it goes on; up to where it was stopped.</param>
/// <param name="Decision">The harshest action taken.</param>
/// <param name="Message">Told to the person where it is refused.</param>
internal sealed record Screened(string Text, PolicyAction Decision, IReadOnlyList<RuleHit> Hits, string? Message);

/// <summary>The rules that hold for texts of one direction.</summary>
internal sealed class Screen
{
    public Screen(IReadOnlyList<ActiveRule> rules, IReadOnlyList<PolicyEntity> entities)
    {
        Local = [.. rules.SelectMany(rule => RuleDetectors.Of(rule.Rule, entities).Select(detector => (rule, detector)))];
        Whole = [.. rules.Where(rule => WholeText.Judges(rule.Rule))];
        Leaks = [.. rules.Where(rule => rule.Rule.Type == "instruction_leak")];
        Disclaimers = [.. rules.Where(rule => rule.Rule.Type == "disclaimer")];
        Limits = [.. rules.Where(rule => rule.Rule.Type == "max_length")];
    }

    /// <summary>Rules that find words wherever they stand.</summary>
    public IReadOnlyList<(ActiveRule Rule, Detector Detector)> Local { get; }

    /// <summary>Rules that judge a text only when it is there to its end.</summary>
    public IReadOnlyList<ActiveRule> Whole { get; }

    public bool HoldsAll => Whole.Any(rule => rule.Holds);

    /// <summary>Of <see cref="Whole"/> those that ask a provider.</summary>
    public IEnumerable<ActiveRule> Moderating => Whole.Where(rule => rule.Rule.Type == "moderation");

    public IReadOnlyList<ActiveRule> Leaks { get; }

    public IReadOnlyList<ActiveRule> Disclaimers { get; }

    /// <summary>Of length.</summary>
    public IReadOnlyList<ActiveRule> Limits { get; }

    /// <summary>How many characters a text's end may stay behind while it comes; null where all of it is held.</summary>
    public int? Held => HoldsAll ? null
        : Math.Max(Sweep.HeldBy(Local.Where(one => one.Rule.Changes).Select(one => one.Detector)), Leaks.Any(rule => rule.Changes) ? LeakScreen.MostHeld : 0);

    /// <param name="leaks">Knows the assistant's instructions; null where none can leak.</param>
    /// <param name="isWhole">False for a text to which what is said of whole replies does not apply: no disclaimer, no limit.</param>
    public StreamScreen Begin(LeakScreen? leaks = null, bool isWhole = true) => new(this, leaks, isWhole);

    /// <param name="moderations">Null where nobody was asked: rules of moderation then cannot be evaluated.</param>
    public Screened Read(string text, LeakScreen? leaks = null, Moderations? moderations = null)
    {
        var stream = Begin(leaks);
        var (first, rest) = (stream.Push(text), stream.Finish(moderations));
        RuleHit[] hits = [.. first.Hits.Concat(rest.Hits).Select(hit => hit with { End = Math.Min(hit.End, text.Length) }).OrderBy(hit => hit.Start)];
        return new(first.Text + rest.Text, hits.Select(hit => hit.Action).DefaultIfEmpty(PolicyAction.Allow).Max(), hits, rest.Stop?.Rule.Message);
    }
}
