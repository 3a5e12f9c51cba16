using System.Text.RegularExpressions;

namespace Portal.Tests.Access;

/// <summary>One line of <c>authorization-table.txt</c>.</summary>
/// <param name="Path">With the names of objects in braces; for the hub the verb.</param>
/// <param name="Expected">One sign for each caller, in the order of <see cref="AuthorizationTable.Callers"/>.</param>
sealed partial record AuthorizationRow(string Method, string Path, bool NamesProject, string? Body, string Expected)
{
    /// <summary>The address without its query and the names of its parameters, to compare with an endpoint's.</summary>
    public string Shape => ShapeOf(Method, Path);

    public static string ShapeOf(string method, string path) => $"{method} /{Parameter().Replace(path.Split('?')[0], "{}").Trim('/')}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

static partial class AuthorizationTable
{
    public static readonly string[] Callers =
        ["owner", "admin", "member_none", "member_read", "member_write", "viewer", "other_agent", "other_viewer",
         "key_read", "key_chat", "key_manage", "key_other", "key_organization", "nobody", "key_revoked"];

    public static IReadOnlyList<AuthorizationRow> Read()
    {
        using var file = typeof(AuthorizationTable).Assembly.GetManifestResourceStream("authorization-table.txt")!;
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];
    }

    /// <summary>Runs of spaces mean nothing, so that the signs may stand in columns.</summary>
    static AuthorizationRow Parse(string line)
    {
        var match = Line().Match(line);
        if (!match.Success) throw new FormatException($"Not a line of the table: {line}");
        var signs = string.Concat(match.Groups["signs"].Value.Where(sign => sign != ' '));
        if (signs.Length != Callers.Length) throw new FormatException($"{signs.Length} signs instead of {Callers.Length}: {line}");
        var rest = match.Groups["rest"].Value.Trim();
        var namesProject = rest.StartsWith("@project", StringComparison.Ordinal);
        if (namesProject) rest = rest["@project".Length..].Trim();
        return new AuthorizationRow(match.Groups["method"].Value, match.Groups["path"].Value, namesProject, rest.Length == 0 ? null : rest, signs);
    }

    [GeneratedRegex(@"^(?<method>[A-Z]+) +(?<path>\S+)(?<rest> .*?)(?<signs>( +[-+!?]){15})\s*$")]
    private static partial Regex Line();
}
