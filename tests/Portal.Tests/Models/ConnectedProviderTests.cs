using System.Text.Json;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models;

/// <summary>From a provider that an administrator connects to the reply in a thread, its trace, usage and audit row.</summary>
public sealed class ConnectedProviderTests(PortalHost portal) : IClassFixture<PortalHost>, IAsyncLifetime
{
    FakeProvider fake = null!;
    string threadId = "";
    string projectId = "";

    public async ValueTask InitializeAsync()
    {
        fake = await FakeProvider.Start(TestContext.Current.CancellationToken);
        fake.ApiKey = "sk-the-right-key";
        var provider = await portal.Admin.Post(
            "/v2/organization/providers", $$"""{"name":"House","kind":"openai","base_url":"{{fake.OpenAiUrl}}","api_key":"sk-the-right-key","max_retries":0}""");
        var model = "house/" + provider.Id;
        await portal.Admin.Put($"/v2/organization/models/{model}", $$$"""
            {"tier":"fast","targets":[{"provider_id":"{{{provider.Id}}}","model":"fake-large"}],"context_window":8000,
             "prices":{"input_per_1m":1,"output_per_1m":10}}
            """);
        projectId = await portal.AddProject();
        var assistant = await portal.Admin.Post("/v2/assistants", $$"""{"name":"A","model":"{{model}}","instructions":"Be brief."}""", (ApiHeaders.Project, projectId));
        threadId = (await portal.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant.Id}}"}""", (ApiHeaders.Project, projectId))).Id;
    }

    [Fact]
    public async Task Reply_ComesFromTheProviderWithItsUsageAndCost()
    {
        fake.Enqueue(new FakeReply().Reason("Hm.").Say("Good ", "day.").Done(new(100, 20, Reasoning: 5)));
        var reply = await Ask();
        Assert.Equal(("completed", "Good day."), (reply.GetProperty("status").GetString(), reply.GetProperty("content").GetString()));
        Assert.Equal("Hm.", reply.GetProperty("reasoning")[0].GetProperty("text").GetString());
        var usage = reply.GetProperty("usage");
        Assert.Equal((100, 20, 5, "exact", 0.0003m), (
            usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("output_tokens").GetInt32(), usage.GetProperty("reasoning_tokens").GetInt32(),
            usage.GetProperty("accuracy").GetString(), usage.GetProperty("cost").GetDecimal()));
        var roles = fake.Requests[0].Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString());
        Assert.Equal(["system", "user"], roles);
    }

    [Fact]
    public async Task Reply_OfAProviderThatFails_TellsBothWhatTheyNeedAndTheNextWorks()
    {
        fake.Enqueue(FakeReply.Status(500, """{"error":{"message":"GPU 3 is on fire"}}"""));
        var failed = await Ask();
        Assert.Equal("failed", failed.GetProperty("status").GetString());
        Assert.Equal("provider_error", failed.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("The model provider “House” has a problem at the moment. Please try again.", failed.GetProperty("error").GetProperty("message").GetString());
        Assert.DoesNotContain("GPU", failed.ToString());

        var trace = (await portal.Admin.Get($"/v2/runs/{failed.GetProperty("run_id").GetString()}")).Body.ToString();
        Assert.Contains(fake.Requests[0].RequestId, trace);
        Assert.Equal("completed", (await Ask()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Reply_CutInTheMiddle_KeepsTheText()
    {
        fake.Enqueue(new FakeReply().Say("so far").Stop());
        var reply = await Ask();
        Assert.Equal(("failed", "so far"), (reply.GetProperty("status").GetString(), reply.GetProperty("content").GetString()));
        Assert.Equal("estimated", reply.GetProperty("usage").GetProperty("accuracy").GetString());
    }

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    async Task<JsonElement> Ask()
    {
        var answer = await portal.Admin.Post($"/v2/threads/{threadId}/messages", """{"role":"user","content":"Hello?"}""", ("Prefer", "wait=30"));
        Assert.Equal(201, answer.Status);
        return answer["reply"];
    }
}
