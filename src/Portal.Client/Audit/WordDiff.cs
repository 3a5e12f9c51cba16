using System.Text.RegularExpressions;

namespace Portal.Client.Audit;

enum WordChange
{
    Same,
    Removed,
    Added,
}

/// <summary>Two texts word by word: what stayed, what went, what came.</summary>
static partial class WordDiff
{
    /// <summary>Past so many words that may differ, the middle is shown as one change: a page must not think for seconds.</summary>
    const int Most = 2_000;

    public static IReadOnlyList<(WordChange Change, string Text)> Of(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        var steps = new List<(WordChange, string)>();
        Add(steps, WordChange.Same, old[..head]);
        Middle(steps, old[head..^tail], now[head..^tail]);
        Add(steps, WordChange.Same, old[^tail..]);
        return steps;
    }

    /// <summary>The longest common subsequence, by its table of lengths.</summary>
    static void Middle(List<(WordChange, string)> steps, string[] old, string[] now)
    {
        if (old.Length > Most || now.Length > Most)
        {
            Add(steps, WordChange.Removed, old);
            Add(steps, WordChange.Added, now);
            return;
        }

        var common = new ushort[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
        var (at, to) = (0, 0);
        while (at < old.Length || to < now.Length)
        {
            if (at < old.Length && to < now.Length && old[at] == now[to])
            {
                Add(steps, WordChange.Same, old[at++]);
                to++;
            }
            else if (to == now.Length || (at < old.Length && common[at + 1, to] >= common[at, to + 1]))
            {
                Add(steps, WordChange.Removed, old[at++]);
            }
            else
            {
                Add(steps, WordChange.Added, now[to++]);
            }
        }
    }

    static void Add(List<(WordChange Change, string Text)> steps, WordChange change, params string[] words)
    {
        if (words.Length == 0) return;
        var text = string.Concat(words);
        if (steps is [.., var last] && last.Change == change) steps[^1] = (change, last.Text + text);
        else steps.Add((change, text));
    }

    static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\s+|[\p{L}\p{N}_]+|.", RegexOptions.Singleline)]
    private static partial Regex Word();
}
