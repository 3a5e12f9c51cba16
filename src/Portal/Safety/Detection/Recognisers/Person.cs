using System.Collections.Frozen;
using static Portal.Safety.Detection.Recognisers.NameLists;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// People's names: a known given name alone or with what follows it, a known surname after another capitalised word, any
/// capitalised words after a title, a greeting, "my name is" and the like, and two that are no known words before "said" or
/// after "by". The lists know about 2,200 names that are common in Europe and the Americas, and some of elsewhere: other
/// names are found by what is around them only; so are names in small letters, after "my name is", if they are known. A
/// company named after a person is taken for one.
/// </summary>
sealed class Person : Recogniser
{
    const int MostWords = 5;

    static readonly Context Titles = Context.Of(
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "herrn", "monsieur", "madame", "mademoiselle", "mme", "mlle", "señor", "señora", "señorita", "sr", "sra", "don", "doña", "signor", "signora",
        "sig", "judge", "sergeant", "captain", "nurse", "rev", "reverend", "father", "aunt", "uncle", "doctor", "officer", "detective", "senator", "governor", "meneer", "mevrouw", "dhr", "mevr", "senhor", "senhora", "dott", "ing", "dipl-ing");

    static readonly Context Strong = Context.Of(
        "my name is", "name is", "name's", "named", "i am", "i'm", "this is", "name", "full name", "first name", "last name", "surname", "patient", "signed", "signed by", "regards", "sincerely", "yours truly", "cheers", "dear", "attn", "attention", "cc", "employee",
        "applicant", "tenant", "cardholder", "beneficiary", "account holder", "customer name", "contact person", "spoke with", "spoke to", "speaking with", "speak to", "wife", "husband", "colleague", "brother", "sister", "son", "daughter", "ich heiße", "ich heisse", "mein name ist",
        "name ist", "ich bin", "je m'appelle", "je suis", "mon nom est", "me llamo", "mi nombre es", "soy", "mi chiamo", "sono", "liebe", "lieber", "sehr geehrter herr", "sehr geehrte frau", "cher", "chère", "estimado", "estimada", "caro", "cara", "mit freundlichen grüßen", "grüße", "cordialement", "saludos", "author", "written by", "prepared by", "approved by", "assigned to", "reported by", "supervisor", "says", "said", "hi", "hello", "thanks", "best", "hallo", "bonjour", "hola", "full_name", "fullname", "first_name", "last_name", "customer_name", "contact_name", "recipient", "account in the name of", "in the name of", "on behalf of");

    static readonly Context Makers = Context.Of(
        "by", "called", "named", "tribute to", "starring", "features", "husband", "wife", "player", "singer", "producer", "author", "director", "doctor", "colleague", "friend", "guardian", "heard", "ask", "met", "told", "married", "guest", "manager", "neighbour", "boss", "son", "daughter", "kid", "mother", "father", "brother", "sister", "partner", "under", "tell", "invite", "assistant to", "married to", "thank", "with mr");

    static readonly FrozenSet<string> Deeds =
        "began spent said says told asked asks lives lived explained explains called wrote writes spoke speaks listed shouted joined works worked signed replied answered thinks flew married died complained paid bought moved teaches studied".Split(' ').ToFrozenSet();

    static readonly Context Small = Context.Of("my name is", "name is", "name's", "i am called", "ich heiße", "mein name ist", "me llamo", "mi nombre es", "je m'appelle");

    public override int Longest => 96;
    public override int After => 16;
    public override bool IsScreenedInBase64 => false;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (; from < text.Length; from++)
        {
            var found = text[from..].IndexOfAnyExcept(NoStart);
            if (found < 0) return -1;
            from += found;
            if (char.IsLetter(text[from]) && (from == 0 || !char.IsLetterOrDigit(text[from - 1])) && (char.IsUpper(text[from]) || IsAfterIs(text[..from]))) return from;
        }

