using CsCheck;
using Portal.Client.Threads;
using Portal.Threads.Search;

namespace Portal.Tests.Threads.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Where is ORDER-4711?", "where is order 4711")]
    [InlineData("Café, naïve ŁÓDŹ", "cafe naive lodz")]
    [InlineData("Cafe\u0301", "cafe")]
    [InlineData("Straße STRASSE", "strasse strasse")]
    [InlineData("Ærø œuvre", "aero oeuvre")]
    [InlineData("Άλφα Ёлка", "αλφα елка")]
    [InlineData("東京タワー", "東 京 タ ワ ー")]
    [InlineData("안녕 세상", "안녕 세상")]
    [InlineData("\"a\" AND b* OR (c) NEAR/2 ^d {e} -f col:g", "a and b or c near 2 d e f col g")]
    [InlineData("\uE000proj \uD800 👩‍🚒 \0", "proj")]
    [InlineData("", "")]
    public void Words_AreLettersAndDigits_SmallAndPlain(string text, string words) =>
        Assert.Equal(words, string.Join(' ', SearchWords.Of(text).Select(word => word.Text)));

    [Fact]
    public void Word_PastTheLongest_IsKnownByItsBeginning()
    {
        var word = Assert.Single(SearchWords.Of(new string('x', 1_000)));
        Assert.Equal((new string('x', SearchWords.LongestWord), 0, 1_000), (word.Text, word.Start, word.End));
    }

    [Fact]
    public void Places_AreThoseOfTheTextItself() => Gen.String.Sample(text =>
    {
        var end = 0;
        foreach (var word in SearchWords.Of(text))
        {
            Assert.InRange(word.Start, end, text.Length);
            Assert.InRange(word.End, word.Start + 1, text.Length);
            Assert.NotEmpty(word.Text);
            Assert.All(word.Text, sign => Assert.False(sign is '"' or ' ' or '\uE000' or '\0'));
            end = word.End;
        }
    });

    [Theory]
    [InlineData("Where is my order?", "order", "Where is my order?", "order")]
    [InlineData("Where\r\nis\tmy órder?", "ord", "Where  is my órder?", "órder")]
    [InlineData("one two three", "three on", "one two three", "one three")]
    public void Excerpt_ShowsTheWordsWhereTheyStand(string text, string query, string shown, string words)
    {
        var match = MatchExcerpt.Of(ThreadMatchField.Message, "msg_1", text, SearchQuery.Parse(query)!);
        Assert.Equal((shown, words), (match.Text, string.Join(' ', match.Ranges.Select(range => match.Text[range.Start..range.End]))));
    }

    [Fact]
    public void Excerpt_OfALongText_IsShortAndHoldsTheWord()
    {
        var text = string.Concat(Enumerable.Repeat("filling ", 100)) + "lamp " + string.Concat(Enumerable.Repeat("📦 filling ", 100));
        var match = MatchExcerpt.Of(ThreadMatchField.Message, "msg_1", text, SearchQuery.Parse("lamp")!);
        Assert.True(match.Text.Length <= MatchExcerpt.Length + 2, match.Text);
        Assert.StartsWith("…filling ", match.Text);
        Assert.EndsWith("…", match.Text);
        var range = Assert.Single(match.Ranges);
        Assert.Equal("lamp", match.Text[range.Start..range.End]);
        Assert.False(char.IsHighSurrogate(match.Text[^2]));
    }

    [Fact]
    public void Excerpt_OfAnyText_HasItsRangesWithin() => Gen.Select(Gen.String, Gen.Int[0, 400]).Sample((text, lead) =>
    {
        var whole = new string(' ', lead) + text + " lamp " + text;
        var match = MatchExcerpt.Of(ThreadMatchField.Message, "msg_1", whole, SearchQuery.Parse("lamp")!);
        Assert.NotEmpty(match.Ranges);
        Assert.All(match.Ranges, range => Assert.StartsWith("lamp", match.Text[range.Start..range.End], StringComparison.OrdinalIgnoreCase));
    });
}
