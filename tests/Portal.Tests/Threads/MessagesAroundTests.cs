using System.Text.Json;

namespace Portal.Tests.Threads;

/// <summary>Pages of a long thread around a message, and on from there in both directions.</summary>
public class MessagesAroundTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Around_HoldsTheMessageWithHalfOfTheOthersNewer()
    {
        await using var scene = await ChatScene.Set(host);
        var (threadId, ids) = await LongThread(scene, 30);

        var page = await List(scene, threadId, $"around={ids[15]}&limit=10");

        Assert.Equal(ids[11..21].Reverse(), Ids(page));
        Assert.True(page["has_more"].GetBoolean());
        Assert.Equal(ids[11..21], Ids(await List(scene, threadId, $"around={ids[15]}&limit=10&order=asc")));
    }

    [Fact]
    public async Task Around_NearAnEnd_IsFilledFromTheOtherSide()
    {
        await using var scene = await ChatScene.Set(host);
        var (threadId, ids) = await LongThread(scene, 30);

        Assert.Equal(ids[20..30].Reverse(), Ids(await List(scene, threadId, $"around={ids[29]}&limit=10")));
        var first = await List(scene, threadId, $"around={ids[0]}&limit=10");
        Assert.Equal(ids[0..6].Reverse(), Ids(first));
        Assert.False(first["has_more"].GetBoolean());
    }

    [Fact]
    public async Task Around_AMessageOfAnotherBranch_FollowsThatBranch_AlsoFurtherOn()
    {
        await using var scene = await ChatScene.Set(host);
        var (threadId, ids) = await LongThread(scene, 20);
        var aside = await scene.Say(threadId, "Another way", $",\"parent_id\":\"{ids[4]}\",\"reply\":false");

        Assert.Equal(aside.Id, Ids(await List(scene, threadId, "limit=1"))[0]);
        Assert.Equal(ids[7..15].Reverse(), Ids(await List(scene, threadId, $"around={ids[10]}&limit=8")));
        var later = await List(scene, threadId, $"before={ids[15]}&limit=20");
        Assert.Equal(ids[16..20].Reverse(), Ids(later));
        Assert.False(later["has_more"].GetBoolean());
        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{threadId}/messages?around={ids[10]}&branch={aside.Id}")).Status);
    }

    [Fact]
    public async Task Around_WhatIsNotThere_IsNotFound_AndBesideACursorRefused()
    {
        await using var scene = await ChatScene.Set(host);
        var (threadId, ids) = await LongThread(scene, 2);
        var (_, foreign) = await LongThread(scene, 2);

        foreach (var id in new[] { "msg_none", foreign[0] })
        {
            var missing = await scene.Client.Get($"/v2/threads/{threadId}/messages?around={id}");
            Assert.Equal((404, "around"), (missing.Status, missing["error"].GetProperty("param").GetString()));
        }

        var both = await scene.Client.Get($"/v2/threads/{threadId}/messages?around={ids[0]}&after={ids[1]}");
        Assert.Equal((400, "around"), (both.Status, both["error"].GetProperty("param").GetString()));
    }

    static async Task<(string ThreadId, string[] Ids)> LongThread(ChatScene scene, int count)
    {
        var messages = Enumerable.Range(0, count).Select(index => new { role = index % 2 == 0 ? "user" : "assistant", content = $"Message {index}" });
        var threadId = await scene.NewThread($",\"messages\":{JsonSerializer.Serialize(messages)}");
        return (threadId, Ids(await List(scene, threadId, "order=asc&limit=100")));
    }

    static async Task<Answered> List(ChatScene scene, string threadId, string query)
    {
        var page = await scene.Client.Get($"/v2/threads/{threadId}/messages?{query}");
        Assert.Equal(200, page.Status);
        return page;
    }

    static string[] Ids(Answered page) => [.. page["data"].EnumerateArray().Select(message => message.GetProperty("id").GetString()!)];
}
