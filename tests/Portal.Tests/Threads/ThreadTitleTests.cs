using Portal.Threads;

namespace Portal.Tests.Threads;

public sealed class ThreadTitleTests
{
    [Theory]
    [InlineData("Summarize the clauses", "Summarize the clauses")]
    [InlineData("Hello, where is my order 4711? It should have come on Monday.", "Where is my order 4711?")]
    [InlineData("Hi there! My lamp flickers.", "My lamp flickers")]
    [InlineData("Hi Anna, my lamp flickers.", "My lamp flickers")]
    [InlineData("hello my order is late", "My order is late")]
    [InlineData("Dear Sir or Madam,\n\nI would like to return the\nblue jacket. It is too small.", "I would like to return the blue jacket")]
    [InlineData("Good morning\nI hope you are well.\nI was charged twice for invoice 12.", "I was charged twice for invoice 12")]
    [InlineData("I have a question. Can I change my plan?", "Can I change my plan?")]
    [InlineData("Quick question: can I change my plan?", "Quick question: can I change my plan?")]
    [InlineData("Can you help me?", "Can you help me?")]
    [InlineData("Hallo zusammen, meine Rechnung stimmt nicht. Danke!", "Meine Rechnung stimmt nicht")]
    [InlineData("Sehr geehrte Damen und Herren,\nhiermit kündige ich meinen Vertrag zum 31.12.\n", "Hiermit kündige ich meinen Vertrag zum 31.12")]
    [InlineData("Bonjour, je n'arrive pas à me connecter.", "Je n'arrive pas à me connecter")]
    [InlineData("Hola, ¿dónde está mi pedido?", "¿dónde está mi pedido?")]
    [InlineData("Buongiorno! Vorrei un rimborso.", "Vorrei un rimborso")]
    [InlineData("Olá, bom dia! Meu pacote não chegou.", "Meu pacote não chegou")]
    [InlineData("Привет! Где мой заказ?", "Где мой заказ?")]
    [InlineData("你好，我的订单在哪里？谢谢", "我的订单在哪里？")]
    [InlineData("こんにちは。ランプが壊れました。", "ランプが壊れました")]
    [InlineData("From: Ana <ana@example.org>\nSent: Monday\nTo: help\nSubject: lamp\n\nThe lamp is broken.", "The lamp is broken")]
    [InlineData("Still broken after the update.\n\nOn Mon, 3 May 2026 at 10:00, Help <help@example.org> wrote:\n> Please update.\n> Bye", "Still broken after the update")]
    [InlineData("-----Original Message-----\nFrom: x\n> quoted\n\nNow it smokes.", "Now it smokes")]
    [InlineData("```\nat Main()\n```\nWhy does this throw?", "Why does this throw?")]
    [InlineData("# Refund\n\n- for order 1", "For order 1")]
    [InlineData("Refund", "Refund")]
    [InlineData("Hello", "Hello")]
    [InlineData("iPhone does not charge", "iPhone does not charge")]
    [InlineData("Version 2.5 of the app crashes. Help!", "Version 2.5 of the app crashes")]
    [InlineData("\u202Eexample of a turned text\u202C", "Example of a turned text")]
    [InlineData("  \n\t ", null)]
    [InlineData("", null)]
    [InlineData("> only a quote", "> only a quote")]
    [InlineData("???", "???")]
    public void Title_SaysWhatItIsAbout(string text, string? title) => Assert.Equal(title, ThreadTitle.From(text));

    [Fact]
    public void LongSentence_EndsAfterAWholeWord()
    {
        var title = ThreadTitle.From(string.Join(' ', Enumerable.Repeat("wonderful", 20)));
        Assert.Equal("Wonderful wonderful wonderful wonderful wonderful wonderful wonderful wonderful…", title);
    }

    [Fact]
    public void LongWord_IsCutBetweenCharacters()
    {
        var title = ThreadTitle.From(string.Concat(Enumerable.Repeat("👩‍🚒", 60)))!;
        Assert.True(title.Length <= ThreadTitle.Longest, title);
        Assert.DoesNotContain('\uFFFD', title);
        Assert.False(char.IsHighSurrogate(title[^2]));
    }

    [Fact]
    public void HostileText_IsReadAtOnce()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var text in new[] { new string('a', 256_000), string.Concat(Enumerable.Repeat("hi ", 80_000)), "On " + new string('x', 4_000), string.Concat(Enumerable.Repeat("Dear a ", 30_000)), new string('\n', 200_000) })
            ThreadTitle.From(text);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }
}
