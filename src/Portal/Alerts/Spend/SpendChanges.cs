using System.Data;
using Portal.Client.Usage;
using Portal.Costs;

namespace Portal.Alerts.Spend;

/// <summary>What one assistant, key, member, model or tool cost in a stretch of time, and in a stretch of the same kind before.</summary>
/// <param name="Dimension">As in <see cref="CostGroup"/>; or memory, or flat prices.</param>
/// <param name="Value">Which of them; null where there is but one.</param>
/// <param name="Now">Nano-dollars.</param>
/// <param name="Before">Nano-dollars; the mean where there are several stretches.</param>
internal sealed record SpendChange(string Dimension, string? Value, long Now, long Before)
{
    public long Difference => Now - Before;

    /// <param name="names">Of assistants, keys and members, by id.</param>
    public string Name(IReadOnlyDictionary<string, string> names) => Value is null ? Dimension : $"{Dimension} {names.GetValueOrDefault(Value, Value)}";
}

internal static class SpendChanges
{
    const string Memory = "memory";
    const string FlatPrices = "flat prices";

    // Of what explains a change alike, the first is told.
    static readonly CostGroup[] Groups = [.. new[] { "assistant", "key", "member", "model", CostGroup.Tool }.Select(word => CostGroup.Parse(word).Value!)];

    /// <param name="projects">Null for all.</param>
    public static List<SpendChange> Read(IDbConnection connection, IReadOnlyCollection<string>? projects, UsageStretch now, IReadOnlyList<UsageStretch> before)
    {
        UsageStretch[] stretches = [now, .. before];
        var whole = CostReader.Read(connection, projects, stretches, CostGroup.None).ByGroup()[null].ToList();
        return
        [
            .. Groups.SelectMany(group => CostReader.Read(connection, projects, stretches, group).ByGroup().Where(sums => sums.Key is not null)
                .Select(sums => Change(group.Word!, sums.Key, sums, sum => sum.Nanodollars))),
            Change(Memory, null, whole, sum => sum.Memory),
            Change(FlatPrices, null, whole, sum => sum.Flat),
        ];

        SpendChange Change(string dimension, string? value, IEnumerable<CostSum> sums, Func<CostSum, long> cost)
        {
            var parts = sums.ToLookup(sum => sum.Start == now.Start, cost);
            return new(dimension, value, parts[true].Sum(), parts[false].Sum() / Math.Max(1, before.Count));
        }
    }

    /// <summary>
    /// What drives a change: whose part in it is greatest beyond the part in the spend before. An assistant that always took
    /// all of it explains nothing; a key that took a tenth and now takes the whole difference explains it. Flat prices are agreed
    /// and drive nothing.
    /// </summary>
    /// <param name="now">Nano-dollars of all.</param>
    /// <param name="before">Nano-dollars of all.</param>
    public static SpendChange? Driver(IEnumerable<SpendChange> changes, long now, long before) => now <= before
        ? null
        : changes.Where(change => change.Difference > 0 && change.Dimension != FlatPrices)
            .MaxBy(change => ((double)change.Difference / (now - before)) - (before == 0 ? 0 : (double)change.Before / before));
}
