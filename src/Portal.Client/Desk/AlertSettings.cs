namespace Portal.Client.Desk;

/// <summary>How a browser tells of what needs the person, while Portal is out of sight.</summary>
/// <param name="Permission">The browser's word: <c>granted</c>, <c>denied</c>, <c>default</c> while nobody has asked, <c>unsupported</c> without notifications.</param>
public sealed record AlertSettings(string Permission, bool Notify, bool Sound)
{
    /// <summary>From the script's line: the permission, then the words <c>notify</c> and <c>sound</c> for what is on.</summary>
    public static AlertSettings Of(string? line)
    {
        var words = (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(words.FirstOrDefault() ?? "unsupported", words.Skip(1).Contains("notify"), words.Skip(1).Contains("sound"));
    }
}
