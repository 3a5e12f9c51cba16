using System.Text;
using System.Text.RegularExpressions;
using Portal.Api;
using Portal.Client.Threads;

namespace Portal.ThreadExport;

/// <summary>A branch as Markdown: what was said stands as it was written.</summary>
internal sealed partial class MarkdownThread : IThreadFormat
{
    public string ContentType => "text/markdown; charset=utf-8";

    public string Extension => "md";

    public string? ContentPolicy => null;

    public void Begin(StringBuilder text, ThreadHead head) => text.Append($"""
        # {Line(head.Title)}

        - Assistant: {Line(head.AssistantName)}
        - Status: {Wire.Word(head.Thread.Status)}
        - Begun: {ThreadHead.Time(head.Thread.CreatedAt)}
        - Exported: {ThreadHead.Time(head.ExportedAt)}

        """.ReplaceLineEndings("\n"));

    public void Add(StringBuilder text, Message message)
    {
        var kind = message.Role is MessageRole.Tool ? "tool output" : Wire.Word(message.Author.Type);
        text.Append($"\n---\n\n## {Line(message.Author.Name)} ({kind}), {ThreadHead.Time(message.CreatedAt)}\n");
        if (message.Role is MessageRole.Tool) Fence(text, message.Content?.PlainText ?? "", "");
        else if (message.Content is { } content) text.Append('\n').Append(content.PlainText.ReplaceLineEndings("\n").TrimEnd('\n')).Append('\n');
        foreach (var call in message.ToolCalls)
        {
            text.Append($"\nCalled {Line(call.Function.Name)}:\n");
            Fence(text, call.Function.Arguments, "json");
        }

        if (message.Status is not MessageStatus.Completed)
            text.Append($"\n*{Line(Wire.Word(message.Status).Replace('_', ' '))}{(message.Error is { } error ? $": {Line(error.Message)}" : "")}*\n");
    }

    public void End(StringBuilder text)
    {
    }

    /// <summary>A fence that nothing in the text can close.</summary>
    static void Fence(StringBuilder text, string code, string language)
    {
        var fence = new string('`', Math.Max(3, Backticks().Matches(code).Select(run => run.Length).DefaultIfEmpty().Max() + 1));
        text.Append($"\n{fence}{language}\n{code.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n");
    }

    /// <summary>A name as one line of text, in which nothing means anything to Markdown.</summary>
    static string Line(string name) => Meaning().Replace(Breaks().Replace(name, " "), @"\$0");

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\p{Zl}\p{Zp}\p{Cc}]+")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"[\\`*_{}\[\]<>()#+!|~&-]")]
    private static partial Regex Meaning();
}
