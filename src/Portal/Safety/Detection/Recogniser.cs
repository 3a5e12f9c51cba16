namespace Portal.Safety.Detection;

/// <summary>How one entity is recognised in a view of a text. Lengths count in characters of the original text.</summary>
abstract class Recogniser
{
    /// <summary>The longest match.</summary>
    public virtual int Longest => 128;

    /// <summary>How much text before a match it looks at; the words around it, as a rule.</summary>
    public virtual int Before => 64;

    /// <summary>How much text after the longest match it looks at.</summary>
    public virtual int After => 24;

    /// <summary>Whether it is looked for in base64 too.</summary>
    public virtual bool IsScreenedInBase64 => true;

    /// <summary>The next place where a match may begin, from <paramref name="from"/> on, or -1; none is left out.</summary>
    public abstract int Candidate(ReadOnlySpan<char> text, int from);

    /// <summary>The longest match that begins at the candidate, judged by its window alone.</summary>
    public abstract Hit At(Window window);
}
