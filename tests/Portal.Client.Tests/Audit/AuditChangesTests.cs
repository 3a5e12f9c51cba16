using System.Text.Json;
using CsCheck;
using Portal.Client.Audit;

namespace Portal.Client.Tests.Audit;

public sealed class AuditChangesTests
{
    [Theory]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1,"c":3}}""", "f.a.c: 2 → 3")]
    [InlineData("""null""", """{"a":"x"}""", "f.a:  → x")]
    [InlineData("""{"a":"x"}""", """null""", "f.a: x → ")]
    [InlineData("""["x","y"]""", """["x"]""", "f: x\ny → x")]
    [InlineData("""true""", """false""", "f: yes → no")]
    [InlineData("""{"a":{"b":1}}""", """{"a":"text"}""", "f.a: {\n  \"b\": 1\n} → text")]
    public void Fields_AreFoundHoweverDeepTheyLie(string before, string after, string expected)
    {
        var change = Assert.Single(AuditFieldChange.Of(new AuditChange("f", Json(before), Json(after))));
        Assert.Equal(expected, $"{change.Path}: {change.Before} → {change.After}".ReplaceLineEndings("\n"));
    }

    [Fact]
    public void LongText_IsComparedWordByWord()
    {
        Assert.Equal(
            [(WordChange.Same, "May I "), (WordChange.Removed, "return"), (WordChange.Added, "keep"), (WordChange.Same, " it"), (WordChange.Added, " all"), (WordChange.Same, "?")],
            WordDiff.Of("May I return it?", "May I keep it all?"));
    }

    [Fact]
    public void Diff_HoldsBothTexts()
    {
        var text = Gen.OneOf(Gen.Const("a "), Gen.Const("b"), Gen.Const("\n"), Gen.Const("ü."), Gen.Const("word ")).Array[0, 30].Select(string.Concat);
        Gen.Select(text, text).Sample((before, after) =>
        {
            var diff = WordDiff.Of(before, after);
            Assert.Equal(before, string.Concat(diff.Where(step => step.Change != WordChange.Added).Select(step => step.Text)));
            Assert.Equal(after, string.Concat(diff.Where(step => step.Change != WordChange.Removed).Select(step => step.Text)));
        }, iter: 500);
    }

    [Fact]
    public void TwoBooks_AreShownWithoutThinkingForSeconds()
    {
        var (before, after) = (string.Join(' ', Enumerable.Range(0, 60_000)), string.Join(' ', Enumerable.Range(30_000, 60_000)));
        Assert.Equal([WordChange.Removed, WordChange.Added], WordDiff.Of(before, after).Select(step => step.Change));
    }

    static JsonElement Json(string text) => JsonElement.Parse(text);
}
