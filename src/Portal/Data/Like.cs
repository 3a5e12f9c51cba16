namespace Portal.Data;

/// <summary>What people search for, as SQL's <c>LIKE … ESCAPE '\'</c> has it.</summary>
internal static class Like
{
    /// <summary>The text with nothing in it that LIKE would read as a wildcard.</summary>
    public static string Escape(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
