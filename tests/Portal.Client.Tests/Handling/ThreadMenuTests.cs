using Bunit;

namespace Portal.Client.Tests.Handling;

public sealed class ThreadMenuTests : TeamTest
{
    [Fact]
    public void Export_IsAFileOfEachFormat()
    {
        var links = Open().FindAll("#thread-menu a");

        Assert.Equal(
            ["v2/threads/thread_1/export?format=markdown", "v2/threads/thread_1/export?format=json", "v2/threads/thread_1/export?format=html"],
            links.Select(link => link.GetAttribute("href")));
        Assert.All(links, link => Assert.True(link.HasAttribute("download")));
    }

    [Fact]
    public void Viewer_CannotShare_ButSeesTheShortcuts()
    {
        var menu = Open(Viewer).Find("#thread-menu");

        Assert.DoesNotContain("Share", menu.TextContent);
        Assert.NotNull(menu.QuerySelector("[data-shortcuts]"));
    }

    [Fact]
    public void Viewer_IsOfferedNoBoxToWriteIn()
    {
        Assert.NotEmpty(Open().FindAll("textarea"));
        Assert.Empty(Open(Viewer).FindAll("textarea"));
    }
}
