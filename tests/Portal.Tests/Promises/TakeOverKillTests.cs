using Portal.Chaos;

namespace Portal.Tests.Promises;

/// <summary>A portal killed while somebody takes a live thread over: afterwards either they have it, with all that was at work ended, or nothing was taken.</summary>
public sealed class TakeOverKillTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_DuringATakeOver_LeavesItWholeOrUndone()
    {
        await using var workspace = await Workspace.Start(Cancellation,
            ("Portal__Setup__AdminEmail", PortalHost.AdminEmail), ("Portal__Setup__AdminPassword", PortalHost.AdminPassword));
        foreach (var delay in new[] { 0, 2, 5, 10, 40 })
        {
            using var browser = new Browser(workspace.Portal.Address);
            await browser.SignIn(PortalHost.AdminEmail, PortalHost.AdminPassword);
            var thread = await workspace.NewThread(workspace.PacedAssistant, Cancellation);
            var (running, queued) = (await Post("pieces=400 pace=20 running"), await Post("pieces=3 pace=5 queued"));
            await Until.True(async () => (await Get(running)).Text("content") is not null, "the reply is being made", TimeSpan.FromSeconds(60), Cancellation);
            var taking = browser.Client.PostAsync($"/v2/threads/{thread}/take_over", null, Cancellation);
            await Until.Passed(TimeSpan.FromMilliseconds(delay), Cancellation);
            await workspace.Portal.Kill(Cancellation);
            var acknowledged = await Acknowledged(taking);
            await workspace.Portal.Start(Cancellation);

            var held = (await workspace.Api.Get($"/v2/threads/{thread}", Cancellation)).Json.GetProperty("taken_over_by").ValueKind is System.Text.Json.JsonValueKind.Object;
            Assert.True(held || !acknowledged, "What was acknowledged is gone.");
            var reply = await Get(running);
            Assert.Equal(held ? "taken_over" : "interrupted", reply.Json.GetProperty("error").GetProperty("code").GetString());
            Assert.StartsWith(reply.Text("content"), PacedProvider.AnswerTo("pieces=400 pace=20 running"));
            await workspace.Settled(Cancellation);
            Assert.Equal(held ? "cancelled" : "completed", (await Get(queued)).Text("status"));
            Assert.Empty(PortalData.Violations(workspace.Portal.DatabasePath));

            async Task<string> Post(string text) =>
                (await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = text }, Cancellation)).Expect(201)
                .Json.GetProperty("reply").GetProperty("id").GetString()!;

            Task<Answer> Get(string message) => workspace.Api.Get($"/v2/threads/{thread}/messages/{message}", Cancellation);
        }
    }

    static async Task<bool> Acknowledged(Task<HttpResponseMessage> taking)
    {
        try
        {
            using var answer = await taking;
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
