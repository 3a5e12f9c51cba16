using AngleSharp.Html.Parser;
using CsCheck;
using Portal.Client.Threads.Markdown.Tex;

namespace Portal.Client.Tests.Threads;

public sealed class TexTests
{
    static readonly HashSet<string> Elements =
    [
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd",
    ];

    static readonly HashSet<string> Attributes = ["display", "alttext", "stretchy", "mathvariant", "accent", "width", "linethickness", "class"];

    [Theory]
    [InlineData(@"\frac{a+b}{2}", "<mfrac><mrow><mi>a</mi><mo stretchy=\"false\">&#x2B;</mo><mi>b</mi></mrow><mrow><mn>2</mn></mrow></mfrac>")]
    [InlineData("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mrow><mn>2</mn></mrow></msubsup>")]
    [InlineData(@"\alpha \leq \beta", "<mi>&#x3B1;</mi><mo stretchy=\"false\">&#x2264;</mo><mi>&#x3B2;</mi>")]
    [InlineData(@"\sqrt[3]{8}", "<mroot><mrow><mn>8</mn></mrow><mrow><mn>3</mn></mrow></mroot>")]
    [InlineData("f'(x)", "<msup><mi>f</mi><mrow><mo stretchy=\"false\">&#x2032;</mo></mrow></msup>")]
    [InlineData(@"\text{if } x < 0", "<mtext>if </mtext><mi>x</mi><mo stretchy=\"false\">&lt;</mo><mn>0</mn>")]
    [InlineData(@"\mathbb{R}", "<mi>&#x211D;</mi>")]
    public void Formula_BecomesMathMl(string tex, string expected) => Assert.Contains(expected, MathMarkup.Of(tex, false));

    [Theory]
    [InlineData(@"\sum_{i=1}^{n} i", "munderover")]
    [InlineData(@"\lim_{x \to 0} f(x)", "munder")]
    [InlineData(@"\int_0^\infty e^{-x} \, dx", "msubsup")]
    [InlineData(@"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "mtable")]
    [InlineData(@"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}", "mtable")]
    [InlineData(@"\left( \frac{1}{2} \right)^n", "mfrac")]
    [InlineData(@"\begin{aligned} a &= b \\ &= c \end{aligned}", "mtr")]
    [InlineData(@"\hat{y} = \vec{w} \cdot x", "mover")]
    [InlineData(@"e^{i\pi} + 1 = 0", "msup")]
    [InlineData(@"\binom{n}{k} = \frac{n!}{k!(n-k)!}", "mfrac")]
    public void CommonFormulas_AreKnown(string tex, string element) => Assert.Contains($"<{element}", MathMarkup.Of(tex, true));

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac{a}")]
    [InlineData("{x")]
    [InlineData("x}")]
    [InlineData("x^")]
    [InlineData("x__y")]
    [InlineData(@"\left( x")]
    [InlineData(@"\begin{matrix} a")]
    [InlineData(@"\begin{matrix} a \end{cases}")]
    [InlineData(@"\")]
    [InlineData(" ")]
    public void WhatIsNotKnown_IsLeftToItsSource(string tex) => Assert.Null(MathMarkup.Of(tex, true));

    [Fact]
    public void DeepOrLongFormulas_AreLeftToTheirSource()
    {
        Assert.Null(MathMarkup.Of(string.Concat(Enumerable.Repeat("{", 1500)) + string.Concat(Enumerable.Repeat("}", 1500)), true));
        Assert.Null(MathMarkup.Of(string.Concat(Enumerable.Repeat("x^{", 1000)), true));
        Assert.Null(MathMarkup.Of(new string('x', 5000), true));
    }

    [Fact]
    public void AnyText_BecomesKnownElementsOnly()
    {
        string[] pieces =
        [
            "x", "2", "{", "}", "^", "_", "&", @"\\", @"\frac", @"\sqrt", "[", "]", @"\text{<b>", "}", @"\left(", @"\right)", @"\begin{matrix}", @"\end{matrix}", "<script>", "\"", "'",
            "onerror=", "<img src=x>", "&lt;", "</math>", @"\alpha", @"\mathrm{a}", @"\mathbf{b}", "-->", "\u202E", "😀", @"\sum", @"\hat",
        ];
        var parser = new HtmlParser();
        Gen.Int[0, pieces.Length - 1].Array[1, 12].Sample(choice =>
        {
            var markup = MathMarkup.Of(string.Concat(choice.Select(index => pieces[index])), true);
            if (markup is null) return;
            var shown = parser.ParseDocument($"<body>{markup}</body>");
            Assert.Single(shown.Body!.ChildNodes);
            foreach (var element in shown.Body.QuerySelectorAll("*"))
            {
                Assert.Contains(element.LocalName, Elements);
                Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, Attributes));
            }
        }, iter: 20_000);
    }
}
