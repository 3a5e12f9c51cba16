using System.Text;
using System.Text.Encodings.Web;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Portal.Client.Threads.Markdown;

namespace Portal.ThreadExport;

/// <summary>
/// A text in Markdown as HTML, walked from the same syntax tree as on the page. Every piece of text is encoded, so that none
/// becomes markup; addresses are http, https or mailto, with their host beside them, and pictures are links.
/// </summary>
internal sealed class MarkdownHtml
{
    /// <summary>Deeper blocks are written as their source.</summary>
    const int MaxDepth = 24;

    readonly StringBuilder html = new();
    readonly HtmlEncoder encoder;

    MarkdownHtml(HtmlEncoder encoder) => this.encoder = encoder;

    public static string Of(string text, HtmlEncoder encoder)
    {
        var (writer, markdown) = (new MarkdownHtml(encoder), new MarkdownText());
        markdown.Set(text, isFinished: true);
        foreach (var piece in markdown.Pieces)
        {
            if (piece.Block is null) writer.Plain(piece.Source);
            else writer.Write(piece.Block, piece.Source, 0);
        }

        return writer.html.ToString();
    }

    void Write(Block block, string source, int depth)
    {
        switch (block)
        {
            case var _ when depth > MaxDepth:
                Plain(SourceOf(block, source));
                break;
            case HeadingBlock heading:
                Element($"h{Math.Min(heading.Level + 2, 6)}", heading.Inline);
                break;
            case ParagraphBlock { Parent: ListItemBlock { Parent: ListBlock { IsLoose: false } } } tight:
                Write(tight.Inline);
                break;
            case CodeBlock code:
                html.Append("<pre><code>");
                Text(code.Lines.ToString());
                html.Append("</code></pre>\n");
                break;
            case ListBlock list:
                var tag = list.IsOrdered ? "ol" : "ul";
                html.Append(list.IsOrdered && int.TryParse(list.OrderedStart, out var start) && start != 1 ? $"<ol start=\"{start}\">" : $"<{tag}>");
                foreach (var item in list) Container((ContainerBlock)item, "li", source, depth);
                html.Append($"</{tag}>\n");
                break;
            case QuoteBlock quote:
                Container(quote, "blockquote", source, depth);
                break;
            case Table table:
                Write(table);
                break;
            case ThematicBreakBlock:
                html.Append("<hr>\n");
                break;
            case ContainerBlock container:
                foreach (var child in container) Write(child, source, depth + 1);
                break;
            case LeafBlock { Inline: { } inline }:
                Element("p", inline);
                break;
            default:
                Plain(SourceOf(block, source));
                break;
        }
    }

    void Container(ContainerBlock container, string tag, string source, int depth)
    {
        html.Append($"<{tag}>");
        foreach (var child in container) Write(child, source, depth + 1);
        html.Append($"</{tag}>\n");
    }

    void Write(Table table)
    {
        html.Append("<table>\n");
        foreach (var row in table.OfType<TableRow>())
        {
            html.Append("<tr>");
            foreach (var (index, cell) in row.Cast<TableCell>().Index())
            {
                var align = index < table.ColumnDefinitions.Count ? table.ColumnDefinitions[index].Alignment?.ToString().ToLowerInvariant() : null;
                html.Append(row.IsHeader ? "<th" : "<td").Append(align is null ? ">" : $" class=\"{align}\">");
                foreach (var part in cell.OfType<LeafBlock>()) Write(part.Inline);
                html.Append(row.IsHeader ? "</th>" : "</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</table>\n");
    }

    void Element(string tag, ContainerInline? content)
    {
        html.Append($"<{tag}>");
        Write(content);
        html.Append($"</{tag}>\n");
    }

    void Write(ContainerInline? content)
    {
        foreach (var inline in content ?? []) Write(inline);
    }

    void Write(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Text(literal.Content.ToString());
                break;
            case CodeInline code:
                html.Append("<code>");
                Text(code.Content);
                html.Append("</code>");
                break;
            case LinkInline { IsImage: true } image:
                var label = TextOf(image) is { Length: > 0 } alt ? alt : "Image";
                Link(SafeLink.Parse(image.Url), label, () => Text(label));
                break;
            case LinkInline link:
                Link(SafeLink.Parse(link.GetDynamicUrl?.Invoke() ?? link.Url), TextOf(link), () => Write((ContainerInline)link));
                break;
            case AutolinkInline auto:
                Link(SafeLink.Parse(auto.IsEmail ? $"mailto:{auto.Url}" : auto.Url), auto.Url, () => Text(auto.Url));
                break;
            case EmphasisInline emphasis:
                var tag = emphasis.DelimiterChar == '~' ? "del" : emphasis.DelimiterCount >= 2 ? "strong" : "em";
                html.Append($"<{tag}>");
                Write((ContainerInline)emphasis);
                html.Append($"</{tag}>");
                break;
            case LineBreakInline:
                html.Append("<br>\n");
                break;
            case HtmlEntityInline entity:
                Text(entity.Transcoded.ToString());
                break;
            case TaskList task:
                html.Append(task.Checked ? "☑ " : "☐ ");
                break;
            case ContainerInline container:
                Write(container);
                break;
            default:
                Text(inline.ToString() ?? "");
                break;
        }
    }

    void Link(SafeLink? link, string text, Action label)
    {
        if (link is null)
        {
            label();
            return;
        }

        html.Append("<a rel=\"noopener noreferrer nofollow\" href=\"");
        Text(link.Href);
        html.Append("\">");
        label();
        html.Append("</a>");
        if (link.IsSaidBy(text)) return;
        html.Append(" <span class=\"host\">(");
        Text(link.Host);
        html.Append(")</span>");
    }

    void Plain(string text)
    {
        html.Append("<p class=\"plain\">");
        Text(text);
        html.Append("</p>\n");
    }

    void Text(string text) => html.Append(encoder.Encode(text));

    static string TextOf(ContainerInline container) => string.Concat(container.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));

    static string SourceOf(Block block, string source)
    {
        var start = Math.Clamp(block.Span.Start, 0, source.Length);
        return source[start..Math.Clamp(block.Span.End + 1, start, source.Length)];
    }
}
