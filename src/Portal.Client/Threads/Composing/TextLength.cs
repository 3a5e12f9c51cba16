namespace Portal.Client.Threads.Composing;

/// <summary>How long what is written is, by what the page's script counted.</summary>
/// <param name="Characters">UTF-16 code units.</param>
/// <param name="Wide">Those of them that are not ASCII; counted near the limit only.</param>
readonly record struct TextLength(int Characters, int Wide)
{
    public const int Limit = 200_000;

    /// <summary>From here on the length is shown.</summary>
    public const int Near = Limit / 10 * 8;

    public bool IsNear => Characters >= Near;

    public int TooMany => Math.Max(0, Characters - Limit);

    public int Tokens => TokenEstimate.Of(Characters, Wide);
}
