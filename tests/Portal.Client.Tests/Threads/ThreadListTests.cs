using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadListTests : BunitContext
{
    public ThreadListTests()
    {
        Services.AddPages();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    [Fact]
    public void NoThreadsAndNoAssistants_LeadsToTheAssistants()
    {
        var list = Render<ThreadList>(view => view.Add(it => it.Threads, []).Add(it => it.Assistants, []));

        Assert.Contains("No threads yet", list.Markup);
        Assert.Equal("assistants", list.Find("a.button-primary").GetAttribute("href"));
    }

    [Fact]
    public void Threads_AreLinksAndTheOpenOneIsMarked()
    {
        var list = Render<ThreadList>(view => view
            .Add(it => it.Threads, [Thread("thread_1", "Refund"), Thread("thread_2", null)])
            .Add(it => it.OpenId, "thread_2"));

        Assert.Equal(["threads/thread_1", "threads/thread_2"], list.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("New thread", list.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public void MoreThreads_AreLoadedOnDemand_AndAFailureKeepsTheList()
    {
        var asked = 0;
        var list = Render<ThreadList>(view => view
            .Add(it => it.Threads, [Thread("thread_1", "Refund")])
            .Add(it => it.HasMore, true)
            .Add(it => it.Error, ApiError.Unavailable("Portal could not be reached."))
            .Add(it => it.LoadMore, () => asked++));

        list.Find("button").Click();

        Assert.Equal(1, asked);
        Assert.Equal("Portal could not be reached.", list.Find("[role=alert]").TextContent);
        Assert.Single(list.FindAll("li"));
    }

    static ChatThread Thread(string id, string? title) => new(
        id, "proj_1", "asst_1", title, ThreadStatus.Active, "user_1", null, new Dictionary<string, string>(), 1_700_000_000, null);
}
