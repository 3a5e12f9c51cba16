using Portal.Safety.Detection;

namespace Portal.Bench.Detection;

/// <summary>
/// Counts of one entity. A finding is right where it has the entity of a span and shares at least half of what the two
/// cover together.
/// </summary>
sealed class Counts
{
    public int Right { get; set; }
    public int Found { get; set; }
    public int Wanted { get; set; }

    public double Precision => Found == 0 ? 1 : (double)Right / Found;
    public double Recall => Wanted == 0 ? 1 : (double)Right / Wanted;

    /// <summary>The harmonic mean in which recall weighs twice (β = 2).</summary>
    public double F2 => Precision + Recall == 0 ? 0 : 5 * Precision * Recall / (4 * Precision + Recall);

    public override string ToString() => $"precision {Precision:0.000}, recall {Recall:0.000}, F2 {F2:0.000} ({Wanted})";
}

static class Evaluation
{
    public static SortedDictionary<string, Counts> Count(IReadOnlyList<LabelledText> texts, Scanner scanner, Action<string>? tellMiss = null)
    {
        var counts = new SortedDictionary<string, Counts>();
        foreach (var (text, spans, neutral) in texts)
        {
            var left = spans.ToList();
            foreach (var span in spans) Of(span.Entity).Wanted++;
            foreach (var found in scanner.Scan(text))
            {
                if (neutral.Any(span => span.Entity == found.Entity && Shared(span, found) > 0)) continue;
                Of(found.Entity).Found++;
                if (left.Find(span => span.Entity == found.Entity && Shared(span, found) >= 0.5) is { } right)
                {
                    Of(found.Entity).Right++;
                    left.Remove(right);
                }
                else tellMiss?.Invoke($"false {found.Entity} “{text[found.Start..found.End]}” in “{text}”");
            }

            foreach (var missed in left) tellMiss?.Invoke($"missed {missed.Entity} “{text[missed.Start..missed.End]}” in “{text}”");
        }

        return counts;

        Counts Of(string entity) => counts.TryGetValue(entity, out var known) ? known : counts[entity] = new();
    }

    public static Counts Sum(IEnumerable<Counts> counts) => counts.Aggregate(
        new Counts(),
        (sum, one) => new() { Right = sum.Right + one.Right, Found = sum.Found + one.Found, Wanted = sum.Wanted + one.Wanted });

    static double Shared(Span span, Finding found)
    {
        double shared = Math.Min(span.End, found.End) - Math.Max(span.Start, found.Start);
        return Math.Max(0, shared) / (Math.Max(span.End, found.End) - Math.Min(span.Start, found.Start));
    }
}
