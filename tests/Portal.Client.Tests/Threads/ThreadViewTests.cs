using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadViewTests : PageTest
{
    readonly FakeChat chat = new();

    protected override void Register(IServiceCollection services)
    {
        services.AddSingleton<IThreadsService>(new OneThread(chat.Script));
        services.AddSingleton<IMessagesService>(chat);
        services.AddSingleton<IThreadEvents>(chat);
        services.AddSingleton(Refusing.Everything<IAssistantsService>());
    }

    [Fact]
    public void Link_OpensTheThreadAtItsMessage()
    {
        chat.Script.Import(200);
        GoTo("threads/thread_1?message=msg_00100");

        var view = Open();

        Assert.Equal("msg_00100", view.Find("article").GetAttribute("data-message-id"));
        Assert.Empty(view.FindAll(".missing"));
    }

    [Fact]
    public void Link_ToAMessageThatIsGone_SaysSoAndShowsTheLatest()
    {
        chat.Script.Import(200);
        GoTo("threads/thread_1?message=msg_gone");

        var view = Open();

        Assert.Contains("not in this thread any more", view.Find(".missing").TextContent);
        Assert.Equal("msg_00199", view.FindAll("article")[^1].GetAttribute("data-message-id"));
        view.Find(".missing button").Click();
        Assert.Empty(view.FindAll(".missing"));
    }

    [Fact]
    public void Link_InAnOpenThread_GoesThere()
    {
        chat.Script.Import(200);
        GoTo("threads/thread_1");
        var view = Open();

        GoTo("threads/thread_1?message=msg_00020");

        view.WaitForAssertion(() => Assert.Contains("linked", view.Find("[data-row=msg_00020]").ClassList));
    }

    [Fact]
    public void FirstUnread_OpensTheThreadThere()
    {
        chat.Script.Import(200);
        GoTo("threads/thread_1");

        var view = Open("msg_00150");

        Assert.Equal("msg_00150", view.Find("article").GetAttribute("data-message-id"));
        Assert.Contains("New since you were away", view.Find(".divider.new").TextContent);
    }

    [Fact]
    public void Quote_IsPutIntoTheComposer()
    {
        chat.Script.Import(2);
        GoTo("threads/thread_1");
        var view = Open();

        view.FindAll("[aria-label=Quote]")[0].Click();

        var put = JSInterop.Invocations["append"].Single();
        Assert.Equal("> Message 0\n\n", put.Arguments[1]);
    }

    IRenderedComponent<ThreadView> Open(string? unread = null) => Draw<ThreadView>(Owner, view => view.Add(it => it.Id, "thread_1").Add(it => it.FirstUnreadId, unread));

    sealed class OneThread(ThreadScript script) : IThreadsService
    {
        public Task<Result<ChatThread>> Get(string id, CancellationToken cancellation) => Task.FromResult<Result<ChatThread>>(script.Thread);

        public Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
