using System.Text;

namespace Portal.Client.Threads.Markdown.Tex;

/// <summary>Bold, blackboard and script letters, which Unicode has as letters of their own.</summary>
static class TexAlphabets
{
    // The letters that Unicode had before its mathematical alphabets, and which these therefore leave out.
    static readonly Dictionary<char, string> Blackboard = new() { ['C'] = "ℂ", ['H'] = "ℍ", ['N'] = "ℕ", ['P'] = "ℙ", ['Q'] = "ℚ", ['R'] = "ℝ", ['Z'] = "ℤ" };
    static readonly Dictionary<char, string> Script = new() { ['B'] = "ℬ", ['E'] = "ℰ", ['F'] = "ℱ", ['H'] = "ℋ", ['I'] = "ℐ", ['L'] = "ℒ", ['M'] = "ℳ", ['R'] = "ℛ" };

    /// <summary>Null where a character has no such form.</summary>
    public static string? Of(string command, string text)
    {
        var letters = new StringBuilder();
        foreach (var letter in text)
        {
            var form = command switch
            {
                "mathbb" => Blackboard.GetValueOrDefault(letter) ?? Shifted(letter, 0x1D538, 0x1D552, 0x1D7D8),
                "mathcal" => Script.GetValueOrDefault(letter) ?? Shifted(letter, 0x1D49C, null, null),
                _ => Shifted(letter, 0x1D400, 0x1D41A, 0x1D7CE),
            };
            if (form is null) return null;
            letters.Append(form);
        }

        return letters.Length == 0 ? null : letters.ToString();
    }

    static string? Shifted(char letter, int upper, int? lower, int? digit) => letter switch
    {
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(upper + letter - 'A'),
        >= 'a' and <= 'z' when lower is { } from => char.ConvertFromUtf32(from + letter - 'a'),
        >= '0' and <= '9' when digit is { } from => char.ConvertFromUtf32(from + letter - '0'),
        _ => null,
    };
}
