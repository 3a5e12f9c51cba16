using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Threads;

/// <summary>
/// What a thread is called by itself: the first sentence of its first message that says or asks something, without greetings,
/// good wishes, and what a mail program put around it.
/// </summary>
internal static partial class ThreadTitle
{
    public const int Longest = 80;

    /// <summary>A title is found near the beginning, or not at all.</summary>
    const int LongestRead = 4_000;

    /// <summary>Null where the text has nothing to call a thread by.</summary>
    public static string? From(string text)
    {
        var sentences = Sentences(text.Length > LongestRead ? text[..LongestRead] : text).ToList();
        var chosen = sentences.FirstOrDefault(sentence => IsTelling(sentence) && !Courtesy().IsMatch(sentence))
            ?? sentences.FirstOrDefault(IsTelling)
            ?? sentences.FirstOrDefault()
            ?? OneLine(text.Length > LongestRead ? text[..LongestRead] : text);
        var title = Shorten(Capitalize(chosen.Trim().TrimEnd('.', ',', ';', ':', '!', '。', '！', '،', ' ')));
        return title.Length == 0 ? null : title;
    }

    static IEnumerable<string> Sentences(string text)
    {
        foreach (var paragraph in Paragraphs(text))
        {
            foreach (var piece in SentenceEnd().Split(paragraph))
            {
                var sentence = WithoutGreeting(piece.Trim());
                if (sentence.Any(char.IsLetterOrDigit)) yield return sentence;
            }
        }
    }

    /// <summary>What the person wrote, each paragraph on one line; quoted mail, code and signatures left out.</summary>
    static IEnumerable<string> Paragraphs(string text)
    {
        var paragraph = new StringBuilder();
        var inCode = false;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = OneLine(raw);
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                inCode = !inCode;
                continue;
            }

