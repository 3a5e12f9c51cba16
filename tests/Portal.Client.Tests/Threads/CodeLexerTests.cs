using System.Diagnostics;
using CsCheck;
using Portal.Client.Threads.Markdown.Code;

namespace Portal.Client.Tests.Threads;

public sealed class CodeLexerTests
{
    static readonly string[] Languages = ["csharp", "js", "python", "bash", "sql", "json", "yaml", "css", "html", "diff", "go", "rust", "powershell", "toml", "php", "lua"];

    [Theory]
    [InlineData("csharp", "return \"a // b\"; // end", "Keyword:return|Text:\"a // b\"|Comment:// end")]
    [InlineData("CS", "var x = 0x1F;", "Keyword:var|Number:0x1F")]
    [InlineData("python", "def f(): # note\n  return 'x'", "Keyword:def|Comment:# note|Keyword:return|Text:'x'")]
    [InlineData("sql", "SELECT 1 -- one\nfrom t", "Keyword:SELECT|Number:1|Comment:-- one|Keyword:from")]
    [InlineData("bash", "echo \"$HOME\" # home", "Keyword:echo|Text:\"$HOME\"|Comment:# home")]
    [InlineData("json", "{\"a\": [1, \"b\", true]}", "Name:\"a\"|Number:1|Text:\"b\"|Keyword:true")]
    [InlineData("yaml", "name: Ada # who\n- 3", "Name:name|Comment:# who|Number:3")]
    [InlineData("html", "<a href=\"x\">t</a><!-- c -->", "Tag:<a|Name:href|Text:\"x\"|Tag:>|Tag:</a>|Comment:<!-- c -->")]
    [InlineData("css", ".a { color: #fff; }", "Tag:a|Name:color|Number:#fff")]
    [InlineData("diff", "+new\n-old\n same", "Added:+new|Removed:-old")]
    public void Code_IsColouredByWhatItIs(string language, string code, string expected)
    {
        var tokens = CodeLexer.Read(code, language)!.Where(token => token.Kind != CodeKind.Plain);

        Assert.Equal(expected, string.Join('|', tokens.Select(token => $"{token.Kind}:{code.Substring(token.Start, token.Length).Trim()}")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("klingon")]
    public void UnknownLanguage_StaysPlain(string? language) => Assert.Null(CodeLexer.Read("var x = 1;", language));

    [Fact]
    public void AnyCode_IsPartedWithoutGapOrDouble()
    {
        Gen.Select(Gen.Int[0, Languages.Length - 1], Gen.String[Gen.Char["ab1 \n\t\"'`#/*-<>!=:;{}$\\.@+"], 0, 80]).Sample((language, code) =>
        {
            var tokens = CodeLexer.Read(code, Languages[language])!;
            Assert.Equal(code, string.Concat(tokens.Select(token => code.Substring(token.Start, token.Length))));
        }, iter: 20_000);
    }

    [Fact]
    public void HostileCode_TakesNoTime()
    {
        foreach (var language in Languages)
        {
            foreach (var unit in new[] { "\"", "/*", "<!--", "<a ", "'''", "#", "${", "\\", "a:", "<" })
            {
                var code = string.Concat(Enumerable.Repeat(unit, CodeLexer.MaxLength / unit.Length));
                var watch = Stopwatch.StartNew();
                Assert.NotNull(CodeLexer.Read(code, language));
                Assert.True(watch.ElapsedMilliseconds < 2000, $"{language} {unit} took {watch.ElapsedMilliseconds} ms");
            }
        }
    }
}
