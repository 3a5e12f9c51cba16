using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Audit;

/// <summary>
/// The words by which a row of the log is found: those of its action, actor, target, request and address, and of what was
/// changed. Text counts by whole words, an id also as a whole, in any case of letters.
/// </summary>
internal static partial class AuditWords
{
    /// <summary>So many different words of a row are kept; a changed document of a hundred pages is found by its beginning.</summary>
    const int MostOfARow = 600;

    const int LongestWord = 64;

    public static IReadOnlyCollection<string> Of(AuditRow row)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        string?[] fields = [row.Id, row.Action, row.ActorName, row.ActorId, row.ActorIp, row.TargetId, row.RequestId, row.SafetyFlag];
        foreach (var field in fields) AddText(words, field);
        foreach (var json in new[] { row.Changes, row.Upstream })
        {
            if (json is null or "[]") continue;
            using var document = JsonDocument.Parse(json);
            AddJson(words, document.RootElement);
        }

        return words;
    }

    /// <summary>What is looked for: each piece between blanks is one word, or one id, without its punctuation.</summary>
    public static IReadOnlyCollection<string> Asked(string query) =>
        [.. query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Whole).Where(word => word.Length > 0).Distinct()];

    static void AddJson(HashSet<string> words, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in json.EnumerateObject()) AddJson(words, field.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) AddJson(words, item);
                break;
            case JsonValueKind.String:
                AddText(words, json.GetString());
                break;
            case JsonValueKind.Number:
                AddText(words, json.GetRawText());
                break;
        }
    }

    static void AddText(HashSet<string> words, string? text)
    {
        if (text is null) return;
        foreach (var piece in Piece().EnumerateMatches(text))
        {
            if (words.Count >= MostOfARow) return;
            var found = text.Substring(piece.Index, piece.Length);
            if (Whole(found) is { Length: > 0 } whole) words.Add(whole);
            foreach (var part in Part().EnumerateMatches(found)) words.Add(Shown(found.Substring(part.Index, part.Length)));
        }
    }

    /// <summary><c>proj_01J9.</c> → <c>proj01j9</c>.</summary>
    static string Whole(string piece) => Shown(string.Concat(piece.Where(char.IsLetterOrDigit)));

    static string Shown(string letters) => (letters.Length > LongestWord ? letters[..LongestWord] : letters).ToLowerInvariant();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Piece();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Part();
}
