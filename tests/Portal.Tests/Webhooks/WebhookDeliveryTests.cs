using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portal.Chaos;
using Portal.Tests.Alerts;
using Portal.Tests.Fakes;
using Portal.Webhooks;

namespace Portal.Tests.Webhooks;

public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    readonly PortalHost portal;
    readonly HeldTime time;
    HookReceiver receiver = null!;

    public WebhookDeliveryTests() => (portal, time) = AlertScene.Start();

    public async ValueTask InitializeAsync() => receiver = await HookReceiver.Start();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Event_ArrivesSigned_AndIsInTheAlertsHistory()
    {
        var hook = await portal.AddHook(receiver.Url + "/in");
        var project = await portal.AddProject();
        await portal.Raise(AlertScene.Draft(project, title: "Grüße"));
        await portal.SendDue();
        var call = Assert.Single(receiver.Calls);
        Assert.Equal("/in", call.Path);
        Assert.InRange(call.Timestamp, time.Seconds - 60, time.Seconds);
        Assert.Equal(Signature(hook["secret"].GetString()!, call), call.Signature);
        var payload = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal("alert.opened", payload.GetProperty("type").GetString());
        Assert.True(payload.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal(("Grüße", project), (payload.GetProperty("data").GetProperty("title").GetString(), payload.GetProperty("data").GetProperty("project_id").GetString()));
        var alert = await portal.NewestAlert();
        Assert.Equal(("webhook", "127.0.0.1", "delivered"), (alert["history"][1].GetProperty("type").GetString(), alert["history"][1].GetProperty("who").GetString(), alert["history"][1].GetProperty("delivery").GetString()));
        await portal.Admin.Post($"/v2/alerts/{alert.Id}", """{"status":"acknowledged"}""");
        await portal.SendDue();
        Assert.Contains("alert.acknowledged", receiver.Calls[^1].Text);
    }

    [Fact]
    public async Task OnlyEventsThatAreAskedFor_AreSent()
    {
        await portal.AddHook(receiver.Url, """["alert.acknowledged"]""");
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task ServerError_IsTriedAgain_OverADay_UnderTheSameId()
    {
        receiver.AnswerWith(500);
        var hook = await portal.AddHook(receiver.Url);
        await portal.Raise(AlertScene.Draft());
        var waits = new List<TimeSpan>();
        while (true)
        {
            var before = time.Seconds;
            await portal.SendDue();
            var delivery = (await Deliveries(hook.Id))[0];
            Assert.Equal(500, delivery.GetProperty("response_code").GetInt32());
            if (delivery.GetProperty("status").GetString() == "failed") break;
            waits.Add(TimeSpan.FromSeconds(delivery.GetProperty("next_attempt_at").GetInt64() - before));
            time.Advance(waits[^1]);
        }

        Assert.Equal([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400], waits.Select(wait => Math.Floor(wait.TotalSeconds / 5) * 5));
        Assert.Equal(8, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Id).Distinct());
        Assert.All(receiver.Calls, call => Assert.Equal(Signature(hook["secret"].GetString()!, call), call.Signature));
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("1", 5)]
    [InlineData("99999999", 86_400)]
    public async Task RetryAfter_IsKept_WithinReason(string asked, int seconds)
    {
        receiver.AnswerWith(429, ("Retry-After", asked));
        var hook = await portal.AddHook(receiver.Url);
        var before = time.Seconds;
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.InRange((await Deliveries(hook.Id))[0].GetProperty("next_attempt_at").GetInt64() - before, seconds, seconds + 10);
    }

    [Fact]
    public async Task Gone_SwitchesTheWebhookOff_WithAllThatWaits()
    {
        receiver.AnswerWith(410);
        var hook = await portal.AddHook(receiver.Url);
        await portal.Raise(AlertScene.Draft(), AlertScene.Draft());
        await portal.SendDue();
        Assert.Single(receiver.Calls);
        var read = await portal.Admin.Get($"/v2/organization/webhooks/{hook.Id}");
        Assert.False(read["enabled"].GetBoolean());
        Assert.Contains("410", read["disabled_reason"].GetString());
        var failed = await Deliveries(hook.Id);
        Assert.All(failed, delivery => Assert.Equal("failed", delivery.GetProperty("status").GetString()));
        Assert.Equal(410, Assert.Single(failed, delivery => delivery.GetProperty("response_code").ValueKind is JsonValueKind.Number).GetProperty("response_code").GetInt32());
        receiver.AnswerWith(200);
        await portal.Admin.Post($"/v2/organization/webhooks/{hook.Id}", """{"enabled":true}""");
        Assert.Equal(2, (await portal.Admin.Post($"/v2/organization/webhooks/{hook.Id}/redeliver", """{"from":0}"""))["count"].GetInt32());
        await portal.SendDue();
        Assert.All(await Deliveries(hook.Id), delivery => Assert.Equal("delivered", delivery.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Redeliver_KeepsTheId()
    {
        var hook = await portal.AddHook(receiver.Url);
        var test = await portal.Admin.Post($"/v2/organization/webhooks/{hook.Id}/test");
        Assert.Equal(201, test.Status);
        await portal.SendDue();
        var path = $"/v2/organization/webhooks/{hook.Id}/redeliver";
        Assert.Equal(1, (await portal.Admin.Post(path, $$"""{"delivery_id":"{{test.Id}}"}"""))["count"].GetInt32());
        await portal.SendDue();
        Assert.Equal([test.Id, test.Id], receiver.Calls.Select(call => call.Id));
        Assert.Equal(0, (await portal.Admin.Post(path, $$"""{"from":{{time.Seconds + 60}}}"""))["count"].GetInt32());
        Assert.Equal("delivery_id", (await portal.Admin.Post(path, """{"delivery_id":"dlv_none"}""")).Param);
    }

    [Fact]
    public async Task RotatedSecret_SignsBesideTheOldOne_ForAWhile()
    {
        var hook = await portal.AddHook(receiver.Url);
        var rotated = await portal.Admin.Post($"/v2/organization/webhooks/{hook.Id}/rotate", """{"overlap_seconds":60}""");
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        var call = receiver.Calls[^1];
        Assert.Equal([Signature(rotated["secret"].GetString()!, call), Signature(hook["secret"].GetString()!, call)], call.Signature.Split(' '));
        time.Advance(TimeSpan.FromSeconds(61));
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        call = receiver.Calls[^1];
        Assert.Equal(Signature(rotated["secret"].GetString()!, call), call.Signature);
    }

    [Theory]
    [InlineData(307, 3, "delivered")]
    [InlineData(302, 1, "delivered")]
    [InlineData(307, 4, "pending")]
    public async Task Redirects_AreFollowed_ThreeTimes(int status, int hops, string ends)
    {
        receiver.Answer = http =>
        {
            var hop = int.Parse(http.Request.Path.Value![1..]);
            if (hop < hops) (http.Response.StatusCode, http.Response.Headers.Location) = (status, $"/{hop + 1}");
            return Task.CompletedTask;
        };
        var hook = await portal.AddHook(receiver.Url + "/0");
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.Equal(ends, (await Deliveries(hook.Id))[0].GetProperty("status").GetString());
        Assert.Equal(Math.Min(hops, 3) + 1, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Text).Distinct());
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "not a public address")]
    [InlineData("http://10.255.255.1/x", "not a public address")]
    [InlineData("http://example.org/x", "may not be called")]
    [InlineData("file:///etc/passwd", "may not be called")]
    public async Task Redirect_ToAnAddressThatIsNotAllowed_IsNotFollowed(string location, string reason)
    {
        receiver.AnswerWith(307, ("Location", location));
        var hook = await portal.AddHook(receiver.Url);
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.Contains(reason, (await Deliveries(hook.Id))[0].GetProperty("error").GetString());
        Assert.Single(receiver.Calls);
    }

    [Theory]
    [InlineData("https://10.255.255.1/x")]
    [InlineData("https://169.254.169.254/x")]
    [InlineData("http://[::1]:9/x")]
    public async Task Address_ThatIsNotAllowed_IsNotConnectedTo(string url)
    {
        var hook = await portal.AddHook(url);
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.Contains("not a public address", (await Deliveries(hook.Id))[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task SlowReceiver_HoldsUpNoOther_AndIsGivenFifteenSeconds()
    {
        var release = new TaskCompletionSource();
        receiver.Answer = _ => release.Task;
        await using var quick = await HookReceiver.Start();
        var slow = await portal.AddHook(receiver.Url);
        var other = await portal.AddHook(quick.Url);
        await portal.Raise(AlertScene.Draft(), AlertScene.Draft());
        var sending = portal.SendDue();
        await receiver.Next();
        await Until.True(async () => Array.TrueForAll(await Deliveries(other.Id), delivery => delivery.GetProperty("status").GetString() == "delivered"),
            "the other is told", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(sending.IsCompleted);
        Assert.Equal(1, time.Fire(WebhookSender.Patience));
        await receiver.Next();
        Assert.Equal(1, time.Fire(WebhookSender.Patience));
        await sending;
        release.SetResult();
        Assert.All(await Deliveries(slow.Id), delivery => Assert.Contains("within 15 seconds", delivery.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task EndlessAnswer_IsCutOff()
    {
        receiver.Answer = async http =>
        {
            http.Response.StatusCode = 500;
            var piece = new byte[64 * 1024];
            Array.Fill(piece, (byte)'x');
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        };
        var hook = await portal.AddHook(receiver.Url);
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.InRange((await Deliveries(hook.Id))[0].GetProperty("error").GetString()!.Length, 1, 300);
    }

    /// <summary>Computed apart from the code under test, as a receiver would.</summary>
    static string Signature(string secret, HookCall call) => "v1," + Convert.ToBase64String(
        HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Text}")));

    async Task<JsonElement[]> Deliveries(string hookId) => [.. (await portal.Admin.Get($"/v2/organization/webhooks/{hookId}/deliveries"))["data"].EnumerateArray()];
}
