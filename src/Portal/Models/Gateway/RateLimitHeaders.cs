using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Portal.Models.Gateway;

/// <summary>
/// The headers by which providers tell how much of their rate limits is left: OpenAI's
/// (https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers) and Anthropic's
/// (https://docs.anthropic.com/en/api/rate-limits#response-headers), which others have taken over.
/// </summary>
internal static partial class RateLimitHeaders
{
    static readonly string[] Prefixes = ["x-ratelimit", "anthropic-ratelimit"];

    public static ProviderHeadroom? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        ProviderHeadroom? worst = null;
        foreach (var unit in (string[])["requests", "tokens"])
        {
            // x-ratelimit-remaining-tokens, anthropic-ratelimit-tokens-remaining
            var remaining = Value(headers, $"{Prefixes[0]}-remaining-{unit}") ?? Value(headers, $"{Prefixes[1]}-{unit}-remaining");
            if (!long.TryParse(remaining, NumberStyles.Integer, CultureInfo.InvariantCulture, out var left)) continue;
            var reset = Value(headers, $"{Prefixes[0]}-reset-{unit}") ?? Value(headers, $"{Prefixes[1]}-{unit}-reset");
            var room = new ProviderHeadroom(left <= 0, reset is null ? null : ParseReset(reset, now));
            if (worst is null || (room.IsUsedUp && !worst.IsUsedUp)) worst = room;
        }

        return worst;
    }

    /// <summary>Such as <c>6m0s</c>, <c>1.5s</c>, <c>20ms</c>, a number of seconds, or a moment.</summary>
    public static TimeSpan? ParseReset(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return Bounded(seconds);
        if (Duration().Match(text) is { Success: true, Length: > 0 } match)
        {
            return Bounded((Part(match, "h") * 3600) + (Part(match, "m") * 60) + Part(match, "s") + (Part(match, "ms") / 1000));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? Bounded((moment - now).TotalSeconds) : null;
    }

    static TimeSpan? Bounded(double seconds) => seconds is >= 0 and < 86_400 ? TimeSpan.FromSeconds(seconds) : null;

    static double Part(Match match, string name) => match.Groups[name] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;

    [GeneratedRegex(@"^(?:(?<h>\d{1,4})h)?(?:(?<m>\d{1,4})m(?!s))?(?:(?<s>\d{1,6}(?:\.\d{1,9})?)s)?(?:(?<ms>\d{1,6}(?:\.\d{1,9})?)ms)?$")]
    private static partial Regex Duration();
}
