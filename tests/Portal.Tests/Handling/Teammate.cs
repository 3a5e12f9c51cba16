using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Threads;

namespace Portal.Tests.Handling;

/// <summary>A person of the project's team, signed in.</summary>
sealed record Teammate(Browser Browser, string Id, string Name) : IDisposable
{
    public HttpClient Client => Browser.Client;

    public static Task<Teammate> Join(ChatScene scene, ChatAccess access = ChatAccess.Write) => Join(scene, Role.Agent, access);

    /// <param name="role">In the project; an agent in the organization.</param>
    public static async Task<Teammate> Join(ChatScene scene, Role role, ChatAccess access = ChatAccess.Write)
    {
        var email = await scene.Host.AddUser(Role.Agent);
        await scene.Host.AddMember(scene.ProjectId, email, role, access);
        return await SignIn(scene.Host, email);
    }

    public static async Task<Teammate> SignIn(PortalHost host, string email)
    {
        var browser = await host.SignedIn(email, People.Password);
        var session = await browser.Client.Get("/v2/session");
        return new Teammate(browser, session["user_id"].GetString()!, session["name"].GetString()!);
    }

    public Task<Answered> Do(string threadId, string verb, string body = "{}") => Client.Post($"/v2/threads/{threadId}/{verb}", body);

    public Task<Answered> Write(string threadId, string text, string more = "") =>
        Client.Post($"/v2/threads/{threadId}/messages", $$"""{"role":"assistant","content":{{JsonSerializer.Serialize(text)}}{{more}}}""");

    public async Task<JsonElement> Thread(string threadId)
    {
        var read = await Client.Get($"/v2/threads/{threadId}");
        Assert.Equal(200, read.Status);
        return read.Body;
    }

    public void Dispose() => Browser.Dispose();
}
