namespace Portal.Access.SignIn;

/// <summary>Where a sign-in leads back to: a place of this site or nowhere.</summary>
internal static class ReturnUrl
{
    public const string Field = "return_url";

    public static string SignIn(HttpRequest asked) => To("/sign-in", asked);

    /// <summary>The path, and from there back to what was asked for.</summary>
    public static string To(string path, HttpRequest asked)
    {
        var place = $"{asked.PathBase}{asked.Path}{asked.QueryString}";
        return place == "/" ? path : $"{path}?{Field}={Uri.EscapeDataString(place)}";
    }

    /// <summary>Browsers read a second slash or any backslash as the start of another host, and drop control characters before that.</summary>
    public static string LocalOrHome(string? url) =>
        url is { Length: > 0 and <= 2000 } && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.Any(character => character is '\\' || char.IsControl(character))
            ? url
            : "/";
}
