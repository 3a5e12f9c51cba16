using System.Text.RegularExpressions;

namespace Portal.Policies;

/// <summary>Host names, with <c>*.</c> for all below one.</summary>
internal static partial class HostPatterns
{
    public static bool IsOne(string text) => text.Length <= 253 && Form.IsMatch(text);

    /// <summary>The hosts that both lists allow.</summary>
    public static IReadOnlyList<string> Intersect(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        [.. one.Where(pattern => other.Any(wider => Covers(wider, pattern))).Union(other.Where(pattern => one.Any(wider => Covers(wider, pattern))), StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether every host of the narrower one is one of the wider.</summary>
    static bool Covers(string wider, string narrower) => wider.Equals(narrower, StringComparison.OrdinalIgnoreCase)
        || (wider.StartsWith("*.", StringComparison.Ordinal) && narrower.EndsWith(wider[1..], StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Form { get; }
}
