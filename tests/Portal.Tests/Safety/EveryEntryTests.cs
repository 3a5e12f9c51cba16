using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Portal.Api;
using Portal.Runs;
using Portal.Tests.Access;
using Portal.Tests.Embed;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Safety;

/// <summary>
/// A canary goes in through every way in that there is, and no provider ever sees it. The ways in are those of the endpoint
/// table and the hub: a new one fails the test until it is listed here, as one that calls no model or with its canary.
/// </summary>
public sealed class EveryEntryTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Canary = "canary.bird@example.com";

    /// <summary>What asks a model, and how a canary goes in through it.</summary>
    static readonly Dictionary<string, Func<ChatScene, Task>> Entries = new()
    {
        ["POST /v2/threads/{}/messages"] = async scene =>
        {
            var threadId = await scene.NewThread();
            await scene.Ask(threadId, $"I am {Canary}.");
            // An edit: another message beside the first one.
            await scene.Ask(threadId, $"No, I am {Canary}!", ""","parent_id":null""");
            // Queued behind a reply that is being made.
            var gate = new FakeGate();
            scene.Provider.Enqueue(new FakeReply().Wait(gate));
            await scene.Say(threadId, "Hold.");
            await gate.Reached;
            var queued = await scene.Say(threadId, $"Still {Canary}.");
            gate.Open();
            await scene.Rested(threadId, queued["reply"].GetProperty("id").GetString()!);
            // What a tool brings.
            scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", $$"""{"id":"{{Canary}}"}""").Done(null, "tool_calls"));
            var call = (await scene.Ask(threadId, "Look it up.")).GetProperty("tool_calls")[0];
            await scene.Answer(threadId, call.GetProperty("id").GetString()!, $"It is {Canary}.", ("Prefer", "wait=30"));
            // Brought along with a new thread.
            var made = await scene.Client.Post("/v2/threads", $$"""{"assistant_id":"{{scene.AssistantId}}","messages":[{"role":"user","content":"Before: {{Canary}}"}]}""");
            await scene.Ask(made.Id, "And now?");
            // From a chat on another site.
            using var visitor = await EmbedScene.Visitor(scene);
            var opened = await visitor.Post("/v2/embed/thread");
            await visitor.Post($"/v2/threads/{opened.Id}/messages", $$"""{"role":"user","content":"I am {{Canary}}."}""", ("Prefer", "wait=30"));
        },
        ["POST /v2/threads/{}/messages/{}/retry"] = async scene =>
        {
            var threadId = await scene.NewThread();
            var reply = await scene.Ask(threadId, $"I am {Canary}.");
            await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/retry", "{}", ("Prefer", "wait=30"));
        },
        ["POST /v2/approvals/{}"] = async scene =>
        {
            // Whoever decides of one rule decides of no other.
            var ask = await scene.Host.Admin.Post("/v2/policies", """{"kind":"safety","name":"Ask","rules":[{"type":"phrases","phrases":["may I"],"applies_to":["input"],"action":"ask"}]}""");
            await scene.Host.Admin.Post($"/v2/policies/{ask.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
            var threadId = await scene.NewThread();
            var waiting = await scene.Ask(threadId, $"Please, may I be {Canary}?");
            await scene.Host.Admin.Post($"/v2/approvals/{waiting.GetProperty("approval_id").GetString()}", """{"decision":"approve"}""");
            await scene.Rested(threadId, waiting.GetProperty("id").GetString()!);
        },
        ["POST /v2/assistants/try"] = async scene =>
        {
            var model = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}"))["model"].GetString();
            var tried = await scene.Client.Post("/v2/assistants/try",
                $$"""{"assistant_id":"{{scene.AssistantId}}","assistant":{"name":"Helper","model":"{{model}}"},"messages":[{"role":"user","content":"I am {{Canary}}."}]}""");
            Assert.Equal(200, tried.Status);
        },
        ["HUB /Send"] = async scene =>
        {
            var threadId = await scene.NewThread();
            await using var connection = new HubConnectionBuilder().WithUrl(new Uri(scene.Host.Address, ChatHub.Path), options =>
            {
                options.Headers["Authorization"] = scene.Client.DefaultRequestHeaders.Authorization!.ToString();
            }).AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json).Build();
            await connection.StartAsync(TestContext.Current.CancellationToken);
            var sent = await connection.InvokeAsync<JsonElement>("Send", threadId, JsonElement.Parse($$"""{"role":"user","content":"I am {{Canary}}."}"""), null, TestContext.Current.CancellationToken);
            await scene.Rested(threadId, sent.GetProperty("reply").GetProperty("id").GetString()!);
        },
    };

    /// <summary>POSTs after which no model is asked; every other method only reads, replaces or deletes.</summary>
    static readonly string[] NoModel =
    [
        "/v2/access", "/v2/assistants", "/v2/assistants/{}", "/v2/assistants/{}/copy", "/v2/assistants/{}/embed", "/v2/assistants/{}/restore", "/v2/assistants/{}/versions/{}/restore",
        "/v2/assistants/compare", "/v2/assistants/import", "/v2/assistants/preview", "/v2/embed/{}/visitors", "/v2/embed/thread", "/v2/organization", "/v2/policies", "/v2/profile", "/v2/projects", "/v2/safety_events",
        "/v2/threads", "/v2/threads/{}", "/v2/threads/{}/assign", "/v2/threads/{}/hand_back", "/v2/threads/{}/notes", "/v2/threads/{}/request_person", "/v2/threads/{}/shares",
        "/v2/threads/{}/take_over", "/v2/threads/{}/view", "/v2/threads/{}/messages/{}/cancel", "/v2/threads/{}/messages/{}/feedback", "/v2/threads/bulk", "/v2/threads/read_all",
        "/v2/attention", "/v2/alerts/{}", "/v2/alert_mutes",
    ];

    /// <summary>Whole parts of the API that administer and never ask a model, but for the entries above.</summary>
    static readonly string[] NoModelBelow = ["/v2/organization/", "/v2/policies/", "/v2/profile/", "/v2/projects/", "/v2/safety_events/", "/v2/attention/"];

    static readonly string[] HubVerbsWithoutModel = ["Alerts", "Cancel", "Desk", "Follow", "FollowRun", "Limits", "Present", "Server"];

    [Fact]
    public void Entries_AreAllThatThereAre()
    {
        var posts = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v2", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(endpoint => AuthorizationRow.ShapeOf("POST", endpoint.RoutePattern.RawText!))
            .Where(shape => !NoModel.Contains(shape["POST ".Length..]) && !NoModelBelow.Any(part => shape["POST ".Length..].StartsWith(part, StringComparison.Ordinal)));
        var verbs = typeof(ChatHub).GetMethods().Where(method => method.DeclaringType == typeof(ChatHub) && method.GetBaseDefinition().DeclaringType != typeof(Hub))
            .Select(method => method.Name).Except(HubVerbsWithoutModel).Select(verb => $"HUB /{verb}");

        Assert.Equal(Entries.Keys.Order(), posts.Concat(verbs).Distinct().Order());
    }

    /// <summary>Every way to a model, held against the endpoint table above.</summary>
    public static IEnumerable<string> All => Entries.Keys;

    public static TheoryData<string> Names => [.. Entries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Canary_ReachesNoProvider(string entry)
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        var policy = await host.Admin.Post("/v2/policies", """{"kind":"safety","name":"No canary","rules":[{"type":"pii","entities":["email"],"applies_to":["input","retrieved","tool_input","tool_output","output"],"action":"redact"}]}""");
        await host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");

        await Entries[entry](scene);

        Assert.NotEmpty(scene.Provider.Requests);
        Assert.All(scene.Provider.Requests, request => Assert.DoesNotContain("canary.bird", request.Body.GetRawText()));
        Assert.Contains(scene.Provider.Requests, request => request.Body.GetRawText().Contains("[EMAIL]", StringComparison.Ordinal));
    }
}
