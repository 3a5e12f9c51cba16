using System.Security.Cryptography;
using Dapper;
using Portal.Access.Passkeys;
using Portal.Api;
using Portal.Approvals;
using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Keys;
using Portal.Limits;
using Portal.Safety.Events;
using Portal.Tests.Alerts;

namespace Portal.Tests.Access;

/// <summary>A portal with one of every kind of caller, and a project with one of every object.</summary>
public sealed partial class AuthorizationScene : IAsyncLifetime
{
    readonly Dictionary<string, HttpClient> callers = [];
    readonly Dictionary<string, string> emails = [];
    long prices;
    readonly Dictionary<string, string> objects = new() { ["none"] = "none", ["table"] = "projects" };

    public PortalHost Host { get; } = PortalHost.Start();

    public HttpClient Caller(string name) => callers[name];

    /// <summary>The object's id; of a <c>fresh_</c> one the id of a new one.</summary>
    public async Task<string> Object(string name) => objects.TryGetValue(name, out var id) ? id : name switch
    {
        "fresh_member" => await FreshMember(),
        "fresh_key" => (await Made($"/v2/projects/{objects["project"]}/keys", """{"name":"Fresh"}""")).Id,
        "fresh_org_key" => (await Made("/v2/organization/keys", """{"name":"Fresh"}""")).Id,
        "fresh_assistant" => (await Made("/v2/assistants", """{"name":"Fresh","model":"gpt-4-fast-2026"}""")).Id,
        "fresh_thread" => (await Made("/v2/threads", $$"""{"assistant_id":"{{objects["assistant"]}}"}""")).Id,
        "fresh_provider" => (await Made("/v2/organization/providers", """{"name":"Fresh","kind":"ollama","base_url":"http://127.0.0.1:9"}""")).Id,
        "fresh_passkey" => await FreshPasskey(),
        "fresh_backup" => (await Made("/v2/organization/backups", "{}")).Id,
        "fresh_model" => await FreshModel(),
        "fresh_price" => await FreshPrice(),
        "fresh_invite" => (await Made("/v2/organization/invites", $$"""{"email":"{{Guid.NewGuid():N}}@example.org","role":"agent"}""")).Id,
        "fresh_session" => await FreshSession(),
        "fresh_audit_filter" => (await Made("/v2/organization/audit_filters", $$"""{"name":"{{Guid.NewGuid()}}","shared":true}""")).Id,
        "fresh_canned" => (await Made($"/v2/projects/{objects["project"]}/canned_replies", $$"""{"name":"{{Guid.NewGuid():N}}","title":"x","text":"x"}""")).Id,
        "fresh_share" => (await Made($"/v2/threads/{objects["thread"]}/shares", "{}")).Id,
        "fresh_policy" => (await Made("/v2/policies", """{"kind":"safety","name":"Fresh"}""")).Id,
        "fresh_attached" => await FreshAttached(),
        "fresh_entity" => await FreshEntity(),
        "fresh_budget" => (await Made($"/v2/projects/{objects["project"]}/budgets", """{"amount":1000}""")).Id,
        "fresh_org_budget" => (await Made("/v2/organization/budgets", """{"amount":1000}""")).Id,
        "fresh_own_price" => (await Made("/v2/organization/pricing", $$"""{"kind":"memory","price":1,"effective_from":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400 + ++prices}}}""")).Id,
        "fresh_import" => await FreshImport(),
        "new_word" => Guid.NewGuid().ToString("N"),
        "fresh_mute" => (await Made("/v2/alert_mutes", Mute(objects["project"], "overshoot"))).Id,
        "fresh_webhook" => (await Made("/v2/organization/webhooks", """{"url":"https://example.org","events":["*"]}""")).Id,
        "new_name" => Guid.NewGuid().ToString(),
        _ => throw new KeyNotFoundException($"The scene has no object '{name}'."),
    };

    public async ValueTask InitializeAsync()
    {
        var (project, other) = (await Host.AddProject(), await Host.AddProject("Another"));
        objects["project"] = project;
        await AddPeople(project, other);
        await AddKeys(project, other);
        await AddObjects(project);
    }

