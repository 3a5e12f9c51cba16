using Dapper;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Sharing;

public sealed class SharingTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Link_IsForPeopleOfTheOrganization_AndOpeningItIsOnRecord()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"Lamp","metadata":{"secret":"of the metadata"},"messages":[{"role":"user","content":"Where?"}]""");
        var share = await scene.Client.Post($"/v2/threads/{thread}/shares", "{}");
        Assert.Equal((201, "thread.share", thread), (share.Status, share["object"].GetString(), share["thread_id"].GetString()));
        var path = PathOf(share);

        using var stranger = await host.SignedIn(await host.AddUser(Role.Viewer), People.Password);
        var shown = await stranger.Client.Get(path);
        Assert.Equal(200, shown.Status);
        Assert.Equal("Lamp", shown["thread"].GetProperty("title").GetString());
        Assert.Equal("Where?", shown["messages"].GetProperty("data")[0].GetProperty("content").GetString());
        Assert.DoesNotContain("of the metadata", shown.Body.ToString());
        Assert.Equal(404, (await stranger.Client.Get($"/v2/threads/{thread}")).Status);
        var row = Assert.Single(await host.Audit("thread.shared_read", thread));
        Assert.Contains(share.Id, row.Changes);

        var byKey = await scene.Client.Get(path);
        Assert.Equal(403, byKey.Status);
        using var nobody = host.Client(null);
        Assert.Equal(401, (await nobody.Get(path)).Status);
    }

    [Fact]
    public async Task Token_IsNowhereOnDisk()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        var share = await scene.Client.Post($"/v2/threads/{thread}/shares", "{}", ("Idempotency-Key", $"share-{thread}"));
        var token = PathOf(share).Split('/')[^1];
        await scene.Client.Get(PathOf(share));
        using var nobody = host.Client(null);
        await nobody.Get(PathOf(share));
        foreach (var (table, column) in await host.Read(connection => connection.Query<(string, string)>(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'").AsList()))
        {
            Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM \"{table}\" WHERE instr(\"{column}\", @token)", new { token })));
        }

        Assert.DoesNotContain(host.Log, line => line.Contains(token, StringComparison.Ordinal));
        var again = await scene.Client.Post($"/v2/threads/{thread}/shares", "{}", ("Idempotency-Key", $"share-{thread}"));
        Assert.Equal((share.Id, System.Text.Json.JsonValueKind.Null), (again.Id, again["url"].ValueKind));
    }

    [Fact]
    public async Task Link_ThatNoLongerHolds_IsTheSame404AsOneThatNeverDid()
    {
        await using var scene = await ChatScene.Set(host);
        using var owner = await host.SignedIn();
        var (revoked, expired, orphaned) = (await NewShare(scene), await NewShare(scene), await NewShare(scene));
        foreach (var share in new[] { revoked, expired, orphaned }) Assert.Equal(200, (await owner.Client.Get(PathOf(share))).Status);

        await scene.Client.Delete($"/v2/threads/{revoked["thread_id"]}/shares/{revoked.Id}");
        await host.Write(connection => connection.Execute("UPDATE thread_shares SET expires_at = 1 WHERE id = @Id", new { expired.Id }));
        await scene.Client.Delete($"/v2/threads/{orphaned["thread_id"]}");

        var never = await owner.Client.Get("/v2/shared/never");
        Assert.Equal((404, "not_found"), (never.Status, never.Code));
        foreach (var share in new[] { revoked, expired, orphaned })
        {
            var gone = await owner.Client.Get(PathOf(share));
            Assert.Equal((404, never.Body.GetRawText()), (gone.Status, gone.Body.GetRawText()));
        }

        Assert.Empty(await host.Read(connection => connection.Query<string>("SELECT id FROM thread_shares WHERE id = @Id", new { orphaned.Id }).AsList()));
    }

    [Fact]
    public async Task Branch_IsTheOneAskedFor_ElseTheOneLastWrittenTo()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        var first = (await scene.Say(thread, "First", ""","reply":false""")).Id;
        await scene.Say(thread, "Second", ""","reply":false,"parent_id":"root" """);
        using var owner = await host.SignedIn();

        var fixedBranch = await scene.Client.Post($"/v2/threads/{thread}/shares", $$"""{"branch":"{{first}}"}""");
        var newest = await scene.Client.Post($"/v2/threads/{thread}/shares", "{}");

        Assert.Equal(["First"], Texts(await owner.Client.Get(PathOf(fixedBranch))));
        Assert.Equal(["Second"], Texts(await owner.Client.Get(PathOf(newest))));
        var unknown = await scene.Client.Post($"/v2/threads/{thread}/shares", """{"branch":"msg_none"}""");
        Assert.Equal((404, "branch"), (unknown.Status, unknown.Param));
    }

    [Fact]
    public async Task Link_ShowsWordsAndNoToolCalls()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        var thread = await scene.NewThread();
        scene.Provider.Enqueue(new FakeReply().Call(0, "c1", "lookup", """{"id":"hidden argument"}"""), new FakeReply().Say("Found"));
        var asked = await scene.Ask(thread, "Look it up");
        await scene.Answer(thread, asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "hidden output", ("Prefer", "wait=30"));
        using var owner = await host.SignedIn();

        var shown = await owner.Client.Get(PathOf(await scene.Client.Post($"/v2/threads/{thread}/shares", "{}")));

        Assert.Equal(["Found", "Look it up"], Texts(shown));
        Assert.DoesNotContain("hidden", shown.Body.ToString());
    }

    static async Task<Answered> NewShare(ChatScene scene)
    {
        var made = await scene.Client.Post($"/v2/threads/{await scene.NewThread()}/shares", "{}");
        Assert.Equal(201, made.Status);
        return made;
    }

    static IEnumerable<string> Texts(Answered shown) =>
        shown["messages"].GetProperty("data").EnumerateArray().Select(message => message.GetProperty("content").GetString()!);

    /// <summary>Where the API answers what the link leads to.</summary>
    static string PathOf(Answered share) => $"/v2{new Uri(share["url"].GetString()!).AbsolutePath}";
}
