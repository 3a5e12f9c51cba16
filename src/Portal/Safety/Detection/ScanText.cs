namespace Portal.Safety.Detection;

/// <summary>A text under scan, with the views of it that detectors share; each is made when first asked for.</summary>
sealed class ScanText(string text)
{
    Normalised? raw, folded, spelled;
    IReadOnlyList<EncodedRun>? encoded;
    readonly Dictionary<(Detector, int), (int From, Match? Match)> known = [];

    /// <summary>The text as it is.</summary>
    public string Text => text;

    /// <summary>The text as a view of itself.</summary>
    public Normalised Raw => raw ??= new(text);

    /// <summary>Characters folded, escapes decoded.</summary>
    public Normalised Folded => folded ??= Folding.Fold(text);

    /// <summary>As <see cref="Folded"/>, with spelled-out digits and e-mail addresses written in signs.</summary>
    public Normalised Spelled => spelled ??= Spelling.Spell(Folded);

    /// <summary>Base64 that decodes to text, in order.</summary>
    public IReadOnlyList<EncodedRun> Encoded => encoded ??= EncodedRun.In(text);

    /// <summary>
    /// The next match of one of a detector's searches. It is kept, so that a search that finds little does not read the
    /// text again for each match of another.
    /// </summary>
    public Match? Next(Detector detector, int search, int from, Func<ScanText, int, Match?> next)
    {
        if (known.TryGetValue((detector, search), out var found) && from >= found.From && (found.Match is not { } kept || from <= kept.Start)) return found.Match;
        var match = next(this, from);
        known[(detector, search)] = (from, match);
        return match;
    }

    /// <summary>Whether the offset lies between the two halves of a surrogate pair.</summary>
    public bool CutsPair(int offset) =>
        offset > 0 && offset < text.Length && char.IsLowSurrogate(text[offset]) && char.IsHighSurrogate(text[offset - 1]);
}
