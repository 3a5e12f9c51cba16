using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Bench;

/// <summary>What a provider writes, and how fast.</summary>
/// <param name="Pace">From one chunk to the next.</param>
/// <param name="Chunk">The text of each, by its number; after null the reply ends.</param>
sealed partial record PacedReply(TimeSpan Pace, Func<int, string?> Chunk)
{
    /// <summary>
    /// 30 chunks a second, without an end: the text of each is the <see cref="Stopwatch"/>'s ticks at which it was written,
    /// so that a viewer can tell how old it is. Ten make a paragraph.
    /// </summary>
    public static readonly PacedReply Stamped = new(TimeSpan.FromMilliseconds(33), number => Stopwatch.GetTimestamp() + (number % 10 == 9 ? "\n\n" : " "));

    /// <summary>So many tokens at 100 a second: sections of prose with a list, a table and code, the last words of which are “That is all.”</summary>
    public static PacedReply Markdown(int tokens)
    {
        string[] parts = [.. Enumerable.Range(1, tokens / 100).Select(Section).SelectMany(section => Token().Matches(section).Select(match => match.Value)).Take(tokens - 1)];
        return new(TimeSpan.FromMilliseconds(10), number => number < parts.Length ? parts[number] : number == parts.Length ? "\n\nThat is all." : null);
    }

    /// <summary>The ages in milliseconds of the chunks in a delta, which may hold several.</summary>
    public static IEnumerable<double> AgesOf(string delta, long now) =>
        delta.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(stamp => Stopwatch.GetElapsedTime(long.Parse(stamp, CultureInfo.InvariantCulture), now).TotalMilliseconds);

    /// <summary>Some 200 tokens.</summary>
    static string Section(int number) => $$"""
        ## {{number}}. Returns within thirty days

        Whoever has bought something may **return it within thirty days**, counted from the delivery, with the *receipt* and in
        the box that it came in. What was opened is looked at by a person, who says within two days what is paid back; see
        [the terms](https://example.org/terms/{{number}}) for what is not taken back at all.

        - unopened: the whole price, and what was paid for the delivery
        - opened: the price less `15 %`, unless something was amiss
        - damaged: nothing, but a repair at the price of its parts

        | state | paid back | after |
        |---|---:|---|
        | unopened | 100 % | 2 days |
        | opened | 85 % | 5 days |

        ```json
        {"order": {{number}}, "state": "returned", "lines": [{"article": "lamp", "count": 2, "price": 19.90}]}
        ```


        """;

    /// <summary>As tokenizers cut: the beginning of a word with the space before it, up to six letters.</summary>
    [GeneratedRegex(@"\s*\S{1,6}")]
    private static partial Regex Token();
}
