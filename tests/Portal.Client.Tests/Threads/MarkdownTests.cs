using System.Diagnostics;
using Bunit;
using CsCheck;
using Markdig.Renderers;
using Microsoft.AspNetCore.Components;
using Portal.Client.Layout;
using Portal.Client.Threads.Markdown;

namespace Portal.Client.Tests.Threads;

public sealed class MarkdownTests : BunitContext
{
    public MarkdownTests()
    {
        Services.AddPages();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    [Fact]
    public void GrowingText_PassesOverTheBlocksBeforeItsEnd()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(number => $"Paragraph {number}.\n\n"));
        var view = Render<MarkdownView>(it => it.Add(v => v.Text, text).Add(v => v.Finished, false));
        var groups = view.FindComponents<MarkdownPieces>();
        var before = groups.Select(group => group.RenderCount).ToArray();

        for (var number = 100; number < 104; number++)
        {
            text += $"Paragraph {number}.\n\n";
            view.Render(it => it.Add(v => v.Text, text));
        }

        Assert.Equal(Enumerable.Range(0, 104).Select(number => $"Paragraph {number}."), view.FindAll("p").Select(paragraph => paragraph.TextContent));
        Assert.Equal(before[..^1], groups.Select(group => group.RenderCount).Take(before.Length - 1));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a <img src=x onerror=alert(1)> b", "&lt;img src=x onerror=alert(1)&gt;")]
    [InlineData("<div style=\"position:fixed\">\nover\n</div>", "&lt;div style=\"position:fixed\"&gt;")]
    public void RawHtml_ShowsAsText(string text, string expected)
    {
        var view = Draw(text);

        Assert.Contains(expected, view.Markup);
        Assert.Empty(view.FindAll("script, img, .markdown div[style]"));
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt:alert(1))")]
    [InlineData("[click](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[click](file:///etc/passwd)")]
    [InlineData("[click](/settings)")]
    [InlineData("[click](vbscript:x)")]
    [InlineData("[click][a]\n\n[a]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    public void OtherSchemes_AreNotLinks(string text) => Assert.Empty(Draw(text).FindAll("a"));

    [Theory]
    [InlineData("[docs](https://example.com/a)", "https://example.com/a", "docsexample.com")]
    [InlineData("[https://bank.com](https://evil.example/x)", "https://evil.example/x", "https://bank.comevil.example")]
    [InlineData("see https://example.com/a", "https://example.com/a", "https://example.com/a")]
    [InlineData("<ada@example.com>", "mailto:ada@example.com", "ada@example.com")]
    [InlineData("[x](https://user:pass@evil.example)", "https://user:pass@evil.example/", "xevil.example")]
    public void Links_OpenElsewhereAndShowTheirHost(string text, string href, string shown)
    {
        var link = Draw(text).Find("a");

        Assert.Equal(href, link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
        Assert.Equal(shown, link.TextContent);
    }

    [Fact]
    public void Images_AreLinksAndNeverLoad()
    {
        var view = Draw("![A cat](https://track.example/cat.png) ![](data:image/png;base64,AAAA)");

        Assert.Empty(view.FindAll("img"));
        Assert.Equal("A cattrack.example", view.Find("a").TextContent);
        Assert.Contains("Image", view.Find("p").TextContent);
    }

    [Fact]
    public void Structure_BecomesElements()
    {
        var view = Draw("""
            # Title

            Some **strong**, *soft* and ~~old~~ `code`.

            - [x] done
            - [ ] open

            3. three
            4. four

            | a | b |
            |---|--:|
            | 1 | 2 |

            > quoted

            ```csharp
            var x = 1;
            ```
            """);

        Assert.Equal("2", view.Find("[role=heading]").GetAttribute("aria-level"));
        Assert.Equal("Some strong, soft and old code.", view.Find("p").TextContent);
        Assert.Equal(2, view.FindAll("ul.tasks input[disabled]").Count);
        Assert.Equal("3", view.Find("ol").GetAttribute("start"));
        Assert.Equal("right", view.FindAll("td")[1].ClassName);
        Assert.Equal("quoted", view.Find("blockquote").TextContent.Trim());
        Assert.Equal("var x = 1;", view.Find("pre code").TextContent);
        Assert.Equal("csharp", view.Find(".bar span").TextContent);
    }

    [Fact]
    public void HostileInput_ShowsPlainAndQuickly()
    {
        string[] units = ["$", "$a ", "\\(", "\\[x ", "[^1]", "[^a]: ", "[", "![", "*a ", "_a* ", "> ", "- ", "1. ", "` `` ", "[a](", "**x** ", "|a", "<", "~a~~ ", "[]["];
        foreach (var unit in units)
        {
            var text = string.Concat(Enumerable.Repeat(unit, 200_000 / unit.Length));
            var watch = Stopwatch.StartNew();
            var view = Draw(text);
            Assert.True(watch.ElapsedMilliseconds < 5000, $"'{unit}' took {watch.ElapsedMilliseconds} ms");
            Assert.Contains(unit.Trim(), view.Find(".markdown").TextContent);
        }
    }

    [Fact]
    public void DeepNesting_ShowsPlain()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(level => $"{new string(' ', level * 2)}- level {level}\n"));

        Assert.Contains("level 399", Draw(text).Find(".markdown").TextContent);
    }

    [Fact]
    public void LongText_KeepsItsStructure()
    {
        var text = string.Concat(Enumerable.Range(0, 900).Select(i => $"## Part {i}\n\nSome *text* with `code` that goes on and on for a while.\n\n"));

        var view = Draw(text);
        view.WaitForAssertion(() => Assert.Equal(900, view.FindAll("[role=heading]").Count), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void EndlessText_IsPlainFromSomewhereOn_AndWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"Line **{i}** of it.\n\n"));
        var markdown = new MarkdownText();
        for (var length = 1000; length < text.Length; length += 50_000) markdown.Set(text[..length], isFinished: false);
        markdown.Set(text, isFinished: true);

        var rich = markdown.Pieces.TakeWhile(piece => piece.Block is not null).Count();
        Assert.InRange(rich, MarkdownText.MaxPieces, MarkdownText.MaxPieces + 2000);
        Assert.All(markdown.Pieces.Skip(rich), piece => Assert.InRange(piece.Source.Length, 1, MarkdownText.MaxLength));
        Assert.Equal(
            Enumerable.Range(rich, 20_000 - rich).Select(i => $"Line **{i}** of it."),
            markdown.Pieces.Skip(rich).SelectMany(piece => piece.Source.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Streaming_LeavesFinishedBlocksAlone()
    {
        var markdown = new MarkdownText();
        markdown.Set("# One\n\nTwo\n\nThree\n\nFou", false);
        var (first, second) = (markdown.Pieces[0], markdown.Pieces[1]);

        markdown.Set("# One\n\nTwo\n\nThree\n\nFour and more", false);

        Assert.Same(first, markdown.Pieces[0]);
        Assert.Same(second, markdown.Pieces[1]);
        Assert.Equal(4, markdown.Pieces.Count);
    }

    [Fact]
    public void Streaming_InAnyPieces_EndsAsTheWholeTextWould()
    {
        string[] lines =
        [
            "# Title\n", "para *one*\n", "\n", "- item\n", "  - inner\n", "1. first\n", "```\n", "code *x*\n", "| a | b |\n|---|---|\n| 1 | 2 |\n",
            "> quote\n", "===\n", "    indented\n", "---\n", "[a]: https://example.com\n", "see [a] now\n", "\n\n", "~~~js\n", "~~~\n", "* [ ] task\n",
            "$$\n", "x^2\n", "so $y$ and \\(z\\)\n", "\\[\n", "\\]\n", "a note[^1] here\n", "[^1]: the note\n", "[^2]: unused\n",
        ];
        Gen.Select(Gen.Int[0, lines.Length - 1].Array[1, 30], Gen.Int[1, 40].Array[1, 20]).Sample((choice, steps) =>
        {
            var text = string.Concat(choice.Select(index => lines[index]));
            var markdown = new MarkdownText();
            for (var (length, step) = (0, 0); length < text.Length; length += steps[step++ % steps.Length]) markdown.Set(text[..length], false);
            markdown.Set(text, true);
            var whole = new MarkdownText();
            whole.Set(text, true);
            Assert.Equal(Shape(whole), Shape(markdown));
        }, iter: 3000);
    }

    [Fact]
    public void Footnotes_OpenWhereOneReads_AndStandAtTheEnd()
    {
        var view = Draw("Thirty days[^terms] from delivery.\n\n[^terms]: See **section 4** of the terms.");

        var link = view.Find("button.note-link");
        Assert.Equal("Note 1", link.GetAttribute("aria-label"));
        Assert.Equal(link.GetAttribute("popovertarget"), view.Find("[popover]").Id);
        Assert.Contains("See section 4 of the terms.", view.Find("[popover]").TextContent);
        Assert.Contains("See section 4 of the terms.", view.Find("section.notes li").TextContent);
    }

    [Theory]
    [InlineData("[^1]: nobody refers to this")]
    [InlineData("A note[^1].\n\n[^1]: one\n\n[^2]: unused words")]
    [InlineData("A note[^1] without its text")]
    public void Footnotes_ThatDoNotMatch_LoseNoWord(string text)
    {
        var shown = Draw(text).Find(".markdown").TextContent;

        foreach (var word in text.Split([' ', '\n', ':', '.'], StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetter(word[0])))
            Assert.Contains(word.Split('[')[0], shown);
    }

    [Theory]
    [InlineData("It is $x^2$.", "x2")]
    [InlineData(@"It is \(x_1\).", "x1")]
    [InlineData("$$\n\\frac{a}{b}\n$$", "ab")]
    [InlineData(@"\[ E = mc^2 \]", "E=mc2")]
    public void Math_IsShownAsFormulas(string text, string shown) => Assert.Equal(shown, Draw(text).Find("math").TextContent);

    [Theory]
    [InlineData("It costs $5 and $10.")]
    [InlineData("From US$20 to US$30, or $1,000")]
    [InlineData("`$x$` and \\$5\\$")]
    public void Prices_AreNoFormulas(string text) => Assert.Empty(Draw(text).FindAll("math, .tex"));

    [Fact]
    public void Math_ThatIsNotKnown_ShowsItsSource() => Assert.Equal(@"\unknown{x}", Draw(@"So $\unknown{x}$.").Find("code.tex").TextContent);

    [Fact]
    public void Code_OfAKnownLanguage_IsColouredAndStaysWhole()
    {
        const string Code = "public int Days => 30; // from delivery";
        var view = Draw($"```csharp\n{Code}\n```");

        Assert.Equal(Code, view.Find("pre code").TextContent);
        Assert.Equal(["public", "int"], view.FindAll(".code-keyword").Select(word => word.TextContent));
        Assert.Equal("// from delivery", view.Find(".code-comment").TextContent);
    }

    [Fact]
    public void Headings_StandBelowThePagesOwn()
    {
        var view = Draw("# One\n\n## Two\n\n###### Six");

        Assert.Equal(["2", "3", "6"], view.FindAll("[role=heading]").Select(heading => heading.GetAttribute("aria-level")));
    }

    [Fact]
    public void Texts_TakeTheirDirectionFromTheirWords()
    {
        var view = Draw("مرحبا بك\n\n- عنصر\n\n```js\nvar x = 1\n```");

        Assert.Equal("auto", view.Find("p").GetAttribute("dir"));
        Assert.Equal("auto", view.Find("ul").GetAttribute("dir"));
        Assert.Equal("ltr", view.Find(".code").GetAttribute("dir"));
    }

    IRenderedComponent<MarkdownView> Draw(string text) => Render<MarkdownView>(view => view.Add(it => it.Text, text));

    static string Shape(MarkdownText markdown)
    {
        var shape = new StringWriter();
        var renderer = new HtmlRenderer(shape);
        MarkdownText.WithNotes.Setup(renderer);
        foreach (var piece in markdown.Pieces)
        {
            if (piece.Block is null) shape.Write(piece.Source);
            else renderer.Render(piece.Block);
        }

        return shape.ToString();
    }
}
