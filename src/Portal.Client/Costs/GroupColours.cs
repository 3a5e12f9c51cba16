namespace Portal.Client.Costs;

/// <summary>Which of the chart's colours a group has: the same for as long as one looks, whatever else is shown beside it.</summary>
public sealed class GroupColours
{
    /// <summary>How many there are; what is beyond them is summed as others.</summary>
    public const int Count = 6;

    readonly Dictionary<string, int> kept = [];

    /// <summary>From 1, in the order of the groups.</summary>
    /// <param name="groups">No more than there are colours.</param>
    public IReadOnlyList<int> Of(IReadOnlyList<string> groups)
    {
        var free = Enumerable.Range(1, Count).ToHashSet();
        var known = groups.Where(group => kept.TryGetValue(group, out var colour) && free.Remove(colour)).ToHashSet();
        foreach (var group in groups.Where(group => !known.Contains(group)))
        {
            // What a group prefers is its own, so that another visit finds it in the same colour.
            var colour = Enumerable.Range(0, Count).Select(step => ((Hash(group) + step) % Count) + 1).First(free.Contains);
            free.Remove(colour);
            kept[group] = colour;
        }

        return [.. groups.Select(group => kept[group])];
    }

    /// <summary>FNV-1a: the same on every machine, which the runtime's own is not.</summary>
    static int Hash(string text) => (int)(text.Aggregate(2_166_136_261u, (hash, letter) => (hash ^ letter) * 16_777_619u) >> 8);
}
