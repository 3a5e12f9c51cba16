namespace Portal.Tests.Access;

/// <summary>Every id in an address, a body or a query is checked, not only the parent's.</summary>
public sealed class ForeignIdTests(ForeignIdTests.Scene scene) : IClassFixture<ForeignIdTests.Scene>
{
    [Theory]
    [InlineData("POST", "/v2/threads", """{"assistant_id":"{their_assistant}"}""", "assistant_id")]
    [InlineData("POST", "/v2/threads/{thread}", """{"assistant_id":"{their_assistant}"}""", "assistant_id")]
    [InlineData("POST", "/v2/threads/{thread}", """{"assignee_id":"{outsider}"}""", "assignee_id")]
    [InlineData("POST", "/v2/threads/{thread}/assign", """{"assignee_id":"{outsider}"}""", "assignee_id")]
    [InlineData("POST", "/v2/threads/{their_thread}/request_person", "{}", null)]
    [InlineData("POST", "/v2/threads/{their_thread}/assign", """{"assignee_id":null}""", null)]
    [InlineData("POST", "/v2/threads/{thread}/messages", """{"role":"user","content":"x","parent_id":"{their_message}"}""", "parent_id")]
    [InlineData("GET", "/v2/threads/{thread}/messages?branch={their_message}", null, "branch")]
    [InlineData("GET", "/v2/threads/{thread}/messages/{their_message}", null, null)]
    [InlineData("GET", "/v2/threads/{thread}/messages/{their_message}/stream", null, null)]
    [InlineData("POST", "/v2/threads/{thread}/messages/{their_reply}/cancel", null, null)]
    [InlineData("POST", "/v2/threads/{thread}/messages/{their_reply}/retry", null, null)]
    [InlineData("POST", "/v2/threads/{thread}/messages/{their_reply}/feedback", """{"rating":"up"}""", null)]
    [InlineData("GET", "/v2/threads/{thread}/export?branch={their_message}", null, "branch")]
    [InlineData("GET", "/v2/threads/{their_thread}/export?format=json", null, null)]
    [InlineData("POST", "/v2/threads/{thread}/shares", """{"branch":"{their_message}"}""", "branch")]
    [InlineData("GET", "/v2/threads?sort=last_activity_at&after={their_thread}", null, "after")]
    [InlineData("GET", "/v2/threads?project_id={their_project}&query=secret", null, null)]
    [InlineData("GET", "/v2/threads/queue_stats?project_id={their_project}", null, null)]
    [InlineData("GET", "/v2/threads/{their_thread}/shares", null, null)]
    [InlineData("DELETE", "/v2/threads/{thread}/shares/{their_share}", null, null)]
    [InlineData("GET", "/v2/projects/{project}/canned_replies/{their_canned}", null, null)]
    [InlineData("DELETE", "/v2/projects/{project}/canned_replies/{their_canned}", null, null)]
    [InlineData("GET", "/v2/projects/{project}/canned_replies?sort=name&after={their_canned}", null, "after")]
    [InlineData("GET", "/v2/projects/{project}/keys/{their_key}", null, null)]
    [InlineData("GET", "/v2/organization/audit_logs?project_id={their_project}", null, null)]
    [InlineData("POST", "/v2/projects/{project}/members", """{"user_id":"user_01m838vpdvce6n96v1g6vyzfgf","role":"agent"}""", "user_id")]
    [InlineData("DELETE", "/v2/projects/{project}/members/{outsider}", null, null)]
    public async Task Id_OfAnotherTenant_IsRefusedAsUnknown(string method, string path, string? body, string? param)
    {
        var answer = await scene.Client.Call(new HttpMethod(method), scene.Fill(path), body is null ? null : scene.Fill(body));
        Assert.True(answer.Status is 404 or 400, $"{answer.Status} {answer.Body}");
        if (param is not null) Assert.Equal(param, answer.Param);
        Assert.DoesNotContain(Scene.TheirText, answer.Body.ToString());
    }

    [Theory]
    [InlineData("/v2/threads?assistant_id={their_assistant}")]
    [InlineData("/v2/threads?after={their_thread}")]
    [InlineData("/v2/threads?query=secret")]
    [InlineData("/v2/threads?query=their+sec")]
    [InlineData("/v2/assistants?after={their_assistant}")]
    [InlineData("/v2/projects?after={their_project}")]
    [InlineData("/v2/organization/audit_logs?target_id={their_thread}")]
    public async Task List_FilteredByAnotherTenantsId_ShowsNothingOfIt(string path)
    {
        var answer = await scene.Client.Get(scene.Fill(path));
        Assert.True(answer.Status is 200 or 404, $"{answer.Status} {answer.Body}");
        Assert.DoesNotContain(scene.Fill("{their_project}"), answer.Body.ToString());
        Assert.DoesNotContain(Scene.TheirText, answer.Body.ToString());
    }

    public sealed class Scene : IAsyncLifetime
    {
        public const string TheirText = "their secret words";

        readonly PortalHost host = PortalHost.Start();
        readonly Dictionary<string, string> names = [];

        /// <summary>Acts in its own project with every scope.</summary>
        public HttpClient Client { get; private set; } = null!;

        public string Fill(string template) => names.Aggregate(template, (text, name) => text.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal));

        public async ValueTask InitializeAsync()
        {
            await Add("", "words of our own");
            await Add("their_", TheirText);
            names["outsider"] = People.UserIdOf(await host.AddUser(Portal.Client.Projects.Role.Agent));
            Client = host.Client(await host.AddKey(names["project"]));
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await host.DisposeAsync();
        }

        async Task Add(string whose, string text)
        {
            var project = names[$"{whose}project"] = await host.AddProject(text);
            names[$"{whose}key"] = (await Made($"/v2/projects/{project}/keys", $$"""{"name":"{{text}}"}""", project)).Id;
            var assistant = names[$"{whose}assistant"] = (await Made("/v2/assistants", $$"""{"name":"{{text}}","model":"gpt-4-fast-2026"}""", project)).Id;
            var thread = names[$"{whose}thread"] = (await Made("/v2/threads", $$"""{"assistant_id":"{{assistant}}","title":"{{text}}"}""", project)).Id;
            names[$"{whose}canned"] = (await Made($"/v2/projects/{project}/canned_replies", $$"""{"name":"words","title":"{{text}}","text":"{{text}}"}""", project)).Id;
            names[$"{whose}share"] = (await Made($"/v2/threads/{thread}/shares", "{}", project)).Id;
            var posted = await Made($"/v2/threads/{thread}/messages", $$"""{"role":"user","content":"{{text}}"}""", project, ("Prefer", "wait=30"));
            names[$"{whose}message"] = posted.Id;
            names[$"{whose}reply"] = posted["reply"].GetProperty("id").GetString()!;
        }

        async Task<Answered> Made(string path, string body, string project, params (string Name, string Value)[] headers)
        {
            var made = await host.Admin.Post(path, body, [(ApiHeaders.Project, project), .. headers]);
            Assert.True(made.Status == 201, $"POST {path}: {made.Status} {made.Body}");
            return made;
        }
    }
}
