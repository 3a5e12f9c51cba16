namespace Portal.Client.Threads;

/// <summary>
/// How many tokens a text is, without a tokenizer: about four characters each where they are Latin letters, and about one
/// and a half where a character is more than one byte. Always said with an "about".
/// </summary>
static class TokenEstimate
{
    /// <param name="wide">Those of the characters that are not ASCII.</param>
    public static int Of(long characters, long wide = 0) =>
        characters == 0 ? 0 : (int)Math.Max(1, ((characters - wide) / 4) + (wide * 2 / 3));
}
