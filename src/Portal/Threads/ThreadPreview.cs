using System.Text;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>The beginning of a message on one line, for the thread's line in a list.</summary>
internal static class ThreadPreview
{
    public const int Length = 160;

    /// <summary>Null where there is no text to show.</summary>
    public static string? Of(MessageContent? content)
    {
        if (content is null) return null;
        var line = new StringBuilder(Length);
        var gap = false;
        foreach (var character in content.PlainText)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                gap = line.Length > 0;
                continue;
            }

            if (gap && line.Length < Length) line.Append(' ');
            gap = false;
            if (line.Length == Length) break;
            line.Append(character);
        }

        if (line.Length > 0 && char.IsHighSurrogate(line[^1])) line.Length--;
        var text = line.ToString().TrimEnd();
        return text.Length == 0 ? null : text;
    }
}
