using System.Text.Json;
using Dapper;

namespace Portal.Tests.Api;

/// <summary>Lists in another order than that of making, page by page.</summary>
public sealed class SortingTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Projects = "/v2/projects?query=sorted&sort=name";

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Projects_ByName_PageForthAndBack_EqualNamesByTheirIds(string order)
    {
        foreach (var name in new[] { "Sorted B", "sorted a", "Sorted c", "sorted b", "SORTED A" }) await host.AddProject(name);
        var all = (await Page($"{Projects}&order={order}&limit=100")).Select(project => (Name: project.GetProperty("name").GetString()!.ToLowerInvariant(), Id: Id(project))).ToList();
        var sorted = all.OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal);
        Assert.Equal(order == "asc" ? sorted : sorted.Reverse(), all);

        var forth = new List<string>();
        for (string? after = null; await Page($"{Projects}&order={order}&limit=2{(after is null ? "" : $"&after={after}")}") is { Count: > 0 } page; after = forth[^1])
            forth.AddRange(page.Select(Id));
        Assert.Equal(all.Select(one => one.Id), forth);
        Assert.Equal(forth[1..3], (await Page($"{Projects}&order={order}&limit=2&before={forth[3]}")).Select(Id));
    }

    [Fact]
    public async Task Projects_OfAKey_AreSortedToo()
    {
        var id = await host.AddProject("Sorted alone");
        using var client = host.Client(await host.AddKey(id));
        Assert.Equal(id, Assert.Single((await client.Get("/v2/projects?sort=name"))["data"].EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task People_ByNameAndByWhenTheyWereSeen()
    {
        var (ann, bob, cleo) = (await Person("Sortie ann", 50), await Person("sortie BOB", null), await Person("Sortie cleo", 70));
        Assert.Equal([ann, bob, cleo], await Ids("sort=name&order=asc"));
        Assert.Equal([cleo, ann, bob], await Ids("sort=last_seen_at"));
        Assert.Equal([ann, bob], await Ids($"sort=last_seen_at&after={cleo}"));
        Assert.Equal([cleo], await Ids($"sort=last_seen_at&before={ann}"));
        Assert.Equal([bob, ann], await Ids("sort=last_seen_at&order=asc&limit=2&role=agent&status=active"));
        Assert.Empty(await Ids("sort=name&after=user_gone"));
    }

    [Theory]
    [InlineData("/v2/projects?sort=colour")]
    [InlineData("/v2/organization/users?sort=email")]
    public async Task UnknownSort_IsNamed(string path)
    {
        var refused = await host.Admin.Get(path);
        Assert.Equal((400, "sort"), (refused.Status, refused.Param));
    }

    /// <summary>Whatever is filtered by, rows come from the index in its order: nothing is sorted, no row is read before its page is known.</summary>
    [Theory]
    [InlineData("projects", "projects_name", "search_text")]
    [InlineData("users", "users_name", "search_text")]
    [InlineData("users", "users_seen", "seen_order")]
    public async Task Sorted_IsAnsweredFromAnIndex(string table, string index, string column)
    {
        var plan = await host.Read(connection => string.Join('\n', connection.Query($"""
            EXPLAIN QUERY PLAN SELECT id FROM {table} INDEXED BY {index}
            WHERE ({column}, id) < (SELECT {column}, id FROM {table} WHERE id = 'x') AND status = 'active' AND search_text LIKE '%x%'
            ORDER BY {column} DESC, id DESC LIMIT 21
            """).Select(row => (string)row.detail)));
        Assert.Contains($"INDEX {index} ({column}<?)", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    async Task<string> Person(string name, long? seen)
    {
        var id = People.UserIdOf(await host.AddUser(Portal.Client.Projects.Role.Agent));
        await host.Admin.Post($"/v2/organization/users/{id}", $$"""{"name":"{{name}}"}""");
        await host.Write(connection => connection.Execute("UPDATE users SET last_seen_at = @seen WHERE id = @id", new { id, seen }));
        return id;
    }

    async Task<List<string>> Ids(string query) => [.. (await Page($"/v2/organization/users?query=sortie&{query}")).Select(Id)];

    async Task<List<JsonElement>> Page(string path)
    {
        var page = await host.Admin.Get(path);
        Assert.Equal(200, page.Status);
        return [.. page["data"].EnumerateArray()];
    }

    static string Id(JsonElement one) => one.GetProperty("id").GetString()!;
}
