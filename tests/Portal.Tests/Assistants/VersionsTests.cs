using Portal.Client.Keys;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Assistants;

public sealed class VersionsTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Base = "\"name\":\"A\",\"model\":\"gpt-4-fast-2026\"";

    [Fact]
    public async Task Update_UnderAnIfMatchOfAnotherState_Changes_Nothing()
    {
        var client = await ProjectClient();
        var made = await client.Post("/v2/assistants", $$"""{ {{Base}} }""");
        var (path, etag) = ($"/v2/assistants/{made.Id}", made.Response.Headers.ETag!.Tag);
        Assert.Equal(200, (await client.Post(path, """{"name":"B"}""", ("If-Match", etag))).Status);

        foreach (var stale in new[] { etag, "\"v1\"", "\"v3\"" })
            Assert.Equal((412, "precondition_failed"), Told(await client.Post(path, """{"name":"C"}""", ("If-Match", stale))));

        Assert.Equal("B", (await client.Get(path))["name"].GetString());
        Assert.Equal(200, (await client.Post(path, """{"name":"C"}""", ("If-Match", "\"v2\""))).Status);
        Assert.Equal(412, (await client.Post(path, """{"name":"D"}""", ("If-Match", "\"v\""))).Status);
    }

    [Fact]
    public async Task Threads_OfAVersion_AreThoseWithARunOfIt()
    {
        await using var scene = await ChatScene.Set(host);
        var (one, two) = (await scene.NewThread(""","title":"One" """), await scene.NewThread());
        await scene.Ask(one, "Hello");
        await scene.Ask(two, "Hello");
        await scene.Client.Post($"/v2/assistants/{scene.AssistantId}", """{"instructions":"Be brief.","version_note":"Shorter"}""");
        await scene.Ask(one, "Again");
        await scene.Ask(one, "And again");

        var versions = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}/versions"))["data"].EnumerateArray().ToList();
        Assert.Equal([(2, 1, "Shorter"), (1, 2, null)], versions.Select(version =>
            (version.GetProperty("version").GetInt32(), version.GetProperty("threads").GetInt32(), version.GetProperty("note").GetString())));
        var first = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}/versions/1/threads?limit=1"));
        Assert.Equal((two, true), (first["data"][0].GetProperty("id").GetString(), first["has_more"].GetBoolean()));
        var second = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}/versions/2/threads"))["data"].EnumerateArray().Single();
        Assert.Equal((one, "One", 2), (second.GetProperty("id").GetString(), second.GetProperty("title").GetString(), second.GetProperty("runs").GetInt32()));
    }

    [Fact]
    public async Task Pause_IsAuditedByItsName_AndRefusesTheNextReplyAtOnce()
    {
        await using var scene = await ChatScene.Set(host);
        var path = $"/v2/assistants/{scene.AssistantId}";
        var thread = await scene.NewThread();

        Assert.True((await scene.Client.Post(path, """{"paused":true}"""))["paused"].GetBoolean());
        Assert.Equal("assistant_paused", (await scene.Say(thread, "Hello")).Code);
        await scene.Client.Post(path, """{"paused":false}""");
        Assert.Equal("completed", (await scene.Ask(thread, "Hello")).GetProperty("status").GetString());

        Assert.Equal("""[{"field":"paused","before":false,"after":true}]""", Assert.Single(await host.Audit("assistant.paused", scene.AssistantId)).Changes);
        Assert.Single(await host.Audit("assistant.resumed", scene.AssistantId));
    }

    [Theory]
    [InlineData("from=1", "to")]
    [InlineData("from=x&to=1", "from")]
    [InlineData("from=1&to=-1", "to")]
    public async Task Compare_WithoutTwoVersions_NamesTheField(string query, string param)
    {
        var client = await ProjectClient();
        var id = (await client.Post("/v2/assistants", $$"""{ {{Base}} }""")).Id;
        var refused = await client.Get($"/v2/assistants/{id}/versions/compare?{query}");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Restore_OfAnArchivedAssistant_IsAudited_AndItAnswersAgain()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        await scene.Client.Delete($"/v2/assistants/{scene.AssistantId}");
        Assert.Equal("assistant_archived", (await scene.Say(thread, "Hello")).Code);

        Assert.False((await scene.Client.Post($"/v2/assistants/{scene.AssistantId}/restore"))["archived"].GetBoolean());

        Assert.Equal("completed", (await scene.Ask(thread, "Hello")).GetProperty("status").GetString());
        Assert.Single(await host.Audit("assistant.restored", scene.AssistantId));
    }

    static (int, string?) Told(Answered answer) => (answer.Status, answer.Code);

    async Task<HttpClient> ProjectClient() => host.Client(await host.AddKey(await host.AddProject(), KeyScope.Read, KeyScope.Manage));
}
