using System.Text;
using Portal.Client.Policies;
using Portal.Policies;
using Portal.Safety.Detection;

namespace Portal.Safety.Screening;

/// <summary>What may go on by now.</summary>
/// <param name="Hits">What was found since the last time.</param>
/// <param name="Stop">Why nothing more goes on; null while it does.</param>
internal sealed record Released(string Text, IReadOnlyList<RuleHit> Hits, RuleHit? Stop);

/// <summary>
/// A text that is screened while it comes. It releases only what no rule can change any more, so that what it has released
/// at the end is, for any split into pieces, what the whole text would have become.
/// </summary>
internal sealed class StreamScreen
{
    /// <summary>The end of what is cut off after the longest text allowed.</summary>
    const int Endless = int.MaxValue;

    const int RememberedAllowances = 4096;

    readonly Screen screen;
    readonly bool isWhole;
    readonly IReadOnlyList<ActiveRule> rules;
    readonly Sweep changing, watching;
    readonly int[] changingRules, watchingRules;
    readonly StringBuilder held = new();
    readonly StringBuilder whole = new();
    readonly StringBuilder released = new();
    readonly List<RuleHit> open = [];
    readonly HashSet<RuleHit> told = [];
    int origin;
    int length;
    RuleHit? stop;

    public StreamScreen(Screen screen, LeakScreen? leaks, bool isWhole)
    {
        (this.screen, this.isWhole) = (screen, isWhole);
        var local = screen.Local.Concat(leaks is null ? [] : screen.Leaks.Select(rule => (Rule: rule, Detector: (Detector)leaks))).ToList();
        rules = [.. local.Select(one => one.Rule)];
        changingRules = [.. local.Index().Where(one => one.Item.Rule.Changes || one.Item.Rule.Action is PolicyAction.Allow).Select(one => one.Index)];
        watchingRules = [.. local.Index().Select(one => one.Index).Except(changingRules)];
        changing = new([.. changingRules.Select(index => local[index].Detector)]);
        watching = new([.. watchingRules.Select(index => local[index].Detector)]);
    }

    public Released Push(string chunk)
    {
        if (stop is not null || chunk.Length == 0) return new("", [], stop);
        held.Append(chunk);
        Note(changing.Push(chunk), changingRules);
        Note(watching.Push(chunk), watchingRules);
        var before = length;
        length += chunk.Length;
        if (isWhole)
        {
            open.AddRange(screen.Limits.Where(limit => before <= limit.Rule.Characters && length > limit.Rule.Characters)
                .Select(limit => new RuleHit(limit, null, limit.Rule.Characters!.Value, limit.Changes ? Endless : length, 1)));
        }

        if (screen.Whole.Count > 0) whole.Append(chunk);
        return screen.HoldsAll ? new("", [], null) : Release(changing.Frontier, Math.Min(changing.Frontier, watching.Frontier), last: false);
    }

    /// <param name="moderations">What is said of the whole text; null where nobody was asked.</param>
    public Released Finish(Moderations? moderations = null)
    {
        if (stop is not null) return new("", [], stop);
        Note(changing.Finish(), changingRules);
        Note(watching.Finish(), watchingRules);
        open.AddRange(screen.Whole.SelectMany(rule => WholeText.Judge(rule, whole.ToString(), moderations ?? Moderations.None)));
        var last = Release(length, length, last: true);
        return last.Stop is null ? last with { Text = last.Text + string.Concat(Missing().Select(text => $"\n\n{text}")) } : last;
    }

    void Note(IReadOnlyList<Finding> found, int[] rulesOf) =>
        open.AddRange(found.Select(one => new RuleHit(rules[rulesOf[one.Rule]], EntityOf(rules[rulesOf[one.Rule]].Rule, one), one.Start, one.End, one.Score)));

    /// <summary>Only where it says more than the rule's type.</summary>
    static string? EntityOf(PolicyRule rule, Finding found) => rule.Type is "pii" or "regex" or "topics" ? found.Entity : null;

    /// <param name="frontier">Up to here all is found that changes the text.</param>
    /// <param name="watched">Up to here all is found.</param>
    Released Release(int frontier, int watched, bool last)
    {
        // What a policy allows is exempt from its other rules.
        var allowed = open.Where(hit => hit.Action is PolicyAction.Allow).ToList();
        open.RemoveAll(hit => hit.Action is not PolicyAction.Allow && hit.IsOfWords && hit.End <= frontier && allowed.Exists(other => other.Rule.Source == hit.Rule.Source && other.Overlaps(hit)));
        var stretches = Stretch.Of(open.Where(hit => hit.Rule.Changes));
        var safe = Math.Max(origin, stretches.Where(stretch => stretch.End > frontier).Select(stretch => stretch.Start).Append(frontier).Min());
        // Never between the halves of a surrogate pair.
        if (safe > origin && !(last && safe == length) && char.IsHighSurrogate(held[safe - origin - 1])) safe--;
        var (text, hits, at) = (new StringBuilder(), new List<RuleHit>(), origin);
        foreach (var stretch in stretches.TakeWhile(stretch => stretch.Start < safe || (stretch.End == Endless && stretch.Start == safe && stretch.KnownEnd <= frontier)))
        {
            text.Append(held, at - origin, stretch.Start - at);
            hits.AddRange(stretch.Hits);
            at = stretch.End == Endless ? stretch.Start : stretch.End;
            if (stretch.Harshest.Action >= PolicyAction.Ask) stop = stretch.Harshest;
            if (stop is not null || stretch.End == Endless) break;
            text.Append(stretch.Harshest.Label);
        }

        if (stop is null && at < safe)
        {
            text.Append(held, at - origin, safe - at);
            at = safe;
        }

        hits.AddRange(open.Where(hit => hit.Action is PolicyAction.Flag && hit.End <= watched));
        open.RemoveAll(hit => (hits.Contains(hit) && hit.End != Endless) || (hit.Action is PolicyAction.Allow && hit.End <= at - RememberedAllowances));
        hits.RemoveAll(hit => hit.End == Endless && !told.Add(hit));
        held.Remove(0, at - origin);
        origin = at;
        released.Append(text);
        return new(text.ToString(), hits, stop);
    }

    IEnumerable<string> Missing() => !isWhole ? [] : screen.Disclaimers.Select(rule => rule.Rule.Text!.Trim()).Where(text => !released.ToString().Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Hits that overlap, as one: the harshest decides what becomes of all their words.</summary>
    sealed record Stretch(int Start, int End, IReadOnlyList<RuleHit> Hits)
    {
        /// <summary>Of what was found in it, where a limit of length makes it endless.</summary>
        public int KnownEnd { get; } = Hits.Where(hit => hit.End != Endless).Select(hit => hit.End).Append(Start).Max();

        public RuleHit Harshest { get; } = Hits.MaxBy(hit => hit.Action)!;

        public static List<Stretch> Of(IEnumerable<RuleHit> hits)
        {
            var stretches = new List<Stretch>();
            foreach (var hit in hits.OrderBy(hit => hit.Start).ThenByDescending(hit => hit.End))
            {
                if (stretches is [.., var last] && hit.Start < last.End) stretches[^1] = new(last.Start, Math.Max(last.End, hit.End), [.. last.Hits, hit]);
                else stretches.Add(new(hit.Start, hit.End, [hit]));
            }

            return stretches;
        }
    }
}
