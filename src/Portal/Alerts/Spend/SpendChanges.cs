using System.Data;
using Portal.Client.Usage;
using Portal.Usage;

namespace Portal.Alerts.Spend;

/// <summary>What one assistant, key, member or model took in a stretch of time, and in a stretch of the same kind before.</summary>
/// <param name="Dimension">As in <see cref="UsageGroup"/>.</param>
/// <param name="Now">Nano-dollars.</param>
/// <param name="Before">Nano-dollars; the mean where there are several stretches.</param>
internal sealed record SpendChange(string Dimension, string Value, long Now, long Before)
{
    public long Difference => Now - Before;
}

internal static class SpendChanges
{
    // Of what explains a change alike, the first is told.
    static readonly UsageGroup[] Groups = [.. new[] { "assistant", "key", "member", "model" }.Select(name => UsageGroup.Parse(name).Value!)];

    /// <param name="projects">Null for all.</param>
    public static List<SpendChange> Read(IDbConnection connection, IReadOnlyCollection<string>? projects, UsageStretch now, IReadOnlyList<UsageStretch> before)
    {
        var plan = UsagePlan.Of([now, .. before]);
        return [.. Groups.SelectMany(group => Compare(group.Dimension!, UsageSums.Read(connection, projects, plan, group), now.Start, before.Count))];
    }

    /// <summary>
    /// What drives a change: whose part in it is greatest beyond the part in the spend before. An assistant that always took
    /// all of it explains nothing; a key that took a tenth and now takes the whole difference explains it.
    /// </summary>
    /// <param name="now">Nano-dollars of all.</param>
    /// <param name="before">Nano-dollars of all.</param>
    public static SpendChange? Driver(IEnumerable<SpendChange> changes, long now, long before) => now <= before
        ? null
        : changes.Where(change => change.Difference > 0)
            .MaxBy(change => ((double)change.Difference / (now - before)) - (before == 0 ? 0 : (double)change.Before / before));

    static IEnumerable<SpendChange> Compare(string dimension, IEnumerable<UsageSum> sums, long now, int before) =>
        sums.Where(sum => sum.Group is not null).GroupBy(sum => sum.Group!).Select(parts => new SpendChange(
            dimension, parts.Key,
            parts.Where(part => part.Start == now).Sum(part => part.CostNanodollars),
            parts.Where(part => part.Start != now).Sum(part => part.CostNanodollars) / Math.Max(1, before)));
}
