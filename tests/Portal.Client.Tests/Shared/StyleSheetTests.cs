using System.Text.RegularExpressions;

namespace Portal.Client.Tests.Shared;

public sealed partial class StyleSheetTests
{
    /// <summary>With one such rule anywhere a browser looks at all siblings again, with what is in them, each time that an element comes or goes: with every message drawn, at all the others.</summary>
    [Fact]
    public void NoRule_IsForWhateverFollowsAnElement()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Portal.sln"))) root = root.Parent!;
        var built = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        string[] sheets =
        [
            .. new[] { Path.Combine(root.FullName, "wwwroot"), Path.Combine(root.FullName, "src") }
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.css", SearchOption.AllDirectories))
                .Where(file => !file.Contains(built, StringComparison.Ordinal) && !file.Contains(built.Replace("obj", "bin"), StringComparison.Ordinal)),
        ];

        Assert.Contains(sheets, file => file.EndsWith("portal.css", StringComparison.Ordinal));
        Assert.Empty(sheets.SelectMany(file => Whatever().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")));
    }

    [GeneratedRegex(@"[+~]\s*(\*|:)[^{;]*\{")]
    private static partial Regex Whatever();
}
