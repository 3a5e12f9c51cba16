namespace Portal.Models.Gateway;

/// <summary>How long to wait before a repeat.</summary>
internal static class Backoff
{
    /// <summary>
    /// Doubles with each repeat, and jitter takes up to half of it away, so that callers who failed together do not come
    /// back together. Null when the provider asks for more patience than <paramref name="longest"/>: then go elsewhere.
    /// </summary>
    /// <param name="repeat">1 for the first.</param>
    /// <param name="jitter">0–1.</param>
    public static TimeSpan? Delay(int repeat, TimeSpan first, TimeSpan longest, TimeSpan? retryAfter, double jitter)
    {
        if (retryAfter > longest) return null;
        var doubled = first * Math.Pow(2, Math.Min(repeat - 1, 20));
        var own = (doubled < longest ? doubled : longest) * (1 - jitter / 2);
        return retryAfter > own ? retryAfter : own;
    }
}
