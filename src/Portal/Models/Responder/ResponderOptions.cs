namespace Portal.Models.Responder;

/// <summary>Section <c>Portal:Responder</c>.</summary>
internal sealed class ResponderOptions
{
    public const string Section = "Portal:Responder";
    public const int LongestDelay = 60_000;

    /// <summary>The wait before each word, for tests and demonstrations that need a slow reply; 0–60000.</summary>
    public int ChunkDelayMilliseconds { get; set; }
}
