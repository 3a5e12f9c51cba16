using System.Diagnostics;
using Microsoft.Extensions.AI;
using Portal.Models.Gateway;
using Portal.Models.Tokens;

namespace Portal.Tests.Models;

public sealed class TokenCounterTests
{
    static readonly TokenCounter Tokens = new();

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello world", 2)]
    [InlineData("antidisestablishmentarianism", 6)]
    public void Count_KnownTexts_AreThoseOfO200kBase(string text, int expected) => Assert.Equal(expected, Tokens.Count("any", text));

    [Fact]
    public void Count_LongProse_DiffersLittleFromItsParts()
    {
        const string sentence = "The quick brown fox jumps over the lazy dog. ";
        var hundred = Tokens.Count("any", string.Concat(Enumerable.Repeat(sentence, 100)));
        Assert.InRange(Tokens.Count("any", string.Concat(Enumerable.Repeat(sentence, 5000))), hundred * 50 * 0.99, hundred * 50 * 1.01);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("🙂")]
    [InlineData("\n")]
    [InlineData("x9!")]
    public void Count_TextWithoutBorders_EndsSoon(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000));
        var watch = Stopwatch.StartNew();
        Assert.InRange(Tokens.Count("any", text), 1, text.Length);
        // Twice the length must not take four times as long; the bound is far above what is usual.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void CountAll_AddsWhatMessagesAndTheReplyCost()
    {
        ChatMessage[] messages = [new(ChatRole.System, "Hello"), new(ChatRole.User, "Hello")];
        Assert.Equal(2 * (1 + MessageTokens.PerMessage) + MessageTokens.PerReply, Tokens.CountAll("any", messages, []));
        Assert.True(Tokens.CountAll("any", messages, [new FunctionTool("f", "d", null, false)]) > Tokens.CountAll("any", messages, []));
    }
}
