namespace Portal.Client.Threads;

static class Quotation
{
    /// <summary>The text as Markdown quotes it, with a line to go on below.</summary>
    public static string Of(string text) =>
        string.Concat(text.Trim().ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? ">\n" : $"> {line}\n")) + "\n";
}
