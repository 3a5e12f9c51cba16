using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Layout;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Threads;

public sealed class ComposerLeavingTests : BunitContext
{
    [Fact]
    public async Task Left_BeforeItsScriptHasCome_AsksNothingOfIt()
    {
        var (chat, time, script) = (new FakeChat(), new FakeTimeProvider(), new SlowScript());
        Services.AddSingleton<TimeProvider>(time);
        Services.AddPages();
        Services.AddSingleton<IMessagesService>(chat);
        Services.AddSingleton(Refusing.Everything<IAssistantsService>());
        Services.AddSingleton(Refusing.Everything<ICannedRepliesService>());
        Services.AddSingleton<ITabStorage>(new KeptInMemory());
        Services.AddSingleton<IJSRuntime>(script);
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
        Render<Composer>(composer => composer.Add(it => it.Session, new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, time)));
        await DisposeComponentsAsync();

        script.Coming.SetResult(script);

        Assert.Equal("disposed", await script.FirstCall.Task.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken));
    }
}

/// <summary>A script that comes when the test says so, and tells what is first asked of it.</summary>
sealed class SlowScript : IJSRuntime, IJSObjectReference
{
    public TaskCompletionSource<object> Coming { get; } = new();

    public TaskCompletionSource<string> FirstCall { get; } = new();

    ValueTask<T> IJSRuntime.InvokeAsync<T>(string identifier, object?[]? args) => new(Import<T>());

    ValueTask<T> IJSRuntime.InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => new(Import<T>());

    ValueTask<T> IJSObjectReference.InvokeAsync<T>(string identifier, object?[]? args) => Called<T>(identifier);

    ValueTask<T> IJSObjectReference.InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => Called<T>(identifier);

    public ValueTask DisposeAsync()
    {
        FirstCall.TrySetResult("disposed");
        return ValueTask.CompletedTask;
    }

    async Task<T> Import<T>() => (T)await Coming.Task;

    ValueTask<T> Called<T>(string identifier)
    {
        FirstCall.TrySetResult(identifier);
        return default;
    }
}
