using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadHeadingTests : PageTest
{
    readonly FakeThreads threads = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IThreadsService>(threads);

    [Fact]
    public void Title_IsRenamed_AndLeavesTheRestAsItIsByNow()
    {
        List<ChatThread> renamed = [];
        var title = Open(renamed);
        threads.Stored[0] = threads.Stored[0] with { Status = ThreadStatus.Resolved };

        title.Find("h1 button").Click();
        title.Find("input").Input("  Refund of order 7 ");
        title.Find("form").Submit();

        Assert.Equal(["update thread_1 Resolved Refund of order 7"], threads.Calls);
        Assert.Equal("Refund of order 7", Assert.Single(renamed).Title);
        Assert.Empty(title.FindAll("form"));
    }

    [Fact]
    public void Escape_KeepsTheTitle()
    {
        var title = Open([]);

        title.Find("h1 button").Click();
        title.Find("input").Input("Other");
        title.Find("form").KeyDown("Escape");

        Assert.Equal("Refund", title.Find("h1").TextContent.Trim());
        Assert.Empty(threads.Calls);
    }

    [Fact]
    public void Refused_SaysWhy_AndKeepsWhatWasTyped()
    {
        threads.Refusals.Add("thread_1");
        var title = Open([]);

        title.Find("h1 button").Click();
        title.Find("input").Input("Other");
        title.Find("form").Submit();

        Assert.Equal("Not yours to change.", title.Find("[role=alert]").TextContent);
        Assert.Equal("Other", title.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void WhoMayOnlyRead_SeesATitle()
    {
        threads.Stored.Add(FakeThreads.Make("thread_1", "Refund"));

        Assert.Empty(Draw<ThreadHeading>(Viewer, of => of.Add(it => it.Thread, threads.Stored[0])).FindAll("button"));
    }

    IRenderedComponent<ThreadHeading> Open(List<ChatThread> renamed)
    {
        threads.Stored.Add(FakeThreads.Make("thread_1", "Refund"));
        return Draw<ThreadHeading>(Owner, of => of.Add(it => it.Thread, threads.Stored[0]).Add(it => it.OnRenamed, renamed.Add));
    }
}
