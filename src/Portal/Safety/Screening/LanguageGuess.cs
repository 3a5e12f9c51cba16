using System.Collections.Frozen;

namespace Portal.Safety.Screening;

/// <summary>
/// Says in which language a text is written: by its script where one language alone has it, else by the frequent small words.
/// It says nothing of texts that are too short to tell.
/// </summary>
internal static class LanguageGuess
{
    const int FewestLetters = 12;
    const int FewestWords = 3;

    /// <summary>Small words by language; a word of several languages counts for each.</summary>
    static readonly (string Language, FrozenSet<string> Words)[] SmallWords =
    [
        Of("en", "the and of to is in that it for you with are this have not be on was what can my i how do your please an or from will"),
        Of("de", "der die das und ist nicht ich sie ein eine zu mit auf für den dem von wie kann wir es im auch bitte mein ihr haben was wird sich"),
        Of("fr", "le la les et est une un des que pour dans pas vous je ne avec sur qui ce au du il nous mon votre comment être avez sont"),
        Of("es", "el la los las y es un una que de para en no con por se mi su lo como está pero más del al puedo usted qué tengo"),
        Of("it", "il la lo gli le e è un una che di per non con sono mi si come della nel questo anche ho del alla posso cosa"),
        Of("pt", "o a os as e é um uma que de para não com por se meu você como está mas do da no na eu isso posso uma são"),
        Of("nl", "de het een en is van ik niet dat je in te met voor op zijn er aan mijn kan wat ook naar hoe bij heb wordt u"),
        Of("pl", "i w nie na się że z do to jest jak o co ale po tak czy mam mój za od przez dla jestem jego proszę"),
        Of("sv", "och det att i en är som på för inte jag med den av till har ett kan du hur min vi om så men från"),
        Of("da", "og det at i en er som på for ikke jeg med den af til har et kan du hvordan min vi om så men fra der"),
        Of("fi", "ja on ei se että en hän mutta kun ole mitä miten minun olen voi tämä niin jos myös kuin oli ovat"),
        Of("cs", "a je se v na to že jak s do ale pro jsem není co mám můj by tak za nebo jako které prosím"),
        Of("tr", "ve bir bu için de da ne çok ile var mı nasıl ben benim değil ama gibi olan daha kadar en lütfen"),
        Of("ro", "și este nu în la de cu pe o un să că mai ce pentru din sunt am cum mea vă care dar prin"),
        Of("hu", "és a az nem van hogy egy de is ez mit meg hogyan van kérem vagy én nekem csak mint volt lehet"),
        Of("id", "yang dan di ini itu tidak saya untuk dengan dari ada apa bagaimana anda ke bisa akan pada juga kami"),
    ];

    static readonly (string Language, int From, int To)[] Scripts =
    [
        ("el", 0x370, 0x3FF), ("he", 0x590, 0x5FF), ("ar", 0x600, 0x6FF), ("hi", 0x900, 0x97F), ("th", 0xE00, 0xE7F),
        ("ja", 0x3040, 0x30FF), ("zh", 0x4E00, 0x9FFF), ("ko", 0xAC00, 0xD7A3), ("ru", 0x400, 0x4FF),
    ];

    /// <summary>Letters that Ukrainian has and Russian has not.</summary>
    const string UkrainianLetters = "іїєґІЇЄҐ";

    /// <summary>The codes of those that are told apart.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. SmallWords.Select(one => one.Language).Concat(Scripts.Select(one => one.Language)).Append("uk").Order(StringComparer.Ordinal)];

    public static bool Knows(string language) => Languages.Contains(language);

    /// <summary>A code such as <c>en</c>; null where it cannot be told.</summary>
    public static string? Of(string text)
    {
        var letters = text.Where(char.IsLetter).ToList();
        if (ByScript(letters) is { } language) return language;
        if (letters.Count < FewestLetters) return null;
        var words = text.ToLowerInvariant().Split([.. text.Where(sign => !char.IsLetter(sign)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < FewestWords) return null;
        var counts = SmallWords.Select(one => (one.Language, Count: words.Count(one.Words.Contains))).OrderByDescending(one => one.Count).ToList();
        return counts[0].Count >= Math.Max(2, words.Length / 10) && counts[0].Count > counts[1].Count ? counts[0].Language : null;
    }

    /// <summary>Half of the letters are of one script; some kana make Chinese signs Japanese.</summary>
    static string? ByScript(List<char> letters)
    {
        if (letters.Count < 2) return null;
        foreach (var (language, from, to) in Scripts)
        {
            var some = letters.Count(letter => letter >= from && letter <= to);
            if (some * 2 < letters.Count && !(language == "ja" && some * 5 >= letters.Count)) continue;
            return language == "ru" && letters.Any(UkrainianLetters.Contains) ? "uk" : language;
        }

        return null;
    }

    static (string, FrozenSet<string>) Of(string language, string words) => (language, words.Split(' ').ToFrozenSet());
}
