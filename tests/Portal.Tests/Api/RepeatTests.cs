using System.Text.Json;

namespace Portal.Tests.Api;

/// <summary><c>Idempotency-Key</c>, <c>ETag</c> and paging, as every endpoint has them.</summary>
public sealed class RepeatTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Post_FiftyCopiesAtOnce_HaveOneEffectAndOneBody()
    {
        var name = $"copies-{Guid.NewGuid():N}";
        var copies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            host.Admin.Post("/v2/projects", $$"""{"name":"{{name}}"}""", ("Idempotency-Key", name))));
        Assert.All(copies, copy => Assert.Equal(201, copy.Status));
        Assert.Single(copies.Select(copy => copy.Body.ToString()).Distinct());
        Assert.Single(copies, copy => !copy.Response.Headers.Contains("idempotent-replay"));
        Assert.Single(await host.Audit("project.created", copies[0].Id));
        Assert.Single(await Named(host, name));
    }

    [Fact]
    public async Task Post_OfOneKeyByTwoCallers_AreTwo()
    {
        using var other = host.Client(await host.AddKey(null));
        var first = await host.Admin.Post("/v2/projects", """{"name":"Mine"}""", ("Idempotency-Key", "shared"));
        var second = await other.Post("/v2/projects", """{"name":"Mine"}""", ("Idempotency-Key", "shared"));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Post_OtherBodyOrPathUnderTheKey_IsAConflict()
    {
        var first = await host.Admin.Post("/v2/projects", """{"name":"One"}""", ("Idempotency-Key", "taken"));
        var body = await host.Admin.Post("/v2/projects", """{"name":"Two"}""", ("Idempotency-Key", "taken"));
        Assert.Equal((409, "idempotency_key_reused"), (body.Status, body.Code));
        Assert.Equal(409, (await host.Admin.Post($"/v2/projects/{first.Id}", """{"name":"One"}""", ("Idempotency-Key", "taken"))).Status);
    }

    [Fact]
    public async Task Post_RefusedUnderTheKey_LeavesTheKeyFree()
    {
        Assert.Equal(400, (await host.Admin.Post("/v2/projects", "{}", ("Idempotency-Key", "free"))).Status);
        Assert.Equal(201, (await host.Admin.Post("/v2/projects", """{"name":"Corrected"}""", ("Idempotency-Key", "free"))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with\ttab")]
    public async Task IdempotencyKey_Malformed_IsRefused(string key)
    {
        var answer = await host.Admin.Post("/v2/projects", """{"name":"x"}""", ("Idempotency-Key", key));
        Assert.Equal((400, "Idempotency-Key"), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Post_RepeatedAfterARestart_IsTheSameObject()
    {
        var directory = Directory.CreateTempSubdirectory("portal-repeat-").FullName;
        try
        {
            string id;
            await using (var first = PortalHost.Over(directory))
                id = (await first.Admin.Post("/v2/projects", """{"name":"Before"}""", ("Idempotency-Key", "restart"))).Id;
            await using var second = PortalHost.Over(directory);
            Assert.Equal(id, (await second.Admin.Post("/v2/projects", """{"name":"Before"}""", ("Idempotency-Key", "restart"))).Id);
            Assert.Equal(409, (await second.Admin.Post("/v2/projects", """{"name":"After"}""", ("Idempotency-Key", "restart"))).Status);
            Assert.Single(await Named(second, "Before"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Update_WithAStaleTag_IsAFailedPrecondition()
    {
        var path = $"/v2/projects/{await host.AddProject()}";
        var tag = (await host.Admin.Get(path)).Response.Headers.ETag!.Tag;
        Assert.Equal(304, (await host.Admin.Get(path, ("If-None-Match", tag))).Status);
        Assert.Equal(200, (await host.Admin.Post(path, """{"description":"first"}""", ("If-Match", tag))).Status);
        var stale = await host.Admin.Post(path, """{"description":"second"}""", ("If-Match", tag));
        Assert.Equal((412, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal("first", (await host.Admin.Get(path))["description"].GetString());
        Assert.Equal(200, (await host.Admin.Post(path, """{"description":"third"}""", ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task Update_TwentyAtOnceWithOneTag_LetsOneThrough()
    {
        var path = $"/v2/projects/{await host.AddProject()}";
        var tag = (await host.Admin.Get(path)).Response.Headers.ETag!.Tag;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index =>
            host.Admin.Post(path, $$"""{"description":"{{index}}"}""", ("If-Match", tag))));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(19, answers.Count(answer => answer.Status == 412));
    }

    [Fact]
    public async Task Update_GivenFieldsReplace_NullClears_TheRestStays()
    {
        var made = await host.Admin.Post("/v2/projects", """{"name":"Whole","description":"old","metadata":{"a":"1","b":"2"}}""");
        var path = $"/v2/projects/{made.Id}";
        var changed = await host.Admin.Post(path, """{"description":null,"metadata":{"c":"3"}}""");
        Assert.Equal(JsonValueKind.Null, changed["description"].ValueKind);
        Assert.Equal("""{"c":"3"}""", changed["metadata"].GetRawText());
        Assert.Equal("Whole", changed["name"].GetString());
        Assert.Equal(400, (await host.Admin.Post(path, """{"name":null}""")).Status);
        Assert.Equal(200, (await host.Admin.Post(path, made.Body.GetRawText())).Status);
    }

    [Fact]
    public async Task List_WithCursors_NeitherSkipsNorRepeats()
    {
        using var client = host.Client(await host.AddKey(null));
        var made = new List<string>();
        for (var index = 0; index < 7; index++) made.Add(await host.AddProject($"page {index}"));
        var read = new List<string>();
        var cursor = made[0];
        while (true)
        {
            var page = await client.Get($"/v2/projects?limit=2&order=asc&after={cursor}");
            read.AddRange(page["data"].EnumerateArray().Select(project => project.GetProperty("id").GetString()!));
            if (!page["has_more"].GetBoolean()) break;
            cursor = page["last_id"].GetString()!;
        }

        Assert.Equal(made[1..], read.Where(made.Contains));
        Assert.Equal(read.Count, read.Distinct().Count());
        var back = await client.Get($"/v2/projects?limit=3&order=asc&before={made[5]}");
        Assert.Equal(made[2..5], back["data"].EnumerateArray().Select(project => project.GetProperty("id").GetString()!));
    }

    static async Task<List<JsonElement>> Named(PortalHost portal, string name) =>
        [.. (await portal.Admin.Get("/v2/projects?limit=100"))["data"].EnumerateArray().Where(project => project.GetProperty("name").GetString() == name)];
}
