using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Portal.Api;
using Portal.Client.Threads;

namespace Portal.ThreadExport;

/// <summary>A branch as one page for printing: it runs nothing, loads nothing, and shows every text as text.</summary>
internal sealed class HtmlThread : IThreadFormat
{
    const string Style = """
        body{font:11pt/1.5 system-ui,sans-serif;color:#1b1b1f;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 1.5rem;color:#55555e}
        dd{margin:0}
        article{border-top:1px solid #c9c9d1;padding:.75rem 0}
        article>header{display:flex;gap:.75rem;align-items:baseline;font-size:.85rem;color:#55555e}
        article>header b{color:#1b1b1f;font-size:.95rem}
        .plain{white-space:pre-wrap}
        .text{overflow-wrap:anywhere;unicode-bidi:isolate}
        .text h3,.text h4,.text h5,.text h6{font-size:1.05rem;margin:1rem 0 .25rem}
        pre{background:#f3f3f6;border-radius:4px;padding:.6rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
        code{font-family:ui-monospace,monospace}
        table{border-collapse:collapse;margin:.5rem 0}
        th,td{border:1px solid #c9c9d1;padding:.2rem .5rem;text-align:start;vertical-align:top}
        .left{text-align:left}.center{text-align:center}.right{text-align:right}
        blockquote{margin:.5rem 0;padding-inline-start:.75rem;border-inline-start:3px solid #c9c9d1;color:#45454d}
        .host{color:#55555e;font-size:.85em}
        .state{color:#8a1c1c}
        @page{margin:18mm}
        @media print{body{margin:0;max-width:none}article>header,h3,h4,h5,h6{break-after:avoid}pre,tr,li{break-inside:avoid}a{color:inherit}}
        """;

    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    static readonly string StyleSource = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    static readonly string Policy = $"default-src 'none'; style-src {StyleSource}; base-uri 'none'; form-action 'none'";

    public string ContentType => "text/html; charset=utf-8";

    public string Extension => "html";

    public string ContentPolicy => $"{Policy}; frame-ancestors 'none'; sandbox";

    public void Begin(StringBuilder text, ThreadHead head) => text.Append($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>{Encode(head.Title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <header>
        <h1 dir="auto">{Encode(head.Title)}</h1>
        <dl>
        <dt>Assistant</dt><dd dir="auto">{Encode(head.AssistantName)}</dd>
        <dt>Status</dt><dd>{Encode(Sentence(head.Thread.Status))}</dd>
        <dt>Begun</dt><dd>{ThreadHead.Time(head.Thread.CreatedAt)}</dd>
        <dt>Exported</dt><dd>{ThreadHead.Time(head.ExportedAt)}</dd>
        </dl>
        </header>
        <main>

        """);

    public void Add(StringBuilder text, Message message)
    {
        var kind = message.Role is MessageRole.Tool ? "Tool output" : Sentence(message.Author.Type);
        text.Append($"""
            <article id="{Encode(message.Id)}">
            <header><b dir="auto">{Encode(message.Author.Name)}</b><span>{Encode(kind)}</span><time>{ThreadHead.Time(message.CreatedAt)}</time></header>

            """);
        if (message.Content is { } content)
        {
            if (message.Role is MessageRole.Assistant) text.Append("<div class=\"text\" dir=\"auto\">").Append(MarkdownHtml.Of(content.PlainText, Encoder)).Append("</div>\n");
            else text.Append("<div class=\"text plain\" dir=\"auto\">").Append(Encode(content.PlainText)).Append("</div>\n");
        }

        foreach (var call in message.ToolCalls)
            text.Append($"<p>Called <code>{Encode(call.Function.Name)}</code></p>\n<pre><code>{Encode(call.Function.Arguments)}</code></pre>\n");
        if (message.Status is not MessageStatus.Completed)
            text.Append($"<p class=\"state\">{Encode(Sentence(message.Status))}{(message.Error is { } error ? $": {Encode(error.Message)}" : "")}</p>\n");
        text.Append("</article>\n");
    }

    public void End(StringBuilder text) => text.Append("</main>\n</body>\n</html>\n");

    static string Encode(string text) => Encoder.Encode(text);

    /// <summary><c>RequiresAction</c> → "Requires action".</summary>
    static string Sentence<T>(T value) where T : struct, Enum
    {
        var word = Wire.Word(value).Replace('_', ' ');
        return char.ToUpperInvariant(word[0]) + word[1..];
    }
}
