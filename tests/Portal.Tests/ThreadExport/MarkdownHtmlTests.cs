using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using CsCheck;
using Portal.ThreadExport;

namespace Portal.Tests.ThreadExport;

public sealed partial class MarkdownHtmlTests
{
    [Theory]
    [InlineData("Some **strong**, *soft* and ~~old~~ `a<b`.", "<p>Some <strong>strong</strong>, <em>soft</em> and <del>old</del> <code>a&lt;b</code>.</p>")]
    [InlineData("# Title", "<h3>Title</h3>")]
    [InlineData("- one\n- two", "<ul><li>one</li>\n<li>two</li>\n</ul>")]
    [InlineData("3. three\n4. four", "<ol start=\"3\"><li>three</li>\n<li>four</li>\n</ol>")]
    [InlineData("- [x] done", "<ul><li>☑  done</li>\n</ul>")]
    [InlineData("> said", "<blockquote><p>said</p>\n</blockquote>")]
    [InlineData("```html\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>")]
    [InlineData("| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<tr><th>a</th><th class=\"right\">b</th></tr>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n</table>")]
    [InlineData("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>")]
    [InlineData("[docs](https://example.com/a)", "<p><a rel=\"noopener noreferrer nofollow\" href=\"https://example.com/a\">docs</a> <span class=\"host\">(example.com)</span></p>")]
    [InlineData("https://example.com/a", "<p><a rel=\"noopener noreferrer nofollow\" href=\"https://example.com/a\">https://example.com/a</a></p>")]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>")]
    [InlineData("![cat](https://t.example/c.png)", "<p><a rel=\"noopener noreferrer nofollow\" href=\"https://t.example/c.png\">cat</a> <span class=\"host\">(t.example)</span></p>")]
    public void Text_BecomesMarkup(string markdown, string html) => Assert.Equal(html, Of(markdown).TrimEnd('\n'));

    [Theory]
    [InlineData("nested quotes")]
    [InlineData("delimiters")]
    [InlineData("unclosed fence")]
    [InlineData("wide table")]
    public void HostileText_IsWrittenWithinASecond(string kind)
    {
        var text = kind switch
        {
            "nested quotes" => new string('>', 10_000) + " deep",
            "delimiters" => string.Concat(Enumerable.Repeat("*_[`", 50_000)),
            "unclosed fence" => "```\n" + string.Concat(Enumerable.Repeat("line\n", 40_000)),
            _ => string.Concat(Enumerable.Repeat("| a ", 50_000)) + "|\n",
        };
        var clock = Stopwatch.StartNew();
        Assert.NotEmpty(Of(text));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{kind} took {clock.Elapsed}.");
    }

    [Fact]
    public void AnyText_MakesNoMarkupButOurs()
    {
        string[] pieces = ["<", ">", "\"", "'", "&", "[a](", ")", "![", "](https://e.example/", "javascript:", "`", "```\n", "*", "~~", "|", "\n", "\n\n", "- ", "> ", "# ", "<script>", "onerror=", "x", "\u202E", "\0"];
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 30].Sample(parts =>
        {
            var html = Of(string.Concat(parts));
            Assert.Equal(html.Count(sign => sign == '<'), Ours().Count(html));
        }, iter: 2_000);
    }

    static string Of(string text) => MarkdownHtml.Of(text, HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));

    [GeneratedRegex("""</?(?:p|pre|code|strong|em|del|ul|ol|li|blockquote|table|tr|th|td|hr|br|h[3-6]|a|span)(?: class="(?:plain|host|left|center|right)"| start="\d+"| rel="noopener noreferrer nofollow" href="(?:https?://|mailto:)[^"<>]*")?>""")]
    private static partial Regex Ours();
}
