using CsCheck;
using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class NormalisedTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("z\u200Be\u200Dr\u00ADo\uFEFF", "zero")]
    [InlineData("Ｆｕｌｌ－ｗｉｄｔｈ　４１５", "Full-width 415")]
    [InlineData("٤١٥ ४१५ 𝟒𝟏𝟓 ④①⑤", "415 415 415 415")]
    [InlineData("𝐣𝐚𝐧𝐞 𝒋𝒂𝒏𝒆 🅹🅰🅽🅴", "jane jane JANE")]
    [InlineData("ехаmрlе.соm", "example.com")]
    [InlineData("Εxample", "Example")]
    [InlineData("j\u0336a\u0336ne\u0301", "jane")]
    [InlineData("jane%40example%2Ecom 5% %zz %4", "jane@example.com 5% %zz %4")]
    [InlineData(@"jane\u0040example.com\nnext \q", "jane@example.com\nnext \\q")]
    [InlineData(@"jane\@example\.com", "jane@example.com")]
    [InlineData("jane&commat;example&#46;com&#x21; AT&T", "jane@example.com! AT&T")]
    [InlineData("415–555—1234 ‑", "415-555-1234 -")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("😀", "😀")]
    [InlineData("x\U000E0061y", "xy")]
    public void Folded(string text, string expected) => Assert.Equal(expected, new ScanText(text).Folded.Text.ToString());

    [Theory]
    [InlineData("call four one five now", "call 415 now")]
    [InlineData("four-one five, FIVE", "4-155")]
    [InlineData("one day at a time", "one day at a time")]
    [InlineData("someone two threes", "someone two threes")]
    [InlineData("4 one 5", "415")]
    [InlineData("jane (at) example (dot) com", "jane@example.com")]
    [InlineData("jane[at]mail[dot]example[.]com", "jane@mail.example.com")]
    [InlineData("jane at example dot com", "jane@example.com")]
    [InlineData("jane AT mail DOT example DOT com", "jane@mail.example.com")]
    [InlineData("meet at noon", "meet at noon")]
    [InlineData("an anecdote (attached)", "an anecdote (attached)")]
    public void Spelled(string text, string expected) => Assert.Equal(expected, new ScanText(text).Spelled.Text.ToString());

    /// <summary>Every character of a view stands for a stretch of its own, and the stretches are in order.</summary>
    [Fact]
    public void Map_IsInOrder() => Gen.String[Gen.Char["ab4 %\\u0n&#;\u200B\uD83D\uDE00＠онеtw"], 0, 60].Sample(text =>
    {
        foreach (var view in new[] { new ScanText(text).Raw, new ScanText(text).Folded, new ScanText(text).Spelled })
        {
            var last = 0;
            for (var index = 0; index < view.Text.Length; index++)
            {
                Assert.InRange(view.Start(index), last, view.End(index) - 1);
                last = view.End(index);
                Assert.Equal(index, view.IndexOf(view.Start(index)));
            }

            Assert.True(last <= text.Length);
        }
    });

    [Fact]
    public void Finding_CoversTheTextAsWritten()
    {
        const string text = "write to ｊane&commat;exam\u200Bple%2Ecom today";
        var found = Assert.Single(new Scanner([EntityDetector.Of("email")]).Scan(text));
        Assert.Equal("ｊane&commat;exam\u200Bple%2Ecom", text[found.Start..found.End]);
    }
}
