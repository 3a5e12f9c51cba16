using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Projects;

public sealed class ProjectHomeTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Checklist_TicksItselfFromWhatIsThere()
    {
        var id = await host.AddProject();
        Assert.Equal("-----", await Steps(id));
        Assert.Equal(
            ["define_scope", "register_tools", "enable_memory", "set_policies", "try_chat"],
            (await host.Admin.Get($"/v2/projects/{id}/checklist"))["data"].EnumerateArray().Select(step => step.GetProperty("id").GetString()));

        await host.Admin.Post($"/v2/projects/{id}", """{"description":"Answers what customers ask."}""");
        var assistant = await Assistant(id, """{"name":"Helper","model":"gpt-4-fast-2026","memory":{"enabled":false}}""");
        Assert.Equal("-----", await Steps(id));

        await host.Admin.Post($"/v2/assistants/{assistant}", """{"instructions":"Be brief."}""");
        Assert.Equal("x----", await Steps(id));
        await host.Admin.Post($"/v2/assistants/{assistant}", """{"tools":[{"type":"function","function":{"name":"find_order","parameters":{"type":"object"}}}]}""");
        Assert.Equal("xx---", await Steps(id));
        await host.Admin.Post($"/v2/assistants/{assistant}", """{"memory":{"enabled":true}}""");
        Assert.Equal("xxx--", await Steps(id));
        await host.Admin.Post($"/v2/assistants/{assistant}", """{"safety":{"strict":true}}""");
        Assert.Equal("xxxx-", await Steps(id));
        await Say(assistant);
        Assert.Equal("xxxxx", await Steps(id));

        await host.Admin.Delete($"/v2/assistants/{assistant}");
        Assert.Equal("----x", await Steps(id));
    }

    [Fact]
    public async Task Activity_CountsRunsAndCost_OfThoseTheCallerMaySee()
    {
        var (busy, quiet) = (await host.AddProject(), await host.AddProject());
        await Say(await Assistant(busy, """{"name":"Helper","model":"gpt-4-fast-2026"}"""));

        var all = (await host.Admin.Get($"/v2/projects/activity?ids={quiet},{busy},proj_gone"))["data"].EnumerateArray().ToList();
        Assert.Equal([quiet, busy], all.Select(one => one.GetProperty("project_id").GetString()));
        Assert.Equal([0, 1], all.Select(one => one.GetProperty("runs").GetInt32()));
        Assert.Equal((30, 1), (all[1].GetProperty("days").GetArrayLength(), all[1].GetProperty("days")[29].GetInt32()));

        using var reader = host.Client(await host.AddKey(busy, KeyScope.Read));
        var own = (await reader.Get($"/v2/projects/activity?ids={quiet},{busy}"))["data"].EnumerateArray();
        Assert.Equal(busy, Assert.Single(own).GetProperty("project_id").GetString());
        var refused = await host.Admin.Get("/v2/projects/activity");
        Assert.Equal((400, "ids"), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Alerts_SayWhatIsSo_AndNothingElse()
    {
        var id = await host.AddProject();
        await Assistant(id, """{"name":"Helper","model":"gpt-4-fast-2026"}""");
        Assert.Empty(await Alerts(host.Admin, id));

        await host.Admin.Post($"/v2/projects/{id}", """{"paused":true}""");
        Assert.Equal([("project_paused", id)], await Alerts(host.Admin, id));
        await host.Admin.Delete($"/v2/projects/{id}");
        Assert.Equal([("project_archived", id)], await Alerts(host.Admin, id));
    }

    [Fact]
    public async Task Alerts_OfModels_PriceAndService()
    {
        var provider = (await host.Admin.Post("/v2/organization/providers", """{"name":"Spare","kind":"ollama","base_url":"http://127.0.0.1:9"}""")).Id;
        var model = $"plain-{Guid.NewGuid():N}";
        await host.Admin.Put($"/v2/organization/models/{model}", $$"""{"tier":"tiny","targets":[{"provider_id":"{{provider}}","model":"x"}],"context_window":1000}""");
        var id = await host.AddProject();
        await Assistant(id, $$"""{"name":"Helper","model":"{{model}}"}""");
        Assert.Equal([("model_unpriced", model)], await Alerts(host.Admin, id));

        await host.Admin.Post($"/v2/organization/providers/{provider}", """{"enabled":false}""");
        Assert.Equal([("model_unavailable", model)], await Alerts(host.Admin, id));
    }

    [Fact]
    public async Task Alerts_OfKeysThatEnd_AreForThoseWhoManage()
    {
        var id = await host.AddProject();
        var soon = await Key(id, TimeSpan.FromDays(3));
        await Key(id, TimeSpan.FromDays(40));
        Assert.Equal([("key_expiring", soon)], await Alerts(host.Admin, id));
        using var agent = await host.AddMember(id, Role.Agent, ChatAccess.Write);
        Assert.Empty(await Alerts(agent.Client, id));
        await host.Admin.Delete($"/v2/projects/{id}/keys/{soon}");
        Assert.Empty(await Alerts(host.Admin, id));
    }

    [Fact]
    public async Task Pausing_IsAuditedByName()
    {
        var id = await host.AddProject();
        await host.Admin.Post($"/v2/projects/{id}", """{"paused":true}""");
        await host.Admin.Post($"/v2/projects/{id}", """{"paused":false}""");
        Assert.Contains("paused", Assert.Single(await host.Audit("project.paused", id)).Changes, StringComparison.Ordinal);
        Assert.Single(await host.Audit("project.resumed", id));
    }

    async Task<string> Key(string project, TimeSpan life)
    {
        var end = DateTimeOffset.UtcNow.Add(life).ToUnixTimeSeconds();
        return (await host.Admin.Post($"/v2/projects/{project}/keys", $$"""{"name":"Importer","expires_at":{{end}}}""")).Id;
    }

    async Task<string> Assistant(string project, string json)
    {
        var made = await host.Admin.Post("/v2/assistants", json, (ApiHeaders.Project, project));
        Assert.Equal(201, made.Status);
        return made.Id;
    }

    async Task Say(string assistant)
    {
        var thread = await host.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant}}"}""");
        var said = await host.Admin.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"Hello"}""", ("Prefer", "wait=30"));
        Assert.Equal("completed", said["reply"].GetProperty("status").GetString());
    }

    /// <summary>An x for each step that is done.</summary>
    async Task<string> Steps(string project) => string.Concat((await host.Admin.Get($"/v2/projects/{project}/checklist"))["data"].EnumerateArray()
        .Select(step => step.GetProperty("done").GetBoolean() ? 'x' : '-'));

    static async Task<List<(string?, string?)>> Alerts(HttpClient client, string project) =>
        [.. (await client.Get($"/v2/projects/{project}/alerts"))["data"].EnumerateArray()
            .Select(alert => (alert.GetProperty("code").GetString(), alert.GetProperty("target_id").GetString()))];
}