        return -1;
    }

    static readonly System.Buffers.SearchValues<char> NoStart = System.Buffers.SearchValues.Create(" \t\r\n.,;:!?'\"()[]{}<>/\\|@#$%^&*+=_-`~0123456789");

    /// <summary>Names in small letters follow words that end so: is, so, es, llamo, mr.</summary>
    static bool IsAfterIs(ReadOnlySpan<char> behind) => behind is [.., 's' or 'e' or 't' or 'o' or 'd' or 'r' or '.', ' '];

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous) || window.Previous is '@' or '/' or '\\' or '_' && !window.Behind.EndsWith(": ", StringComparison.Ordinal)) return Hit.None;
        Span<(int Start, int End)> words = stackalloc (int, int)[MostWords];
        var isSmall = char.IsLower(window[0]);
        if (isSmall && !EndsWith(window.Behind, Small) && !EndsWith(window.Behind, Titles)) return Hit.None;
        var count = Words(window.Ahead, words, isSmall);
        if (count == 0) return Hit.None;
        var text = window.Ahead;
        var first = Of(text[..words[0].End]);
        if (isSmall) return InSmall(text, words[..count]);
        if (first.HasFlag(Kinds.Surname) && Reversed(text, words[0].End) is > 0 and var reversed) return new(reversed, 0.9);
        var isInitial = words[0].End <= 2 && text[..words[0].End].TrimEnd('.').Length == 1;
        var names = Known(text, words[..count], first, isInitial);
        if (names > 0) return new(words[names - 1].End, names > 1 ? 0.9 : 0.7);
        if (first.HasFlag(Kinds.Common) || (isInitial && count == 1)) return Hit.None;
        if (count is 2 or 3 && IsUnknown(text, words[..count]) && (EndsWith(window.Behind, Makers) || IsFollowed(text[words[count - 1].End..]))) return new(words[count - 1].End, 0.6);
        if (count == 1 && IsName(first) && !isInitial && IsFollowed(text[words[0].End..])) return new(words[0].End, 0.6);
        if (first.HasFlag(Kinds.Given) && EndsWith(window.Behind, Makers)) return new(words[0].End, 0.6);
        if (EndsWith(window.Behind, Titles)) return new(words[Taken(text, words[..count], 3) - 1].End, 0.9);
        return EndsWith(window.Behind, Strong) && (count > 1 || IsName(first) || first == Kinds.None && IsLikeName(text[..words[0].End])) ? new(words[Taken(text, words[..count], 3) - 1].End, 0.75) : Hit.None;
    }

    /// <summary>How many of the words are a name that the lists tell; 0 where none is.</summary>
    static int Known(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> words, Kinds first, bool isInitial)
    {
        var isSure = first.HasFlag(Kinds.Given) && !first.HasFlag(Kinds.Ambiguous) && !first.HasFlag(Kinds.Common);
        if (words.Length > 1)
        {
            var last = Taken(text, words, 4);
            for (var count = last; count > 1; count--)
            {
                var end = Of(text[words[count - 1].Start..words[count - 1].End]);
                var isSurname = end.HasFlag(Kinds.Surname) && !(end.HasFlag(Kinds.Common) && !isSure);
                if (isSurname && (first.HasFlag(Kinds.Given) || isInitial || !first.HasFlag(Kinds.Common) && !first.HasFlag(Kinds.Ambiguous) && IsLikeName(text[..words[0].End]))) return count;
                if (isSure && !end.HasFlag(Kinds.Common) && (IsName(end) || IsLikeName(text[words[count - 1].Start..words[count - 1].End]))) return count;
            }
        }

        return isSure && text[..words[0].End].Length > 2 && !IsAllCapitals(text[..words[0].End]) ? 1 : 0;
    }

    /// <summary>Words that are in no list and look like names.</summary>
    static bool IsUnknown(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> words)
    {
        foreach (var (start, end) in words)
            if (Of(text[start..end]).HasFlag(Kinds.Common) || !(IsLikeName(text[start..end]) || end - start <= 2)) return false;
        return words[^1].End - words[^1].Start > 2;
    }

    /// <summary>Whether it goes on with what a person does.</summary>
    static bool IsFollowed(ReadOnlySpan<char> text)
    {
        if (text is [' ', .., _]) text = text[1..];
        var length = WordLength(text);
        return length > 2 && Deeds.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }

    /// <summary>Smith, John.</summary>
    static int Reversed(ReadOnlySpan<char> text, int end)
    {
        if (!text[end..].StartsWith(", ", StringComparison.Ordinal)) return 0;
        var length = WordLength(text[(end + 2)..]);
        if (length == 0 || !char.IsUpper(text[end + 2])) return 0;
        var given = Of(text.Slice(end + 2, length));
        // A firm may be called Jones, Mitchell and Williams.
        if (given.HasFlag(Kinds.Surname) && text[(end + 2 + length)..].StartsWith(" and ", StringComparison.Ordinal)) return 0;
        return given.HasFlag(Kinds.Given) && !given.HasFlag(Kinds.Common) && !given.HasFlag(Kinds.Ambiguous) ? end + 2 + length : 0;
    }

    static Hit InSmall(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> words)
    {
        var first = Of(text[..words[0].End]);
        if (!IsName(first) || first.HasFlag(Kinds.Common)) return Hit.None;
        return new(words.Length > 1 && IsName(Of(text[words[1].Start..words[1].End])) ? words[1].End : words[0].End, 0.7);
    }

    /// <summary>How many words go on without a common one; particles do not end a name.</summary>
    static int Taken(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> words, int most)
    {
        var count = 1;
        while (count < words.Length && count < most && Of(text[words[count].Start..words[count].End]) is var kinds && (!kinds.HasFlag(Kinds.Common) || kinds.HasFlag(Kinds.Surname))) count++;
        return count;
    }

    static bool IsName(Kinds kinds) => (kinds & (Kinds.Given | Kinds.Surname)) != 0;

    /// <summary>One capital and then small letters, or a second capital after Mc, O', Mac or a hyphen.</summary>
    static bool IsLikeName(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > 20 || IsAllCapitals(word)) return false;
        for (var index = 1; index < word.Length; index++)
            if (char.IsUpper(word[index]) && word[index - 1] is not ('-' or '\'' or 'c')) return false;
        return true;
    }

    static bool IsAllCapitals(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (char.IsLower(c)) return false;
        return word.Length > 1;
    }

    /// <summary>The capitalised words that follow one another, with particles such as van and de counted to the next.</summary>
    static int Words(ReadOnlySpan<char> text, Span<(int, int)> words, bool isSmall)
    {
        var (count, at) = (0, 0);
        while (count < words.Length)
        {
            var start = at;
            var length = WordLength(text[at..]);
            if (length == 0) break;
            if (!isSmall && count > 0)
                for (var particles = 0; particles < 2 && char.IsLower(text[at]) && IsParticle(text.Slice(at, length)) && at + length + 1 < text.Length && text[at + length] is ' '; particles++)
                {
                    at += length + 1;
                    if ((length = WordLength(text[at..])) == 0) return count;
                }

            if (!isSmall && !char.IsUpper(text[at])) break;
            var end = at + length;
            if (length == 1 && end < text.Length && text[end] == '.') end++;
            words[count++] = (at > start ? at : start, end);
            if (end + 1 >= text.Length || text[end] != ' ') break;
            at = text[end + 1] == ' ' ? end + 2 : end + 1;
        }

        return count;
    }

    static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length < 24 && (char.IsLetter(text[length]) || (text[length] is '-' or '\'' && length > 0 && length + 1 < text.Length && char.IsLetter(text[length + 1])))) length++;
        if (length > 2 && text[length - 1] == 's' && text[length - 2] == '\'') length -= 2;
        return length < text.Length && char.IsDigit(text[length]) ? 0 : length;
    }

    static bool IsParticle(ReadOnlySpan<char> word) =>
        word is "van" or "von" or "de" or "der" or "den" or "del" or "della" or "di" or "da" or "dos" or "das" or "du" or "la" or "le" or "bin" or "al" or "el" or "ibn" or "ter" or "ten" or "zu" or "zur" or "af" or "y" or "e";

    /// <summary>Whether one of the words is just before: blanks, a colon, a dot or a comma and a new line may be between.</summary>
    static bool EndsWith(ReadOnlySpan<char> behind, Context context)
    {
        var near = behind[Math.Max(0, behind.Length - 40)..].TrimEnd(" \t:.,=?\"'\n\r-*");
        if (near.Length == behind.Length) return false;
        foreach (var word in context.Words)
            if (near.EndsWith(word, StringComparison.OrdinalIgnoreCase) && (near.Length == word.Length || !char.IsLetter(near[^(word.Length + 1)]))) return true;
        return false;
    }
}
