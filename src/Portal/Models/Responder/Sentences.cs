using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Models.Responder;

/// <summary>Cuts passages into sentences and finds those that share most with a question.</summary>
internal static partial class Sentences
{
    const int Longest = 600;

    static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "could", "do", "does", "for", "from", "has", "have", "how", "i", "in",
        "is", "it", "its", "me", "my", "of", "on", "or", "our", "please", "tell", "that", "the", "their", "there", "this", "to", "us", "was",
        "we", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    };

    /// <summary>Sentences of prose; of JSON, one line for each value with its path.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..] && TryParse(text) is { } json) return [.. Flatten(json, "").Select(Shorten)];
        return [.. Border().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0).Select(Shorten)];
    }

    /// <summary>
    /// How much each sentence has to do with the question: the sum, over the question's words that it holds, of a weight
    /// that falls with the number of sentences that hold the word too. 0 is nothing in common.
    /// </summary>
    public static IReadOnlyList<double> Score(IReadOnlyList<string> sentences, string question)
    {
        var asked = Words(question);
        var words = sentences.Select(Words).ToList();
        var weights = asked.ToDictionary(word => word, word => 1.0 / (1 + words.Count(set => set.Contains(word))));
        return [.. words.Select(set => asked.Where(set.Contains).Sum(word => weights[word]))];
    }

    static HashSet<string> Words(string text) => Word().Matches(text.ToLowerInvariant())
        .Select(match => match.Value.Length > 3 ? match.Value.TrimEnd('s') : match.Value)
        .Where(word => !Common.Contains(word)).ToHashSet();

    static string Shorten(string sentence) => sentence.Length <= Longest ? sentence : sentence[..Longest].TrimEnd() + "…";

    static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // It only looked like JSON, so it is read as prose.
            return null;
        }
    }

    static IEnumerable<string> Flatten(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field => Flatten(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, index) => Flatten(item, $"{path}[{index}]")),
        _ => [path.Length == 0 ? json.ToString() : $"{path}: {json}"],
    };

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex Border();

    [GeneratedRegex(@"[\p{L}\p{N}_]+")]
    private static partial Regex Word();
}
