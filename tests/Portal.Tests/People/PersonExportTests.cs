using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Threads;
using Portal.Tests.Threads.Sealing;

namespace Portal.Tests.PeopleFeature;

public sealed class PersonExportTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("off")]
    [InlineData("strict")]
    public async Task Export_HoldsEverythingAboutAPerson_AndIsAudited(string mode)
    {
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode(mode);
        var email = await host.AddUser(Role.Agent);
        var userId = People.UserIdOf(email);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Write);
        using var person = await host.SignedIn(email, People.Password);
        var own = await person.Client.Post("/v2/threads", $$"""{"assistant_id":"{{scene.AssistantId}}","title":"Own thread"}""");
        await person.Client.Post($"/v2/threads/{own.Id}/messages", """{"role":"user","content":"Own words"}""", ("Prefer", "wait=30"));
        var others = await scene.NewThread(""","title":"Not theirs" """);
        await person.Client.Post($"/v2/threads/{others}/messages", """{"role":"user","content":"Words elsewhere","reply":false}""");
        await person.Client.Post($"/v2/threads/{others}/notes", """{"text":"A note of theirs"}""");
        await scene.Say(others, "Words of others", ""","reply":false""");

        var lines = await Read(host.Admin, userId);

        Assert.Equal(email, lines["profile"].Single().GetProperty("email").GetString());
        Assert.Equal(scene.ProjectId, lines["membership"].Single().GetProperty("project_id").GetString());
        Assert.NotEmpty(lines["session"]);
        Assert.Equal("Own thread", lines["thread"].Single().GetProperty("title").GetString());
        Assert.Equal(3, lines["message"].Count());
        Assert.Equal("Own words", lines["message"].First().GetProperty("content").GetString());
        Assert.Equal("Words elsewhere", lines["message"].Last().GetProperty("content").GetString());
        Assert.Equal("A note of theirs", lines["note"].Single().GetProperty("text").GetString());
        Assert.Contains(lines["audit_event"], row => row.GetProperty("action").GetString() == "message.created");
        Assert.Contains(lines["audit_event"], row => row.GetProperty("action").GetString() == "user.exported");
        Assert.Equal(lines["audit_event"].Select(row => row.GetProperty("id").GetString()).Distinct().Count(), lines["audit_event"].Count());
        Assert.Single(await host.Audit("user.exported", userId));
    }

    [Fact]
    public async Task Export_IsForAdministrators_AndForThemselves()
    {
        var (email, other) = (await host.AddUser(Role.Agent), await host.AddUser(Role.Agent));
        using var person = await host.SignedIn(email, People.Password);
        Assert.Single((await Read(person.Client, People.UserIdOf(email)))["profile"]);
        Assert.Equal(403, (await person.Client.Get(Path(People.UserIdOf(other)))).Status);
        Assert.Equal(404, (await host.Admin.Get(Path("user_unknown"))).Status);
        Assert.Empty(await host.Audit("user.exported", People.UserIdOf(other)));
    }

    static string Path(string userId) => $"/v2/organization/users/{userId}/export";

    static async Task<ILookup<string, JsonElement>> Read(HttpClient client, string userId)
    {
        using var answer = await client.GetAsync(Path(userId), Cancellation);
        Assert.Equal(("application/jsonl", $"person-{userId}.jsonl"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));
        return lines.ToLookup(line => line.GetProperty("kind").GetString()!, line => line.GetProperty("value"));
    }
}
