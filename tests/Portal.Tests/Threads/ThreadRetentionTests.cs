using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Threads;

public sealed class ThreadRetentionTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Threads_GoAfterTheDaysOfTheirProject_WithAllThatIsInThem()
    {
        await using var scene = await ChatScene.Set(host);
        await using var keeping = await ChatScene.Set(host);
        var (old, young, kept) = (await scene.NewThread(), await scene.NewThread(), await keeping.NewThread());
        await scene.Ask(old, "A forgettable question");
        await Age(old, 31);
        await Age(young, 29);
        await Age(kept, 3000);
        var set = await scene.Client.Post($"/v2/projects/{scene.ProjectId}", """{"retention_days":30}""");
        Assert.Equal((200, 30), (set.Status, set["retention_days"].GetInt32()));

        Assert.Equal(1, await host.Services.GetRequiredService<ThreadRetention>().Sweep(TestContext.Current.CancellationToken));

        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{old}")).Status);
        Assert.Equal(200, (await scene.Client.Get($"/v2/threads/{young}")).Status);
        Assert.Equal(200, (await keeping.Client.Get($"/v2/threads/{kept}")).Status);
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM messages WHERE thread_id = @old", new { old })));
        Assert.Empty((await scene.Client.Get("/v2/threads?query=forgettable"))["data"].EnumerateArray());
        Assert.Equal("system", Assert.Single(await host.Audit("thread.deleted", old)).ActorType);
        Assert.True((await scene.Client.Get($"/v2/projects/{scene.ProjectId}/usage"))["data"].GetArrayLength() > 0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3651")]
    [InlineData("\"a\"")]
    public async Task Days_OutOfRange_AreRefused(string days)
    {
        var refused = await host.Admin.Post($"/v2/projects/{await host.AddProject()}", $$"""{"retention_days":{{days}}}""");
        Assert.Equal((400, "retention_days"), (refused.Status, refused.Param));
    }

    Task<int> Age(string threadId, int days) => host.Write(connection => connection.Execute(
        "UPDATE threads SET last_activity_at = last_activity_at - @seconds WHERE id = @threadId", new { threadId, seconds = days * 86_400L }));
}
