using System.Globalization;

namespace Portal.Api;

/// <summary>
/// <c>If-Match: "v3"</c>: the version that a change was made over. It says the same as the ETag of that version, to whoever
/// knows the object from elsewhere than an answer of the API, as a page that came with its data.
/// </summary>
internal static class VersionTag
{
    /// <summary>The version, taken out of the request, or null where the header holds anything else.</summary>
    public static int? Take(HttpContext http)
    {
        if (http.Request.Headers.IfMatch is not [{ } tag] || !tag.StartsWith("\"v", StringComparison.Ordinal) || !tag.EndsWith('"')) return null;
        if (!int.TryParse(tag.AsSpan(2, Math.Max(0, tag.Length - 3)), NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return null;
        http.Request.Headers.Remove("If-Match");
        return version;
    }

    /// <summary>The version's number in its id, <c>asst_….3</c>; null for any other text.</summary>
    /// <param name="id">The object's.</param>
    public static int? OfCursor(string id, string? cursor) =>
        cursor is not null && cursor.StartsWith($"{id}.", StringComparison.Ordinal)
            && int.TryParse(cursor.AsSpan(id.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
