using Bunit;
using Portal.Client.Layout;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class AnnouncerTests : BunitContext
{
    readonly FakeChat chat = new();

    public AnnouncerTests() => Services.AddPages();

    [Fact]
    public async Task Reply_IsAnnouncedBySentences_WithItsFailure()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, TimeProvider.System);
        var announcer = Render<Announcer>(parameters => parameters.Add(it => it.Thread, session));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Xunit.TestContext.Current.CancellationToken);
        var following = session.Follow(leaving.Token);

        chat.Script.Text(reply.Id, "Thirty days. From the del");
        chat.Publish();
        await announcer.WaitForStateAsync(() => announcer.FindAll("p").Count == 1, TimeSpan.FromSeconds(30));
        Assert.EndsWith("Thirty days.", announcer.Find("p").TextContent);

        chat.Script.Text(reply.Id, "ivery");
        chat.Script.End(reply.Id, MessageStatus.Failed, new("provider_error", "The provider cut the answer off."));
        chat.Publish();
        await announcer.WaitForStateAsync(() => announcer.FindAll("p").Count == 3, TimeSpan.FromSeconds(30));
        Assert.Equal("From the delivery", announcer.FindAll("p")[1].TextContent);
        Assert.Contains("The provider cut the answer off.", announcer.FindAll("p")[2].TextContent);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }
}
