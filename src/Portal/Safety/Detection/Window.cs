namespace Portal.Safety.Detection;

/// <summary>A candidate and as much of the text around it as may decide about it.</summary>
readonly ref struct Window(ReadOnlySpan<char> text, int start)
{
    /// <summary>All of it.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>From the candidate's first character on.</summary>
    public ReadOnlySpan<char> Ahead { get; } = text[start..];

    /// <summary>What comes before it.</summary>
    public ReadOnlySpan<char> Behind { get; } = text[..start];

    /// <summary>The character before it; NUL where there is none.</summary>
    public char Previous => Behind.IsEmpty ? '\0' : Behind[^1];

    /// <summary>The character so far ahead; NUL past the end.</summary>
    public char this[int offset] => offset < Ahead.Length ? Ahead[offset] : '\0';
}

/// <summary>What a recogniser says about a candidate: its length in the view, 0 where it is none.</summary>
readonly record struct Hit(int Length, double Score)
{
    public static Hit None => default;

    /// <summary>The longer one, the first of equals.</summary>
    public Hit Or(Hit other) => other.Length > Length ? other : this;
}
