using Portal.Client.Keys;

namespace Portal.Tests.CannedReplies;

public sealed class CannedRepliesTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Greeting = """{"name":"Greeting","title":"A greeting","text":"Hello {{customer.name}}"}""";

    [Fact]
    public async Task Create_IsAnsweredWhole_AndIsOnRecord()
    {
        var path = await NewPath();
        var made = await host.Admin.Post(path, Greeting);
        Assert.Equal(201, made.Status);
        Assert.StartsWith("canned_", made.Id);
        Assert.Equal(("canned_reply", "Greeting", "Hello {{customer.name}}"), (made["object"].GetString(), made["name"].GetString(), made["text"].GetString()));
        Assert.Equal(made.Body.GetRawText(), (await host.Admin.Get($"{path}/{made.Id}")).Body.GetRawText());
        Assert.Single(await host.Audit("canned_reply.created", made.Id));
    }

    [Theory]
    [InlineData("""{"name":"two words","title":"x","text":"x"}""", "name")]
    [InlineData("""{"name":"slash/","title":"x","text":"x"}""", "name")]
    [InlineData("""{"name":"","title":"x","text":"x"}""", "name")]
    [InlineData("""{"name":"line\n","title":"x","text":"x"}""", "name")]
    [InlineData("""{"name":"a23456789b123456789c123456789d123456789e1","title":"x","text":"x"}""", "name")]
    [InlineData("""{"name":"x","title":"two\nlines","text":"x"}""", "title")]
    [InlineData("""{"name":"x","title":"x","text":"  "}""", "text")]
    [InlineData("""{"name":"x","title":"x"}""", "text")]
    [InlineData("""{"name":"x","title":"x","text":null}""", "text")]
    [InlineData("""{"name":"x","title":"x","text":"x","shared":true}""", "shared")]
    public async Task Create_WrongField_IsNamed(string body, string param)
    {
        var answer = await host.Admin.Post(await NewPath(), body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Create_TextPastTheMost_IsRefused()
    {
        var path = await NewPath();
        Assert.Equal(201, (await host.Admin.Post(path, $$"""{"name":"most","title":"x","text":"{{new string('a', 8_000)}}"}""")).Status);
        Assert.Equal((400, "text"), await Refused(host.Admin.Post(path, $$"""{"name":"more","title":"x","text":"{{new string('a', 8_001)}}"}""")));
    }

    [Fact]
    public async Task Name_IsTakenInAnyCase_ButOnlyInItsProject()
    {
        var path = await NewPath();
        var made = await host.Admin.Post(path, """{"name":"Grüße","title":"x","text":"x"}""");
        var again = await host.Admin.Post(path, """{"name":"GRÜSSE","title":"x","text":"x"}""");
        Assert.Equal(201, again.Status);
        var taken = await host.Admin.Post(path, """{"name":"grÜße","title":"x","text":"x"}""");
        Assert.Equal((409, "name_taken", "name"), (taken.Status, taken.Code, taken.Param));
        Assert.Equal(409, (await host.Admin.Post($"{path}/{again.Id}", """{"name":"grüße"}""")).Status);
        Assert.Equal(200, (await host.Admin.Post($"{path}/{made.Id}", """{"name":"GRÜßE"}""")).Status);
        Assert.Equal(201, (await host.Admin.Post(await NewPath(), """{"name":"grüße","title":"x","text":"x"}""")).Status);
    }

    [Fact]
    public async Task Create_TwentyOfOneNameAtOnce_LetsOneThrough()
    {
        var path = await NewPath();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Admin.Post(path, Greeting)));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(19, answers.Count(answer => answer.Status == 409));
    }

    [Fact]
    public async Task Update_StaleTag_ChangesNothing()
    {
        var path = await NewPath();
        var made = await host.Admin.Post(path, Greeting);
        var one = $"{path}/{made.Id}";
        var tag = (await host.Admin.Get(one)).Response.Headers.ETag!.Tag;
        Assert.Equal(200, (await host.Admin.Post(one, """{"title":"First"}""", ("If-Match", tag))).Status);
        Assert.Equal(412, (await host.Admin.Post(one, """{"title":"Second"}""", ("If-Match", tag))).Status);
        var now = await host.Admin.Get(one);
        Assert.Equal(("First", "Greeting"), (now["title"].GetString(), now["name"].GetString()));
        Assert.Contains("\"title\"", Assert.Single(await host.Audit("canned_reply.updated", made.Id)).Changes);
    }

    [Fact]
    public async Task List_PagesByNameAndById_InBothDirections()
    {
        var path = await NewPath();
        var made = new Dictionary<string, string>();
        foreach (var name in new[] { "delta", "Alpha", "charlie", "Bravo", "echo" })
            made[name] = (await host.Admin.Post(path, $$"""{"name":"{{name}}","title":"x","text":"x"}""")).Id;
        Assert.Equal(["Alpha", "Bravo", "charlie", "delta", "echo"], await Walk($"{path}?sort=name&order=asc&limit=2", "after"));
        Assert.Equal(["echo", "delta", "charlie", "Bravo", "Alpha"], await Walk($"{path}?sort=name&limit=2", "after"));
        Assert.Equal(["delta", "Alpha", "charlie", "Bravo", "echo"], await Walk($"{path}?order=asc&limit=2", "after"));
        var before = await host.Admin.Get($"{path}?sort=name&order=asc&limit=2&before={made["delta"]}");
        Assert.Equal(["Bravo", "charlie"], Names(before));
        Assert.Equal((400, "after"), await Refused(host.Admin.Get($"{path}?sort=name&after=canned_none")));
        Assert.Equal((400, "sort"), await Refused(host.Admin.Get($"{path}?sort=title")));
    }

    [Fact]
    public async Task ArchivedProject_CanBeReadAndNotChanged()
    {
        var project = await host.AddProject();
        var path = $"/v2/projects/{project}/canned_replies";
        var made = await host.Admin.Post(path, Greeting);
        await host.Admin.Delete($"/v2/projects/{project}");
        Assert.Equal(200, (await host.Admin.Get(path)).Status);
        foreach (var answer in new[]
        {
            await host.Admin.Post(path, """{"name":"new","title":"x","text":"x"}"""),
            await host.Admin.Post($"{path}/{made.Id}", """{"title":"y"}"""),
            await host.Admin.Delete($"{path}/{made.Id}"),
        })
            Assert.Equal((409, "project_archived"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Delete_TakesItOut_AndItsNameIsFree()
    {
        var path = await NewPath();
        var made = await host.Admin.Post(path, Greeting);
        var deleted = await host.Admin.Delete($"{path}/{made.Id}");
        Assert.Equal(("canned_reply.deleted", true), (deleted["object"].GetString(), deleted["deleted"].GetBoolean()));
        Assert.Equal(404, (await host.Admin.Get($"{path}/{made.Id}")).Status);
        Assert.Equal(201, (await host.Admin.Post(path, Greeting)).Status);
    }

    [Fact]
    public async Task AnotherProjectsReply_IsUnknown()
    {
        var (project, other) = (await host.AddProject(), await host.AddProject());
        var made = await host.Admin.Post($"/v2/projects/{other}/canned_replies", Greeting);
        using var key = host.Client(await host.AddKey(project, KeyScope.Manage));
        Assert.Equal(404, (await key.Get($"/v2/projects/{other}/canned_replies")).Status);
        Assert.Equal(404, (await key.Get($"/v2/projects/{project}/canned_replies/{made.Id}")).Status);
        Assert.Equal(404, (await key.Post($"/v2/projects/{project}/canned_replies/{made.Id}", """{"title":"x"}""")).Status);
        Assert.Equal(404, (await key.Delete($"/v2/projects/{project}/canned_replies/{made.Id}")).Status);
        Assert.Equal(200, (await host.Admin.Get($"/v2/projects/{other}/canned_replies/{made.Id}")).Status);
    }

    async Task<string> NewPath() => $"/v2/projects/{await host.AddProject()}/canned_replies";

    async Task<List<string>> Walk(string path, string cursor)
    {
        var names = new List<string>();
        var page = await host.Admin.Get(path);
        while (true)
        {
            names.AddRange(Names(page));
            if (!page["has_more"].GetBoolean()) return names;
            page = await host.Admin.Get($"{path}&{cursor}={page["last_id"].GetString()}");
        }
    }

    static IEnumerable<string> Names(Answered page) => page["data"].EnumerateArray().Select(one => one.GetProperty("name").GetString()!);

    static async Task<(int, string?)> Refused(Task<Answered> call) => await call is var answer ? (answer.Status, answer.Param) : default;
}
