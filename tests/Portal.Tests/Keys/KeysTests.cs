using System.Text.Json;
using Portal.Client.Keys;

namespace Portal.Tests.Keys;

public sealed class KeysTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Create_ShowsTheSecretThisOnceAndItWorks()
    {
        var projectId = await host.AddProject();
        var made = await host.Admin.Post($"/v2/projects/{projectId}/keys", """{"name":"Web shop"}""");
        Assert.Equal(201, made.Status);
        Assert.Equal(projectId, made["project_id"].GetString());
        Assert.Equal(["read", "chat", "manage"], made["scopes"].EnumerateArray().Select(scope => scope.GetString()!));
        var secret = made["key"].GetString()!;
        using var client = host.Client(secret);
        Assert.Equal(200, (await client.Get($"/v2/projects/{projectId}")).Status);

        var read = await host.Admin.Get($"/v2/projects/{projectId}/keys/{made.Id}");
        Assert.Equal(JsonValueKind.Null, read["key"].ValueKind);
        Assert.DoesNotContain(secret, (await host.Admin.Get($"/v2/projects/{projectId}/keys")).Body.ToString());
        Assert.Single(await host.Audit("key.created", made.Id));
        Assert.DoesNotContain(secret, string.Concat((await host.Audit("key.created")).Select(row => row.Changes)));
    }

    [Fact]
    public async Task Create_Repeated_MakesOneKeyAndShowsNoSecretAgain()
    {
        var projectId = await host.AddProject();
        var path = $"/v2/projects/{projectId}/keys";
        var first = await host.Admin.Post(path, """{"name":"Once"}""", ("Idempotency-Key", "once"));
        var again = await host.Admin.Post(path, """{"name":"Once"}""", ("Idempotency-Key", "once"));
        Assert.Equal((201, first.Id), (again.Status, again.Id));
        Assert.Equal(JsonValueKind.Null, again["key"].ValueKind);
        Assert.Equal(409, (await host.Admin.Post(path, """{"name":"Twice"}""", ("Idempotency-Key", "once"))).Status);
        Assert.Single((await host.Admin.Get(path))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Rotate_WithOverlap_LetsBothSecretsWork()
    {
        var (projectId, keyId, old) = await Make();
        var rotated = await host.Admin.Post($"/v2/projects/{projectId}/keys/{keyId}/rotate", """{"overlap_seconds":600}""");
        Assert.Equal((200, keyId), (rotated.Status, rotated.Id));
        Assert.Equal(200, await Status(old, projectId));
        Assert.Equal(200, await Status(rotated["key"].GetString()!, projectId));
        Assert.Single(await host.Audit("key.rotated", keyId));
    }

    [Fact]
    public async Task Rotate_WithoutOverlap_EndsEveryOlderSecretAtOnce()
    {
        var (projectId, keyId, first) = await Make();
        var second = (await host.Admin.Post($"/v2/projects/{projectId}/keys/{keyId}/rotate", """{"overlap_seconds":600}"""))["key"].GetString()!;
        var third = (await host.Admin.Post($"/v2/projects/{projectId}/keys/{keyId}/rotate"))["key"].GetString()!;
        Assert.Equal(401, await Status(first, projectId));
        Assert.Equal(401, await Status(second, projectId));
        Assert.Equal(200, await Status(third, projectId));
    }

    [Fact]
    public async Task Delete_EndsTheKeyAtOnce()
    {
        var (projectId, keyId, secret) = await Make();
        var deleted = await host.Admin.Delete($"/v2/projects/{projectId}/keys/{keyId}");
        Assert.Equal("key.deleted", deleted["object"].GetString());
        Assert.True(deleted["deleted"].GetBoolean());
        Assert.Equal(401, await Status(secret, projectId));
        Assert.Equal(404, (await host.Admin.Get($"/v2/projects/{projectId}/keys/{keyId}")).Status);
        Assert.Equal(404, (await host.Admin.Delete($"/v2/projects/{projectId}/keys/{keyId}")).Status);
        Assert.Single(await host.Audit("key.revoked", keyId));
    }

    [Fact]
    public async Task KeyOfAnotherProject_IsNotFoundThroughOnesOwn()
    {
        var (other, keyId, _) = await Make();
        var own = await host.AddProject();
        using var client = host.Client(await host.AddKey(own));
        Assert.Equal(404, (await client.Get($"/v2/projects/{own}/keys/{keyId}")).Status);
        Assert.Equal(404, (await client.Post($"/v2/projects/{own}/keys/{keyId}/rotate")).Status);
        Assert.Equal(404, (await client.Delete($"/v2/projects/{own}/keys/{keyId}")).Status);
        Assert.Equal(404, (await client.Get($"/v2/projects/{other}/keys/{keyId}")).Status);
        Assert.Equal(404, (await host.Admin.Get($"/v2/organization/keys/{keyId}")).Status);
    }

    [Fact]
    public async Task Key_HandsOutNoMoreThanItHas()
    {
        var (projectId, all, _) = await Make();
        using var client = host.Client(await host.AddKey(projectId, KeyScope.Manage));
        Assert.Equal(403, (await client.Post($"/v2/projects/{projectId}/keys", """{"name":"More","scopes":["manage","chat"]}""")).Status);
        Assert.Equal(403, (await client.Post($"/v2/projects/{projectId}/keys", """{"name":"Default is all"}""")).Status);
        Assert.Equal(403, (await client.Post($"/v2/projects/{projectId}/keys/{all}/rotate")).Status);
        Assert.Equal(201, (await client.Post($"/v2/projects/{projectId}/keys", """{"name":"The same","scopes":["manage"]}""")).Status);
        Assert.Equal(403, (await client.Post("/v2/organization/keys", """{"name":"Wider","scopes":["manage"]}""")).Status);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["read","fly"]}""", "scopes[1]")]
    [InlineData("""{"name":"x","expires_at":1}""", "expires_at")]
    [InlineData("""{"name":"x","allowed_addresses":["10.0.0.0/8","everywhere"]}""", "allowed_addresses[1]")]
    public async Task Create_Invalid_NamesTheField(string body, string param)
    {
        var answer = await host.Admin.Post("/v2/organization/keys", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Rotate_OverlapOutOfRange_NamesTheField()
    {
        var (projectId, keyId, _) = await Make();
        var answer = await host.Admin.Post($"/v2/projects/{projectId}/keys/{keyId}/rotate", """{"overlap_seconds":604801}""");
        Assert.Equal((400, "overlap_seconds"), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Create_InAnArchivedOrUnknownProject_IsRefused()
    {
        var projectId = await host.AddProject();
        await host.Admin.Delete($"/v2/projects/{projectId}");
        Assert.Equal(409, (await host.Admin.Post($"/v2/projects/{projectId}/keys", """{"name":"x"}""")).Status);
        Assert.Equal(404, (await host.Admin.Post("/v2/projects/proj_01m838vpdvce6n96v1g6vyzfgf/keys", """{"name":"x"}""")).Status);
    }

    [Fact]
    public async Task List_PagesBothWays()
    {
        var projectId = await host.AddProject();
        var made = new List<string>();
        for (var index = 0; index < 5; index++) made.Add((await host.Admin.Post($"/v2/projects/{projectId}/keys", $$"""{"name":"k{{index}}"}""")).Id);
        var path = $"/v2/projects/{projectId}/keys?limit=2&order=asc";
        await HasPage(path, made[..2], more: true);
        await HasPage($"{path}&after={made[1]}", made[2..4], more: true);
        await HasPage($"{path}&after={made[3]}", made[4..], more: false);
        await HasPage($"{path}&before={made[3]}", made[1..3], more: true);
        await HasPage($"/v2/projects/{projectId}/keys?limit=2", [made[4], made[3]], more: true);
    }

    async Task HasPage(string path, List<string> expected, bool more)
    {
        var page = await host.Admin.Get(path);
        var ids = page["data"].EnumerateArray().Select(key => key.GetProperty("id").GetString()!).ToList();
        Assert.Equal(expected, ids);
        Assert.Equal((ids[0], ids[^1], more), (page["first_id"].GetString(), page["last_id"].GetString(), page["has_more"].GetBoolean()));
    }

    async Task<(string ProjectId, string KeyId, string Secret)> Make()
    {
        var projectId = await host.AddProject();
        var made = await host.Admin.Post($"/v2/projects/{projectId}/keys", """{"name":"Test"}""");
        return (projectId, made.Id, made["key"].GetString()!);
    }

    async Task<int> Status(string secret, string projectId)
    {
        using var client = host.Client(secret);
        return (await client.Get($"/v2/projects/{projectId}")).Status;
    }
}
