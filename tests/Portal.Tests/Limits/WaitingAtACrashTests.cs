using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Chaos;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Limits;

/// <summary>A portal that dies while one reply is being made and another waits for room: the data as it stands then, found by the next portal.</summary>
public sealed class WaitingAtACrashTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReplyThatWaitedForRoom_WasSentToNobody_AndCostsNothing()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"concurrent_threads":1,"queue_seconds":60}""");
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate).Say("First."));
        var (asked, waiting) = (await scene.NewThread(), await scene.NewThread());
        var first = (await scene.Say(asked, "One."))["reply"].GetProperty("id").GetString()!;
        await gate.Reached;
        var second = (await scene.Say(waiting, "Two."))["reply"].GetProperty("id").GetString()!;
        var reasons = new List<string?>();
        await foreach (var one in scene.Follow(waiting, second))
        {
            if (one.Type != "run.waiting") continue;
            reasons.Add(one.Json.GetProperty("reason").GetString());
            if (reasons.Count > 1) continue;
            await AssertOnlyTheFirstIsCharged(host.DataDirectory, scene, first, second);
            gate.Open();
        }

        // Once there is room the event says so, and from then on it counts as sent.
        Assert.Equal(2, reasons.Count);
        Assert.Null(reasons[1]);
    }

    static async Task AssertOnlyTheFirstIsCharged(string dataDirectory, ChatScene scene, string first, string second)
    {
        var copy = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        foreach (var file in Directory.GetFiles(dataDirectory, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("portal.db", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(dataDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await using (var live = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "portal.db")};Pooling=False"))
            await live.ExecuteAsync("VACUUM INTO @path", new { path = Path.Combine(copy, "portal.db") });
        await using (var next = PortalHost.Over(copy))
        {
            foreach (var (reply, isCharged) in new[] { (first, true), (second, false) })
            {
                await Until.True(
                    async () => await next.Read(connection => connection.QuerySingle<string>("SELECT status FROM messages WHERE id = @reply", new { reply })) == "interrupted",
                    "the reply is found interrupted", TimeSpan.FromSeconds(30), Cancellation);
                Assert.Equal(isCharged, await next.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM usage WHERE message_id = @reply)", new { reply })));
            }
        }

        Directory.Delete(copy, recursive: true);
    }
}