    /// <summary>For a person whose call has ended their own session.</summary>
    public async Task SignInAgain(string name)
    {
        if (!emails.TryGetValue(name, out var email)) return;
        callers[name].Dispose();
        callers[name] = (await Host.SignedIn(email, email == PortalHost.AdminEmail ? PortalHost.AdminPassword : People.Password)).Client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in callers.Values) caller.Dispose();
        await Host.DisposeAsync();
    }

    async Task AddPeople(string project, string other)
    {
        callers["owner"] = (await Host.SignedIn()).Client;
        callers["admin"] = (await Host.SignedIn(await Host.AddUser(Role.Admin), People.Password)).Client;
        callers["member_none"] = (await Host.AddMember(project, Role.Agent, ChatAccess.None)).Client;
        callers["member_read"] = (await Host.AddMember(project, Role.Agent, ChatAccess.Read)).Client;
        callers["member_write"] = (await Host.AddMember(project, Role.Agent, ChatAccess.Write)).Client;
        callers["viewer"] = (await Host.AddMember(project, Role.Viewer, ChatAccess.None)).Client;
        callers["other_agent"] = (await Host.AddMember(other, Role.Agent, ChatAccess.Write)).Client;
        callers["other_viewer"] = (await Host.AddMember(other, Role.Viewer, ChatAccess.None)).Client;
        foreach (var (name, client) in callers) emails[name] = (await client.Get("/v2/session"))["email"].GetString()!;
        callers["nobody"] = Host.Client(null);
        objects["user"] = People.UserIdOf(await Host.AddUser(Role.Agent));
    }

    async Task AddKeys(string project, string other)
    {
        callers["key_read"] = Host.Client(await Host.AddKey(project, KeyScope.Read));
        callers["key_chat"] = Host.Client(await Host.AddKey(project, KeyScope.Chat));
        callers["key_manage"] = Host.Client(await Host.AddKey(project, KeyScope.Manage));
        callers["key_other"] = Host.Client(await Host.AddKey(other));
        callers["key_organization"] = Host.Client(await Host.AddKey(null));
        var revoked = await Host.AddKey(project);
        await Host.Write(connection => connection.Execute(
            "UPDATE api_keys SET revoked_at = 1 WHERE id = (SELECT key_id FROM key_secrets WHERE hash = @hash)", new { hash = KeySecret.Hash(revoked) }));
        callers["key_revoked"] = Host.Client(revoked);
    }

    async Task AddObjects(string project)
    {
        objects["key"] = (await Made($"/v2/projects/{project}/keys", """{"name":"Key","scopes":["manage"]}""")).Id;
        objects["org_key"] = (await Made("/v2/organization/keys", """{"name":"Key"}""")).Id;
        objects["provider"] = (await Made("/v2/organization/providers", """{"name":"Somewhere","kind":"ollama","base_url":"http://127.0.0.1:9"}""")).Id;
        objects["backup"] = (await Made("/v2/organization/backups", "{}")).Id;
        objects["model"] = "gpt-4-fast-2026";
        objects["assistant"] = (await Made("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""")).Id;
        objects["version"] = "1";
        objects["thread"] = (await Made("/v2/threads", $$"""{"assistant_id":"{{objects["assistant"]}}"}""")).Id;
        var posted = await Made($"/v2/threads/{objects["thread"]}/messages", """{"role":"user","content":"Hello"}""", ("Prefer", "wait=30"));
        objects["message"] = posted.Id;
        objects["reply"] = posted["reply"].GetProperty("id").GetString()!;
        objects["invite"] = (await Made("/v2/organization/invites", """{"email":"invited@example.org","role":"agent"}""")).Id;
        objects["policy"] = (await Made("/v2/policies", """{"kind":"safety","name":"Policy"}""")).Id;
        objects["safety_event"] = Ids.New("safety");
        objects["approval"] = Ids.New("appr");
        await Host.Write(connection =>
        {
            SafetyEventsRepository.Insert(connection, new(
                objects["safety_event"], project, null, null, null, null, null, null, "pii", "pii", "input", "email", "flag", 1, 1, null, null, null, 1_795_000_000));
            ApprovalsRepository.Insert(connection, new(
                objects["approval"], project, objects["thread"], "run_1", objects["reply"], "message", "input", null, null, "phrases", "No.",
                """{"content":"x","tool_calls":[]}""", "hash", "user_1", "expired", null, null, null, 1_795_000_000, 1_795_000_001, 1_795_000_001));
            return true;
        });
        objects["budget"] = (await Made($"/v2/projects/{project}/budgets", """{"amount":1000}""")).Id;
        objects["org_budget"] = (await Made("/v2/organization/budgets", """{"amount":1000}""")).Id;
        objects["refusal"] = Ids.New("ref");
        objects["member"] = (await callers["member_write"].Get("/v2/session"))["user_id"].GetString()!;
        await Host.Write(connection => RefusalsRepository.Add(connection, new(
            objects["refusal"], project, "project", project, "budget", null, "key", "key_1", null, "m", "budget_exceeded", """{"limit":1,"used":1,"reserved":0,"asked":1}""", "No.", 0, 1, 1, 1), 0));
        objects["until"] = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600).ToString();
        objects["mute"] = (await Made("/v2/alert_mutes", Mute(project, "reconciliation"))).Id;
        objects["webhook"] = (await Made("/v2/organization/webhooks", """{"url":"https://127.0.0.1:9","events":["*"],"enabled":false}""")).Id;
        await Host.Raise(AlertScene.Draft(project, key: "scene"));
        objects["alert"] = (await Host.NewestAlert()).Id;
        objects["passkey"] = await FreshPasskey();
        objects["canned"] = (await Made($"/v2/projects/{project}/canned_replies", """{"name":"canned","title":"x","text":"x"}""")).Id;
        objects["share_token"] = (await Made($"/v2/threads/{objects["thread"]}/shares", "{}"))["url"].GetString()!.Split('/')[^1];
        objects["price"] = (await Made("/v2/organization/pricing", """{"kind":"memory","price":1}""")).Id;
        objects["import"] = await FreshImport();
        objects["use"] = await Host.Read(connection => connection.QueryFirst<string>("SELECT id FROM usage WHERE project_id = @project", new { project }));
        await Host.Admin.Post("/v2/organization/reconciliation", "{}");
        objects["run"] = posted["reply"].GetProperty("run_id").GetString()!;
    }

    async Task<string> FreshImport()
    {
        using var file = new StringContent("date,model,cost\n2026-03-05,x,1\n", System.Text.Encoding.UTF8, "text/csv");
        using var imported = await Host.Admin.PostAsync("/v2/organization/usage_imports", file);
        return System.Text.Json.JsonElement.Parse(await imported.Content.ReadAsStringAsync()).GetProperty("id").GetString()!;
    }

    string Mute(string project, string kind) => $$"""{"kind":"{{kind}}","project_id":"{{project}}","until":{{objects["until"]}}}""";

    async Task<string> FreshMember()
    {
        var email = await Host.AddUser(Role.Agent);
        await Host.AddMember(objects["project"], email, Role.Agent, ChatAccess.None);
        return People.UserIdOf(email);
    }

    async Task<string> FreshSession()
    {
        using var browser = await Host.SignedIn($"{objects["user"]}@example.org", People.Password);
        return (await Host.Admin.Get($"/v2/organization/users/{objects["user"]}/sessions?limit=1"))["data"][0].GetProperty("id").GetString()!;
    }

    /// <summary>Of the owner.</summary>
    async Task<string> FreshAttached()
    {
        var policy = (await Made("/v2/policies", """{"kind":"safety","name":"Fresh"}""")).Id;
        await Host.Admin.Post($"/v2/policies/{policy}/attachments", $$"""{"target_type":"project","target_id":"{{objects["project"]}}"}""");
        return policy;
    }

    async Task<string> FreshEntity()
    {
        var name = $"own_{Guid.NewGuid():N}";
        await Host.Admin.Post("/v2/policies/entities", $$"""{"name":"{{name}}","pattern":"x1"}""");
        return name;
    }

    async Task<string> FreshPasskey()
    {
        var ownerId = (await callers["owner"].Get("/v2/session"))["user_id"].GetString()!;
        var row = new PasskeyRow(Ids.New("pkey"), ownerId, "Phone", RandomNumberGenerator.GetBytes(16), [1], 0, "[]", 0, 0, 1, null);
        return await Host.Write(connection =>
        {
            PasskeysRepository.Insert(connection, row);
            return row.Id;
        });
    }

    async Task<string> FreshModel()
    {
        var name = $"model-{Guid.NewGuid():N}";
        var made = await Host.Admin.Put($"/v2/organization/models/{name}",
            $$"""{"tier":"tiny","targets":[{"provider_id":"{{objects["provider"]}}","model":"x"}],"context_window":1000}""");
        Assert.Equal(200, made.Status);
        return name;
    }

    /// <summary>Of the scene's model, some day to come.</summary>
    async Task<string> FreshPrice()
    {
        var from = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400 + ++prices;
        var stored = await Host.Admin.Get($"/v2/organization/models/{objects["model"]}");
        var made = await Host.Admin.Put($"/v2/organization/models/{objects["model"]}",
            $$"""{"tier":"fast","targets":{{stored["targets"]}},"context_window":128000,"prices":{"input_per_1m":1,"output_per_1m":1,"effective_from":{{from}}} }""");
        Assert.Equal(200, made.Status);
        return from.ToString();
    }

    async Task<Answered> Made(string path, string body, params (string Name, string Value)[] headers)
    {
        var made = await Host.Admin.Post(path, body, [(ApiHeaders.Project, objects["project"]), .. headers]);
        Assert.True(made.Status == 201, $"POST {path}: {made.Status} {made.Body}");
        return made;
    }
}
