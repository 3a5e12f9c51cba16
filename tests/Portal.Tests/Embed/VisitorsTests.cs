using Dapper;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Api;
using Portal.Client.Runs;
using Portal.Runs;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Embed;

/// <summary>Visitors of another site: how they come in, and what is there for them.</summary>
public sealed class VisitorsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Visitor_TalksToTheAssistant_AndSeesWhatWasSaid_NotHowItCameAbout()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        using var visitor = await EmbedScene.Visitor(scene);
        var thread = await visitor.Post("/v2/embed/thread");
        Assert.True(thread.Status == 200, thread.Body.ToString());
        Assert.Equal("{}", thread["metadata"].ToString());

        var policy = await host.Admin.Post("/v2/policies", """{"kind":"safety","name":"Watch","rules":[{"id":"watched","type":"phrases","phrases":["stock"],"applies_to":["output"],"action":"flag"}]}""");
        await host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
        scene.Provider.Enqueue(new FakeReply().Reason("The secret margin is 40 %.").Call(0, "a", "lookup", """{"id":"hidden"}""").Done(null, "tool_calls"));
        scene.Provider.Enqueue(new FakeReply().Say("It is in stock.").Done(null));
        var said = await visitor.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"Is it there?"}""");
        Assert.Equal(201, said.Status);
        var asked = await scene.Rested(thread.Id, said["reply"].GetProperty("id").GetString()!);
        await scene.Answer(thread.Id, asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "17 of them, from hidden stock", ("Prefer", "wait=30"));

        var page = await visitor.Get($"/v2/threads/{thread.Id}/messages?order=asc");
        Assert.Equal("It is in stock.", page["data"].EnumerateArray().Last().GetProperty("content").GetString());
        var seen = page.Body.ToString() + await Stream(visitor, thread.Id, said.Id);
        Assert.Contains("It is in stock.", seen);
        foreach (var secret in new[] { "watched", "margin", "hidden", "lookup", "fake-", "cost\":0", "\"input_tokens\"" }) Assert.DoesNotContain(secret, seen);

        // The team sees all of it, and who it is.
        Assert.Equal("watched", (await scene.Branch(thread.Id))[^1].GetProperty("safety_flags")[0].GetProperty("rule_id").GetString());
        var whole = await scene.Client.Get($"/v2/threads/{thread.Id}");
        Assert.Equal("Ada", whole["metadata"].GetProperty("customer").GetString());
        Assert.Equal(EmbedScene.Site, whole["metadata"].GetProperty("site").GetString());
        var row = Assert.Single(await host.Audit("message.created", said.Id));
        Assert.Equal("visitor", row.ActorType);
    }

    [Fact]
    public async Task Secret_ComesBackAsTheSameVisitor_OnTheSameSiteOnly()
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene);
        await scene.Client.Post($"/v2/assistants/{scene.AssistantId}/embed", $$"""{"allowed_origins":["{{EmbedScene.Site}}","https://other.example.org"]}""");
        var first = await EmbedScene.Enter(scene);
        var secret = first["secret"].GetString();
        using var visitor = EmbedScene.With(scene, first["token"].GetString()!);
        var thread = await visitor.Post("/v2/embed/thread");

        var again = await EmbedScene.Enter(scene, $$"""{"secret":"{{secret}}"}""");
        Assert.Equal((first.Id, thread.Id), (again.Id, again["thread_id"].GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again["secret"].ValueKind);
        var elsewhere = await EmbedScene.Enter(scene, $$"""{"secret":"{{secret}}"}""", "https://other.example.org");
        Assert.NotEqual(first.Id, elsewhere.Id);
        using var stranger = EmbedScene.With(scene, elsewhere["token"].GetString()!);
        Assert.Equal(404, (await stranger.Get($"/v2/threads/{thread.Id}")).Status);
        Assert.Equal(404, (await stranger.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"x"}""")).Status);
        Assert.NotEqual(thread.Id, (await stranger.Post("/v2/embed/thread")).Id);
    }

    [Theory]
    [InlineData("https://evil.example.org", "origin_not_allowed")]
    [InlineData("http://shop.example.org", "origin_not_allowed")]
    [InlineData("https://shop.example.org.evil.org", "origin_not_allowed")]
    [InlineData("null", "origin_not_allowed")]
    public async Task OtherSite_IsNotLetIn_AndGetsNoCorsHeaders(string origin, string code)
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene);
        var refused = await EmbedScene.Enter(scene, "{}", origin);
        Assert.Equal((403, code), (refused.Status, refused.Code));
        Assert.False(refused.Response.Headers.Contains("Access-Control-Allow-Origin"));
        var allowed = await EmbedScene.Enter(scene);
        Assert.Equal(EmbedScene.Site, allowed.Response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Preflight_OfAnAllowedSite_IsAnswered()
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene);
        using var nobody = host.Client(null);
        async Task<HttpResponseMessage> Ask(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, $"/v2/embed/{scene.AssistantId}/visitors");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
            return await nobody.SendAsync(request, TestContext.Current.CancellationToken);
        }

        using var allowed = await Ask(EmbedScene.Site);
        Assert.Equal(EmbedScene.Site, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var refused = await Ask("https://evil.example.org");
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Page_MayBeFramedByItsSites_AndByNoOther()
    {
        await using var scene = await ChatScene.Set(host);
        using var nobody = host.Client(null);
        var path = $"/embed/{scene.AssistantId}";
        using var before = await nobody.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, before.StatusCode);
        Assert.Contains("frame-ancestors 'none'", before.Headers.GetValues("Content-Security-Policy").Single());

        await EmbedScene.Offer(scene, ""","title":"Ask the shop" """);
        using var page = await nobody.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
        Assert.EndsWith($"frame-ancestors {EmbedScene.Site}", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("Ask the shop", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var other = await nobody.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        Assert.Contains("frame-ancestors 'none'", other.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"x"}""", "role")]
    [InlineData("""{"role":"tool","tool_call_id":"call_1","content":"x"}""", "role")]
    [InlineData("""{"role":"user","content":"x","model":"gpt-4-reasoner-2026"}""", "model")]
    [InlineData("""{"role":"user","content":"x","reply":false}""", "reply")]
    [InlineData("""{"role":"user","content":"x","metadata":{"priority":"high"}}""", "metadata")]
    public async Task Visitor_ChoosesNothingOfTheTeams(string body, string param)
    {
        await using var scene = await ChatScene.Set(host);
        using var visitor = await EmbedScene.Visitor(scene);
        var thread = await visitor.Post("/v2/embed/thread");
        var refused = await visitor.Post($"/v2/threads/{thread.Id}/messages", body);
        Assert.Equal((403, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task TooFast_IsTurnedAway_WithWhenToComeAgain()
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene, ""","messages_per_minute":3""");
        using var visitor = EmbedScene.With(scene, (await EmbedScene.Enter(scene))["token"].GetString()!);
        var thread = await visitor.Post("/v2/embed/thread");
        var statuses = new List<int>();
        Answered? last = null;
        for (var sent = 0; sent < 4; sent++) statuses.Add((last = await visitor.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"x"}""")).Status);
        Assert.Equal([201, 201, 429, 429], statuses);
        Assert.Equal("rate_limit_exceeded", last!.Code);
        Assert.InRange(last.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Live_IsTheSameHub_AndEndsWhenTheSiteIsAllowedNoLonger()
    {
        await using var scene = await ChatScene.Set(host);
        await EmbedScene.Offer(scene);
        var token = (await EmbedScene.Enter(scene))["token"].GetString()!;
        using var visitor = EmbedScene.With(scene, token);
        var thread = await visitor.Post("/v2/embed/thread");
        await using var connection = Hub(scene, token);
        var closed = new TaskCompletionSource();
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync(TestContext.Current.CancellationToken);
        scene.Provider.Enqueue(new FakeReply().Reason("hidden thought").Say("Here you are.").Done(null));
        await visitor.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"Hello"}""");
        var events = new List<RunEvent>();
        await foreach (var happened in connection.StreamAsync<RunEvent>("Follow", thread.Id, 0L, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
            if (happened.Type == RunEventTypes.MessageCompleted) break;
        }

        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.ThreadSequence));
        Assert.Equal("Here you are.", string.Concat(events.Select(happened => happened.Delta)));
        Assert.Null(events[^1].Message!.Usage);
        var refused = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => connection.InvokeAsync("Present", thread.Id, "viewing", TestContext.Current.CancellationToken));
        Assert.Contains("permission_error", refused.Message);

        await scene.Client.Post($"/v2/assistants/{scene.AssistantId}/embed", """{"allowed_origins":["https://other.example.org"]}""");
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(401, (await visitor.Get($"/v2/threads/{thread.Id}")).Status);
    }

    [Fact]
    public async Task Token_RunsOut_AndAForgedOneIsNone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var later = PortalHost.With(services => services.AddSingleton<Portal.Embed.VisitorTokens>(provider => new(provider.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(), time)));
        await using var scene = await ChatScene.Set(later);
        await EmbedScene.Offer(scene);
        var entered = await EmbedScene.Enter(scene);
        var token = entered["token"].GetString()!;
        using var visitor = EmbedScene.With(scene, token);
        Assert.Equal(200, (await visitor.Post("/v2/embed/thread")).Status);
        foreach (var forged in new[] { "vt_", "vt_x", "vt_" + Convert.ToBase64String(new byte[60]).TrimEnd('='), token[..^4] + "AAAA", token + "A" })
        {
            using var other = EmbedScene.With(scene, forged);
            Assert.Equal(401, (await other.Post("/v2/embed/thread")).Status);
        }

        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(401, (await visitor.Post("/v2/embed/thread")).Status);
    }

    [Fact]
    public async Task Name_IsNotKept_UnderStrictPrivacy()
    {
        await using var scene = await ChatScene.Set(host);
        var strict = await scene.Client.Post($"/v2/assistants/{scene.AssistantId}", """{"privacy":{"mode":"strict"}}""");
        Assert.True(strict.Status == 200, strict.Body.ToString());
        await EmbedScene.Offer(scene);
        var entered = await EmbedScene.Enter(scene, """{"name":"Zebulon Canary"}""");
        using var visitor = EmbedScene.With(scene, entered["token"].GetString()!);
        var thread = await visitor.Post("/v2/embed/thread");
        Assert.Equal(201, (await visitor.Post($"/v2/threads/{thread.Id}/messages", """{"role":"user","content":"Hello"}""", ("Prefer", "wait=30"))).Status);
        foreach (var (table, column) in await host.Read(connection => connection.Query<(string, string)>(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'").AsList()))
            Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM \"{table}\" WHERE instr(\"{column}\", 'Zebulon')")));
    }

    [Fact]
    public async Task Person_IsAskedFor_AndAnswersInTheSameConversation()
    {
        await using var scene = await ChatScene.Set(host);
        using var visitor = await EmbedScene.Visitor(scene);
        var thread = await visitor.Post("/v2/embed/thread");
        var asked = await visitor.Post($"/v2/threads/{thread.Id}/request_person", "{}");
        Assert.Equal((200, "person"), (asked.Status, asked["waiting_for"].GetString()));
        using var owner = await host.SignedIn();
        Assert.Equal(200, (await owner.Client.Post($"/v2/threads/{thread.Id}/take_over", "{}")).Status);
        await owner.Client.Post($"/v2/threads/{thread.Id}/notes", """{"kind":"note","text":"difficult customer"}""");
        Assert.Equal(201, (await owner.Client.Post($"/v2/threads/{thread.Id}/messages", """{"role":"assistant","content":"I am here."}""")).Status);

        var page = await visitor.Get($"/v2/threads/{thread.Id}/messages");
        Assert.Equal("I am here.", page["data"][0].GetProperty("content").GetString());
        Assert.Equal("", page["data"][0].GetProperty("author").GetProperty("id").GetString());
        Assert.Equal(403, (await visitor.Get($"/v2/threads/{thread.Id}/notes")).Status);
        Assert.Equal(403, (await visitor.Get($"/v2/threads/{thread.Id}/activity")).Status);
    }

    static async Task<string> Stream(HttpClient client, string threadId, string messageId)
    {
        using var response = await client.GetAsync($"/v2/threads/{threadId}/messages/{messageId}/stream", TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    static HubConnection Hub(ChatScene scene, string token) => new HubConnectionBuilder()
        .WithUrl(new Uri(scene.Host.Address, ChatHub.Path), http => http.AccessTokenProvider = () => Task.FromResult<string?>(token))
        .AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json)
        .Build();
}
