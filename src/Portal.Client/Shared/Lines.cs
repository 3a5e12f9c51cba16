namespace Portal.Client.Shared;

/// <summary>Lists and pairs as a person types them: one on each line.</summary>
static class Lines
{
    public static string? Join(IReadOnlyList<string>? items) => items is { Count: > 0 } ? string.Join('\n', items) : null;

    public static IReadOnlyList<string> Split(string? text) =>
        text?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public static string? JoinPairs(IReadOnlyDictionary<string, string>? pairs) =>
        pairs is { Count: > 0 } ? string.Join('\n', pairs.Select(pair => $"{pair.Key} = {pair.Value}")) : null;

    public static bool TrySplitPairs(string? text, out Dictionary<string, string> pairs)
    {
        pairs = [];
        foreach (var line in Split(text))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || !pairs.TryAdd(parts[0], parts[1])) return false;
        }

        return true;
    }
}
