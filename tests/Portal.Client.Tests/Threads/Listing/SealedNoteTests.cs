using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Listing;

namespace Portal.Client.Tests.Threads.Listing;

public sealed class SealedNoteTests : PageTest
{
    readonly FakeThreads threads = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IThreadsService>(threads);

    [Fact]
    public void Search_WithSealedThreads_SaysThatTheyAreNotSearched()
    {
        threads.Stored.AddRange([FakeThreads.Make("thread_1", "Open"), FakeThreads.Make("thread_2", "Secret") with { Sealed = true }]);
        var note = Draw<SealedNote>(Owner, view => view.Add(it => it.IsSearch, true));
        Assert.Contains("Sealed threads are not searched", note.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_WithoutSealedThreads_SaysNothing()
    {
        threads.Stored.Add(FakeThreads.Make("thread_1", "Open"));
        var note = Draw<SealedNote>(Owner, view => view.Add(it => it.IsSearch, true));
        Assert.Single(threads.AskedForSealed);
        Assert.DoesNotContain("Sealed", note.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSearch_AsksForNothing()
    {
        threads.Stored.Add(FakeThreads.Make("thread_2", "Secret") with { Sealed = true });
        var note = Draw<SealedNote>(Owner, view => view.Add(it => it.IsSearch, false));
        Assert.Empty(threads.AskedForSealed);
        Assert.DoesNotContain("Sealed", note.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_OfASealedThread_SaysSo()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, [FakeThreads.Make("thread_1", "Open"), FakeThreads.Make("thread_2", "Secret") with { Sealed = true }]));
        Assert.Contains("Sealed", list.FindAll("a.line")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Sealed", list.FindAll("a.line")[0].TextContent, StringComparison.Ordinal);
    }
}
