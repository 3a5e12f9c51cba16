using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Providers;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;

namespace Portal.Tests.Providers;

public sealed class ProviderHealthTests : IAsyncLifetime
{
    static readonly (string, string?)[] Fast = [("Portal:Gateway:CircuitFailures", "2"), ("Portal:Gateway:RetryDelayMilliseconds", "1")];

    readonly string directory = Directory.CreateTempSubdirectory("portal-tests-").FullName;
    FakeProvider fake = null!;
    PortalHost portal = null!;
    string provider = "";
    string thread = "";

    public async ValueTask InitializeAsync()
    {
        fake = await FakeProvider.Start(TestContext.Current.CancellationToken);
        portal = PortalHost.Over(directory, Fast);
        provider = (await portal.Admin.Post(
            "/v2/organization/providers", $$"""{"name":"House","kind":"openai","base_url":"{{fake.OpenAiUrl}}","max_retries":0}""")).Id;
        await portal.Admin.Put("/v2/organization/models/house", $$"""{"tier":"fast","targets":[{"provider_id":"{{provider}}","model":"fake-large"}],"context_window":8000}""");
        var assistant = await portal.Admin.Post("/v2/assistants", """{"name":"A","model":"house"}""", (ApiHeaders.Project, await portal.AddProject()));
        thread = (await portal.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant.Id}}"}""")).Id;
    }

    [Fact]
    public async Task Hour_CountsRealCalls_AndNotTheTest()
    {
        var before = await Health();
        Assert.Equal((0, JsonValueKind.Null, JsonValueKind.Null), (before["calls"].GetInt32(), before["error_rate"].ValueKind, before["latency_ms"].ValueKind));

        await portal.Admin.Post($"/v2/organization/providers/{provider}/test");
        fake.Enqueue(new FakeReply().Say("Good day."), FakeReply.Status(400), FakeReply.Status(400), new FakeReply().Say("Again."));
        for (var call = 0; call < 4; call++) await Ask();

        var health = await Health();
        Assert.Equal((4, 2, 0.5), (health["calls"].GetInt32(), health["failures"].GetInt32(), health["error_rate"].GetDouble()));
        Assert.InRange(health["latency_ms"].GetInt64(), 0, health["slowest_ms"].GetInt64());
        Assert.Equal("degraded", health["status"].GetString());
        Assert.Equal(4, health["minutes"].EnumerateArray().Sum(minute => minute.GetProperty("calls").GetInt32()));
        Assert.InRange(health["minutes"][0].GetProperty("start").GetInt64(), health["from"].GetInt64(), health["from"].GetInt64() + 3600);

        var all = (await portal.Admin.Get("/v2/organization/providers/health"))["data"].EnumerateArray().ToList();
        Assert.Equal(4, all.Single(one => one.GetProperty("provider_id").GetString() == provider).GetProperty("calls").GetInt32());
        Assert.Equal(0, all.Single(one => one.GetProperty("provider_id").GetString() != provider).GetProperty("calls").GetInt32());
        Assert.Equal(404, (await portal.Admin.Get("/v2/organization/providers/prov_none/health")).Status);
    }

    [Fact]
    public async Task OpenCircuit_SaysUntilWhenItRests_AndAlertsTheProject()
    {
        fake.Default = FakeReply.Status(500);
        await Ask();
        await Ask();
        var health = await Health();
        Assert.Equal("open", health["status"].GetString());
        Assert.True(health["rests_until"].GetInt64() > health["from"].GetInt64());
        var project = (await portal.Admin.Get($"/v2/threads/{thread}"))["project_id"].GetString();
        var codes = (await portal.Admin.Get($"/v2/projects/{project}/alerts"))["data"].EnumerateArray().Select(alert => alert.GetProperty("code").GetString());
        Assert.Equal(["provider_open", "model_unpriced"], codes);
    }

    [Fact]
    public async Task Counts_SurviveARestart_AndAddUp()
    {
        await Ask();
        await portal.Services.GetRequiredService<ProviderMinutes>().Save(TestContext.Current.CancellationToken);
        await Ask();
        Assert.Equal(2, (await Health())["calls"].GetInt32());
        await portal.DisposeAsync();

        portal = PortalHost.Over(directory, Fast);
        var health = await Health();
        Assert.Equal((2, 0, "unknown"), (health["calls"].GetInt32(), health["failures"].GetInt32(), health["status"].GetString()));
        await Ask();
        Assert.Equal(3, (await Health())["calls"].GetInt32());
    }

    [Fact]
    public async Task Paused_ServesNoCall_IsAudited_AndServesAgain()
    {
        await portal.Admin.Post($"/v2/organization/providers/{provider}", """{"enabled":false}""");
        await Ask();
        Assert.Empty(fake.Requests);
        await portal.Admin.Post($"/v2/organization/providers/{provider}", """{"enabled":true}""");
        await Ask();
        Assert.Single(fake.Requests);
        Assert.Single(await portal.Audit("provider.paused", provider));
        Assert.Single(await portal.Audit("provider.resumed", provider));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await fake.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    Task<Answered> Health() => portal.Admin.Get($"/v2/organization/providers/{provider}/health");

    async Task Ask()
    {
        var answer = await portal.Admin.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Hello?"}""", ("Prefer", "wait=30"));
        Assert.Equal(201, answer.Status);
    }
}
