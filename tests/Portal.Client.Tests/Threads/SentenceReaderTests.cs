using CsCheck;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class SentenceReaderTests
{
    [Fact]
    public void Sentences_AreReadOnceTheyAreWhole()
    {
        var reader = new SentenceReader("Code block");

        Assert.Null(reader.Next("Thirty days", false));
        Assert.Null(reader.Next("Thirty days.", false));
        Assert.Equal("Thirty days.", reader.Next("Thirty days. From", false));
        Assert.Null(reader.Next("Thirty days. From the deli", false));
        Assert.Equal("From the delivery", reader.Next("Thirty days. From the delivery", true));
        Assert.Null(reader.Next("Thirty days. From the delivery", true));
    }

    [Fact]
    public void Figures_DoNotEndASentence() => Assert.Null(new SentenceReader("Code block").Next("It costs 4.9", false));

    [Fact]
    public void Markdown_IsNotReadOut()
    {
        var said = new SentenceReader("Code block").Next("# Title\n\n**Bold** and [docs](https://example.com/x).\n\n```js\nvar x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\nEnd.", true);

        Assert.Equal("Title Bold and docs. Code block a b 1 2 End.", string.Join(' ', said!.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void WhatStoodThereBefore_IsNotRead() => Assert.Equal("New.", new SentenceReader("Code block", "Old. ".Length).Next("Old. New.", true));

    [Fact]
    public void AnySplit_ReadsTheSameWords() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 40], Gen.Int[1, 9].Array[1, 10]).Sample((choice, steps) =>
        {
            string[] pieces = ["word ", "end. ", "Is it? ", "\n\n", "- item\n", "4.5 ", "More: "];
            var text = string.Concat(choice.Select(index => pieces[index]));
            var reader = new SentenceReader("Code block");
            List<string?> said = [];
            for (var (length, step) = (0, 0); length < text.Length; length += steps[step++ % steps.Length]) said.Add(reader.Next(text[..length], false));
            said.Add(reader.Next(text, true));
            Assert.Equal(Words(new SentenceReader("Code block").Next(text, true)), Words(string.Join(' ', said)));
        }, iter: 2000);

    static string Words(string? text) => string.Join(' ', (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
