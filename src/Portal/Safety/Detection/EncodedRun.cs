using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Portal.Safety.Detection;

/// <summary>A run of base64, plain or for URLs, that stands alone and decodes to readable text.</summary>
/// <param name="Start">In the original text.</param>
/// <param name="End">With its padding.</param>
/// <param name="Decoded">What it says, ready for detection.</param>
sealed record EncodedRun(int Start, int End, ScanText Decoded)
{
    /// <summary>The shortest run that is decoded, in characters.</summary>
    const int Shortest = 12;

    /// <summary>The longest run that is decoded, in characters; longer ones are left alone.</summary>
    public const int Longest = 256;

    static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    public static IReadOnlyList<EncodedRun> In(string text)
    {
        List<EncodedRun>? runs = null;
        for (var from = 0; from + Shortest <= text.Length;)
        {
            // Looked at from behind, so that most words are stepped over.
            var gap = text.AsSpan(from, Shortest).LastIndexOfAnyExcept(Alphabet);
            if (gap >= 0)
            {
                from += gap + 1;
                continue;
            }

            var start = from;
            var length = text.AsSpan(start).IndexOfAnyExcept(Alphabet);
            from = length < 0 ? text.Length : start + length;
            if (from - start is < Shortest or > Longest - 2) continue;
            var end = from;
            while (end < text.Length && end < from + 2 && text[end] == '=') end++;
            if (Decode(text.AsSpan(start, from - start)) is { } decoded) (runs ??= []).Add(new(start, end, new(decoded)));
        }

        return runs ?? (IReadOnlyList<EncodedRun>)[];
    }

    static string? Decode(ReadOnlySpan<char> run)
    {
        if (run.Length % 4 == 1 || !run.ContainsAnyInRange('A', 'Z') || !run.ContainsAnyInRange('a', 'z')) return null;
        Span<char> plain = stackalloc char[Longest];
        run.CopyTo(plain);
        plain.Replace('+', '-');
        plain.Replace('/', '_');
        Span<byte> bytes = stackalloc byte[Longest];
        if (Base64Url.DecodeFromChars(plain[..run.Length], bytes, out _, out var count) != OperationStatus.Done) return null;
        bytes = bytes[..count];
        // Words of a text decode to noise: control characters give them away.
        if (bytes.ContainsAnyInRange<byte>(0, 8) || bytes.ContainsAnyInRange<byte>(14, 31) || !System.Text.Unicode.Utf8.IsValid(bytes)) return null;
        return Encoding.UTF8.GetString(bytes);
    }
}
