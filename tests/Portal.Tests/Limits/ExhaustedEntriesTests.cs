using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Portal.Api;
using Portal.Limits;
using Portal.Runs;
using Portal.Tests.Embed;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Safety;
using Portal.Tests.Threads;

namespace Portal.Tests.Limits;

/// <summary>Where nothing of a hard budget is left, no way in leads to a provider, and none leaves anything reserved.</summary>
public sealed class ExhaustedEntriesTests(PortalHost host) : IClassFixture<PortalHost>
{
    /// <summary>Each does what it needs before the budget is there, exhausts it, and is refused.</summary>
    static readonly Dictionary<string, Func<ChatScene, Task>> Entries = new()
    {
        ["POST /v2/threads/{}/messages"] = async scene =>
        {
            var threadId = await scene.NewThread();
            await scene.Ask(threadId, "Before.");
            // A call of a tool waits, and a reply is being made.
            var waiting = await scene.NewThread();
            scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", """{"id":"1"}""").Done(null, "tool_calls"));
            var call = (await scene.Ask(waiting, "Look it up.")).GetProperty("tool_calls")[0].GetProperty("id").GetString()!;
            var busy = await scene.NewThread();
            var gate = new FakeGate();
            scene.Provider.Enqueue(new FakeReply().Wait(gate));
            var held = await scene.Say(busy, "Hold.");
            await gate.Reached;
            using var visitor = await EmbedScene.Visitor(scene);
            var opened = await visitor.Post("/v2/embed/thread");
            var budget = await Exhaust(scene);

            Refused(await scene.Say(threadId, "Plain."));
            Refused(await scene.Say(threadId, "An edit.", ""","parent_id":null"""));
            Refused(await scene.Say(busy, "Queued behind another."));
            Refused(await scene.Answer(waiting, call, "What the tool brings."));
            Refused(await visitor.Post($"/v2/threads/{opened.Id}/messages", """{"role":"user","content":"From another site."}"""));
            var made = await scene.Client.Post("/v2/threads", $$"""{"assistant_id":"{{scene.AssistantId}}","messages":[{"role":"user","content":"Brought along."}]}""");
            Refused(await scene.Say(made.Id, "And now?"));
            Assert.Equal(2, (await scene.Branch(threadId)).Count);
            // What was under way ends, and what was refused goes on once the budget is raised.
            gate.Open();
            await scene.Rested(busy, held["reply"].GetProperty("id").GetString()!);
            await scene.Host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets/{budget}", """{"amount":100}""");
            Assert.Equal(201, (await scene.Answer(waiting, call, "What the tool brings.", ("Prefer", "wait=30"))).Status);
            await Exhaust(scene, budget);
        },
        ["POST /v2/threads/{}/messages/{}/retry"] = async scene =>
        {
            var threadId = await scene.NewThread();
            var reply = await scene.Ask(threadId, "Before.");
            await Exhaust(scene);
            Refused(await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/retry", "{}"));
        },
        ["POST /v2/approvals/{}"] = async scene =>
        {
            var ask = await scene.Host.Admin.Post("/v2/policies", """{"kind":"safety","name":"Ask","rules":[{"type":"phrases","phrases":["may I"],"applies_to":["input"],"action":"ask"}]}""");
            await scene.Host.Admin.Post($"/v2/policies/{ask.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
            var threadId = await scene.NewThread();
            var waiting = await scene.Ask(threadId, "Please, may I go?");
            await Exhaust(scene);
            await scene.Host.Admin.Post($"/v2/approvals/{waiting.GetProperty("approval_id").GetString()}", """{"decision":"approve"}""");
            var list = await scene.Branch(threadId);
            var ended = await scene.Rested(threadId, list[^1].GetProperty("id").GetString()!);
            Assert.Equal("budget_exceeded", ended.GetProperty("error").GetProperty("code").GetString());
        },
        ["POST /v2/assistants/try"] = async scene =>
        {
            var model = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}"))["model"].GetString();
            await Exhaust(scene);
            Refused(await scene.Client.Post("/v2/assistants/try",
                $$"""{"assistant_id":"{{scene.AssistantId}}","assistant":{"name":"Helper","model":"{{model}}"},"messages":[{"role":"user","content":"Hello."}]}"""));
        },
        ["HUB /Send"] = async scene =>
        {
            var threadId = await scene.NewThread();
            await Exhaust(scene);
            await using var connection = new HubConnectionBuilder().WithUrl(new Uri(scene.Host.Address, ChatHub.Path), options =>
            {
                options.Headers["Authorization"] = scene.Client.DefaultRequestHeaders.Authorization!.ToString();
            }).AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json).Build();
            await connection.StartAsync(TestContext.Current.CancellationToken);
            var refused = await Assert.ThrowsAsync<HubException>(() =>
                connection.InvokeAsync<JsonElement>("Send", threadId, JsonElement.Parse("""{"role":"user","content":"Hello."}"""), null, TestContext.Current.CancellationToken));
            Assert.Contains("budget_exceeded", refused.Message);
        },
    };

    public static TheoryData<string> Names => [.. Entries.Keys];

    [Fact]
    public void Entries_AreAllThatLeadToAModel() => Assert.Equal(EveryEntryTests.All.Order(), Entries.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ExhaustedBudget_LetsNothingThrough(string entry)
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);

        await Entries[entry](scene);

        var asked = scene.Provider.Requests.Count;
        var more = await scene.NewThread();
        Refused(await scene.Say(more, "Once more."));
        Assert.Equal(asked, scene.Provider.Requests.Count);
        Assert.Equal(0, host.Services.GetRequiredService<Quota>().Look((ledger, _) => ledger.AccountOf(Scope.Project(scene.ProjectId)).Reserved.Nanodollars));
        Assert.Equal(0, host.Services.GetRequiredService<Quota>().Look((ledger, _) => ledger.AccountOf(Scope.Project(scene.ProjectId)).Threads));
        var refusals = await host.Admin.Get($"/v2/projects/{scene.ProjectId}/refusals");
        Assert.Equal("budget", refusals["data"][0].GetProperty("decided_by").GetString());
    }

    /// <summary>A budget of the smallest amount there is.</summary>
    static async Task<string> Exhaust(ChatScene scene, string? budgetId = null)
    {
        var made = await scene.Host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets{(budgetId is null ? "" : $"/{budgetId}")}", """{"amount":0.000000001,"mode":"hard"}""");
        Assert.True(made.Status is 200 or 201, made.Body.ToString());
        return made.Id;
    }

    static void Refused(Answered answer)
    {
        Assert.Equal((429, "rate_limit_error", "budget_exceeded"), (answer.Status, answer["error"].GetProperty("type").GetString(), answer["error"].GetProperty("code").GetString()));
        Assert.StartsWith("ref_", answer["error"].GetProperty("refusal_id").GetString());
        Assert.True(long.Parse(answer.Response.Headers.GetValues("Retry-After").Single()) > 0);
    }
}
