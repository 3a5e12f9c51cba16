namespace Portal.Client.Embed;

/// <summary>The visitor's token, where this page is a chat on another site; it stands in the page's memory alone.</summary>
public sealed class VisitorAccess
{
    /// <summary>Null for everybody who signs in.</summary>
    public string? Token { get; set; }
}
