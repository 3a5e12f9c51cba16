using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ComposerTests : BunitContext
{
    readonly List<(string Text, string Key)> sent = [];
    ApiError? failure;
    int stops;

    public ComposerTests()
    {
        Services.AddPages();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    [Fact]
    public void Send_ClearsTheBox()
    {
        var composer = Draw();

        composer.Find("[aria-label=Message]").Input("Hello");
        composer.Find("form").Submit();

        Assert.Equal("Hello", Assert.Single(sent).Text);
        Assert.Equal("", composer.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void FailedSend_KeepsTheTextAndItsKey()
    {
        failure = ApiError.Unavailable("Portal could not be reached.");
        var composer = Draw();
        composer.Find("textarea").Input("Hello");
        composer.Find("form").Submit();
        Assert.Equal("Portal could not be reached.", composer.Find("[role=alert]").TextContent);
        Assert.Equal("Hello", composer.Find("textarea").GetAttribute("value"));

        failure = null;
        composer.Find("form").Submit();

        Assert.Equal(2, sent.Count);
        Assert.Equal(sent[0].Key, sent[1].Key);
        Assert.Empty(composer.FindAll("[role=alert]"));
    }

    [Fact]
    public void ChangedText_GetsAKeyOfItsOwn()
    {
        failure = ApiError.Unavailable("Portal could not be reached.");
        var composer = Draw();
        composer.Find("textarea").Input("Hello");
        composer.Find("form").Submit();

        composer.Find("textarea").Input("Hello there");
        composer.Find("form").Submit();

        Assert.NotEqual(sent[0].Key, sent[1].Key);
    }

    [Fact]
    public void SameTextAfterASuccess_GetsANewKey()
    {
        var composer = Draw();
        for (var i = 0; i < 2; i++)
        {
            composer.Find("textarea").Input("Again");
            composer.Find("form").Submit();
        }

        Assert.NotEqual(sent[0].Key, sent[1].Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public void NothingWritten_IsNotSent(string text)
    {
        var composer = Draw();
        composer.Find("textarea").Input(text);

        Assert.True(composer.Find("[type=submit]").HasAttribute("disabled"));
        composer.Find("form").Submit();

        Assert.Empty(sent);
    }

    [Fact]
    public void Stop_IsThereWhileAReplyIsAtWork()
    {
        Assert.DoesNotContain(Draw().FindAll("button"), button => button.TextContent.Trim() == "Stop");

        Draw(running: true).FindAll("button").Single(button => button.TextContent.Trim() == "Stop").Click();

        Assert.Equal(1, stops);
    }

    [Fact]
    public void BeforeThePageIsInteractive_NothingCanBeTyped()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        Assert.All(Draw().FindAll("textarea, button"), input => Assert.True(input.HasAttribute("disabled")));
    }

    IRenderedComponent<Composer> Draw(bool running = false) => Render<Composer>(composer => composer
        .Add(it => it.ThreadId, "thread_1")
        .Add(it => it.IsRunning, running)
        .Add(it => it.Send, (text, key) =>
        {
            sent.Add((text, key));
            return Task.FromResult(failure);
        })
        .Add(it => it.Stop, () =>
        {
            stops++;
            return Task.FromResult<ApiError?>(null);
        }));
}
