using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Chaos;
using Portal.Tests.Fakes;

namespace Portal.Tests.Promises;

/// <summary>A portal killed while a webhook is being called: the call is made again, under the same id and with the same body.</summary>
public sealed class OutboxKillTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileAWebhookIsCalled_LosesNothing()
    {
        await using var receiver = await HookReceiver.Start();
        var release = new TaskCompletionSource();
        receiver.Answer = _ => release.Task;
        await using var portal = await PortalProcess.Start(Cancellation, ("Portal__Outbound__AllowedNetworks__0", "127.0.0.0/8"));
        var hook = (await portal.Api.Post("/v2/organization/webhooks", new { url = receiver.Url, events = new[] { "*" } }, Cancellation)).Expect(201).Id;
        var ids = new HashSet<string>();
        for (var made = 0; made < 3; made++) ids.Add((await portal.Api.Post($"/v2/organization/webhooks/{hook}/test", null, Cancellation)).Expect(201).Id);
        var first = await receiver.Next();
        await portal.Kill(Cancellation);
        release.SetResult();

        // The time in which the first try might still have ended is over.
        await using (var database = new SqliteConnection($"Data Source={portal.DatabasePath};Pooling=False"))
            Assert.Equal(3, await database.ExecuteAsync("UPDATE outbox SET next_attempt_at = 1 WHERE status = 'pending'"));
        await portal.Start(Cancellation);
        await Until.True(async () => (await portal.Api.Get($"/v2/organization/webhooks/{hook}/deliveries?status=delivered", Cancellation)).Json.GetProperty("data").GetArrayLength() == 3,
            "all is delivered", TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(ids, receiver.Calls.Select(call => call.Id).ToHashSet());
        Assert.Equal(2, receiver.Calls.Count(call => call.Id == first.Id && call.Text == first.Text));
        Assert.Equal(4, receiver.Calls.Count);
    }
}