            if (inCode || line.StartsWith('>') || MailHeader().IsMatch(line) || QuoteIntroduction().IsMatch(line)) continue;
            if (raw.TrimEnd('\r') is "--" or "-- ") break;
            line = LineMarker().Replace(line, "");
            if (line.Length > 0) paragraph.Append(paragraph.Length > 0 ? " " : "").Append(line);
            // A line that only greets is a sentence of its own; lines of a paragraph are else one text.
            if (paragraph.Length > 0 && (line.Length == 0 || WithoutGreeting(line).Length == 0))
            {
                yield return paragraph.ToString();
                paragraph.Clear();
            }
        }

        if (paragraph.Length > 0) yield return paragraph.ToString();
    }

    static string WithoutGreeting(string sentence)
    {
        var rest = sentence;
        while (Greeting().Match(rest) is { Success: true, Length: > 0 } match) rest = rest[match.Length..].TrimStart(' ', ',', '!', '.', '-', '–', '—', ':', '，', '！', '。', '、', '،');
        return rest;
    }

    /// <summary>Two words, or as many signs in a script that sets no spaces.</summary>
    static bool IsTelling(string sentence) => sentence.Contains(' ', StringComparison.Ordinal) || sentence.Count(letter => letter >= '\u2E80') >= 4;

    static string OneLine(string text) => Unseen().Replace(Spaces().Replace(text, " "), "").Trim();

    static string Capitalize(string text)
    {
        if (text.Length == 0 || !char.IsLower(text[0])) return text;
        // A name such as iPhone keeps its letters.
        return text.Length > 1 && char.IsUpper(text[1]) ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    static string Shorten(string text)
    {
        if (text.Length <= Longest) return text;
        var space = text.LastIndexOf(' ', Longest - 1);
        var end = space > Longest / 2 ? space : System.Globalization.StringInfo.ParseCombiningCharacters(text).Last(start => start < Longest);
        return text[..end].TrimEnd(' ', ',', ';', ':', '-', '–', '—') + "…";
    }

    [GeneratedRegex(@"(?<=[.!?。！？؟…][""'”’)\]]*)(?:\s+|(?<=[。！？]))(?=\S)")]
    private static partial Regex SentenceEnd();

    /// <summary>A greeting, with whom it is for up to the next comma or the like.</summary>
    [GeneratedRegex("""
        ^[¡¿"'\s]*(?:
          (?:dear|sehr\ geehrte[rs]?|liebe[rs]?|estimad[oa]s?|querid[oa]s?|ch[eè]re?s?|gentil[ei]|egregi[oa]|prezad[oa]s?|car[oia]s?|beste|geachte|уважаем(?:ый|ая|ые)|szanown[iay]+)
            \b[^,!.:?\n]{0,60}(?:[,!:]|$)
        | (?:hi|hello|hey|hiya|howdy|greetings|good\ (?:morning|afternoon|evening|day)
            |hallo|moin(?:\ moin)?|servus|gr(?:ü|ue)(?:ß|ss)\ gott|gr(?:ü|ue)ezi|guten\ (?:tag|morgen|abend)
            |bonjour|bonsoir|salut|coucou
            |hola|buen(?:os|as)\ (?:d[ií]as|tardes|noches)|buenas
            |ciao|buongiorno|buon\ giorno|buonasera|salve
            |ol[aá]|oi|bom\ dia|boa\ (?:tarde|noite)
            |hoi|goede(?:morgen|middag|avond|ndag)|goeden\ dag|dag
            |hej(?:san)?|hei|god\ (?:morgon|dag|kväll|morgen|kveld|aften)|moi|hyvää\ päivää
            |cześć|dzień\ dobry|witam|ahoj|dobrý\ den|merhaba|selam
            |привет|здравствуйте|добрый\ (?:день|вечер)|доброе\ утро|вітаю|добрий\ день)
            \b(?:
              (?:\ (?:there|all|team|everyone|everybody|folks|guys|again|zusammen|alle|ihr|à\ tous|a\ todos|tutti|allemaal))?(?=\s*(?:[,!.:–—-]|$))
            | (?:\ \p{L}[\p{L}.'’-]*){1,3}\s*(?:[,!:]|[–—-]\s|$)
            | (?:\ (?:there|all|team|everyone|everybody|folks|zusammen))?\b
            )
        | こんにちは|こんばんは|おはようございます|はじめまして|你好|您好|大家好|안녕하세요|مرحبا|السلام\ عليكم|שלום|नमस्ते|สวัสดี
        )[\s,!.:،，！。、]*
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    /// <summary>Wishes, thanks and announcements that say nothing of what it is about.</summary>
    [GeneratedRegex("""
        ^(?:i\ hope\ (?:you|this|all)|hope\ (?:you|this|all)|how\ are\ you|thank\ you|thanks|many\ thanks|nice\ to\ meet|i\ have\ a\ (?:quick\ )?question\W*$|(?:a\ )?quick\ question\W*$
          |(?:can|could)\ (?:you|someone|anybody|anyone)\ (?:please\ )?help(?:\ me)?(?:\ please)?\W*$|(?:please\ )?help(?:\ me)?\W*$|i\ need\ (?:some\ |your\ )?help\W*$
          |ich\ hoffe|wie\ geht|vielen\ dank|danke|ich\ habe\ eine\ frage\W*$|(?:können|könnten)\ sie\ mir\ (?:bitte\ )?helfen\W*$|ich\ brauche\ hilfe\W*$
          |j['’]esp[eè]re|comment\ allez|merci|j['’]ai\ une\ question\W*$|pouvez-vous\ m['’]aider\W*$
          |espero\ que|c[oó]mo\ est[aá]|gracias|tengo\ una\ pregunta\W*$|spero\ (?:che|tu)|come\ (?:sta|stai)|grazie|ho\ una\ domanda\W*$|obrigad[oa])
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Courtesy();

    [GeneratedRegex("""
        ^\**(?:from|to|cc|bcc|sent|date|subject|reply-to|received|return-path|message-id|mime-version|content-type
          |von|an|gesendet|datum|betreff|kopie|de|à|envoyé|objet|para|enviado(?:\ el)?|asunto|fecha|da|inviato|oggetto|assunto|aan|verzonden|onderwerp):\**(?:\s|$)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex MailHeader();

    [GeneratedRegex("""
        ^(?:on\b.{4,200}\bwrote|am\b.{4,200}\bschrieb\b.{0,100}|le\b.{4,200}\ba\ écrit|el\b.{4,200}\bescribió|il\b.{4,200}\bha\ scritto|em\b.{4,200}\bescreveu|op\b.{4,200}\bschreef\b.{0,100})\s*:\s*$
        |^[-_=*\s]*(?:original\ message|forwarded\ message|ursprüngliche\ nachricht|weitergeleitete\ nachricht|message\ d['’]origine|mensaje\ original|messaggio\ originale)[-_=*\s]*$
        |^[-_=*]{3,}$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex QuoteIntroduction();

    [GeneratedRegex(@"^(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+)")]
    private static partial Regex LineMarker();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Spaces();

    /// <summary>Signs that turn the direction of what follows.</summary>
    [GeneratedRegex("[\u202A-\u202E\u2066-\u2069\uFEFF]")]
    private static partial Regex Unseen();
}
