namespace Portal.Client.Threads.Markdown;

/// <summary>An address that a person may open: http, https or mailto. Everything else in a text stays text.</summary>
/// <param name="Host">Where it leads, in ASCII, so that no look-alike letter hides it.</param>
sealed record SafeLink(string Href, string Host, bool IsMail)
{
    public static SafeLink? Parse(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        return uri.Scheme switch
        {
            "http" or "https" when uri.IdnHost.Length > 0 => new(uri.AbsoluteUri, uri.IdnHost, false),
            "mailto" => new(uri.AbsoluteUri, uri.IdnHost, true),
            _ => null,
        };
    }

    /// <summary>Whether a label already is the address, so that the host need not be said again.</summary>
    public bool IsSaidBy(string label) => IsMail
        ? Href.EndsWith(label, StringComparison.OrdinalIgnoreCase) && label.Contains('@')
        : Strip(Href).Equals(Strip(label), StringComparison.OrdinalIgnoreCase);

    static string Strip(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal);
        return (start < 0 ? address : address[(start + 3)..]).TrimEnd('/');
    }
}
