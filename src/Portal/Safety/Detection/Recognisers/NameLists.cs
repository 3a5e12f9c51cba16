using System.Collections.Frozen;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>The names that are known, from the resource <c>Names.txt</c>; compared in ASCII, in any case.</summary>
static class NameLists
{
    const string Accents =
        "àaáaâaãaäaåaāaăaąaçcćcčcďdđdèeéeêeëeēeęeěeğgìiíiîiïiīiłlñnńnňnòoóoôoõoöoøoōoőořršsśsşsșsťtțtùuúuûuüuūuůuűuýyÿyžzźzżz";

    static readonly FrozenDictionary<char, char> Plain =
        Enumerable.Range(0, Accents.Length / 2).ToFrozenDictionary(pair => Accents[pair * 2], pair => Accents[pair * 2 + 1]);

    static readonly FrozenDictionary<string, Kinds>.AlternateLookup<ReadOnlySpan<char>> Lookup = Read().GetAlternateLookup<ReadOnlySpan<char>>();

    [Flags]
    public enum Kinds { None = 0, Given = 1, Surname = 2, Ambiguous = 4, Common = 8 }

    /// <summary>What is known of a word.</summary>
    public static Kinds Of(ReadOnlySpan<char> word)
    {
        Span<char> plain = stackalloc char[Math.Min(word.Length, 32)];
        var length = 0;
        foreach (var c in word[..plain.Length])
        {
            if (c is '\'' or '-') continue;
            var small = char.ToLowerInvariant(c);
            plain[length++] = small < 128 ? small : Plain.GetValueOrDefault(small, small);
        }

        return Lookup.TryGetValue(plain[..length], out var kinds) ? kinds : Kinds.None;
    }

    static FrozenDictionary<string, Kinds> Read()
    {
        var kinds = new Dictionary<string, Kinds>();
        var kind = Kinds.None;
        using var reader = new StreamReader(typeof(NameLists).Assembly.GetManifestResourceStream("Names.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) kind = Enum.Parse<Kinds>(line.Trim('[', ']') is "surnames" ? nameof(Kinds.Surname) : line.Trim('[', ']'), ignoreCase: true);
            else
                foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    kinds[word.ToLowerInvariant()] = kinds.GetValueOrDefault(word.ToLowerInvariant()) | kind;
        }

        return kinds.ToFrozenDictionary();
    }
}
