using System.Text.Json;
using Dapper;

namespace Portal.Tests.Webhooks;

public sealed class WebhooksTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/webhooks";

    [Fact]
    public async Task Secret_IsShownOnce_AndUnreadableAtRest()
    {
        var made = await portal.Admin.Post(Path, """{"url":"https://example.org/x","events":["*"]}""", ("Idempotency-Key", "once"));
        Assert.Equal(201, made.Status);
        Assert.StartsWith("hook_", made.Id);
        var secret = made["secret"].GetString()!;
        var repeated = await portal.Admin.Post(Path, """{"url":"https://example.org/x","events":["*"]}""", ("Idempotency-Key", "once"));
        Assert.Equal((201, made.Id, JsonValueKind.Null), (repeated.Status, repeated.Id, repeated["secret"].ValueKind));
        Assert.Equal(JsonValueKind.Null, (await portal.Admin.Get($"{Path}/{made.Id}"))["secret"].ValueKind);
        var stored = await portal.Read(connection => connection.QuerySingle<string>("SELECT protected_secret FROM webhooks WHERE id = @Id", new { made.Id }));
        var rotated = await portal.Admin.Post($"{Path}/{made.Id}/rotate");
        Assert.NotEqual(secret, rotated["secret"].GetString());
        var everywhere = stored + (await portal.Admin.Get(Path)).Body + (await portal.Admin.Get("/v2/organization/audit_logs?limit=100")).Body + string.Join('\n', portal.Log);
        Assert.DoesNotContain(secret["whsec_".Length..], everywhere);
        Assert.DoesNotContain(rotated["secret"].GetString()!["whsec_".Length..], everywhere);
    }

    [Theory]
    [InlineData("""{"url":"http://example.org","events":["*"]}""", "url")]
    [InlineData("""{"url":"https://example.org","events":["alert.closed"]}""", "events[0]")]
    [InlineData("""{"url":"https://example.org","events":[]}""", "events")]
    [InlineData("""{"url":"https://example.org"}""", "events")]
    [InlineData("""{"url":"https://example.org","events":["*"],"colour":"red"}""", "colour")]
    public async Task BadInput_NamesTheField(string body, string param)
    {
        var answer = await portal.Admin.Post(Path, body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Update_Delete_AndWhatIsGone()
    {
        var made = await portal.Admin.Post(Path, """{"url":"https://example.org/x","events":["alert.opened"]}""");
        var changed = await portal.Admin.Post($"{Path}/{made.Id}", """{"enabled":false}""");
        Assert.Equal(("https://example.org/x", false), (changed["url"].GetString(), changed["enabled"].GetBoolean()));
        Assert.Contains("enabled", Assert.Single(await portal.Audit("webhook.updated", made.Id)).Changes);
        Assert.Equal((409, "webhook_disabled"), Answer(await portal.Admin.Post($"{Path}/{made.Id}/redeliver", """{"from":0}""")));
        Assert.Equal((400, "invalid_value"), Answer(await portal.Admin.Post($"{Path}/{made.Id}/redeliver", """{"from":0,"delivery_id":"x"}""")));
        Assert.Equal(200, (await portal.Admin.Delete($"{Path}/{made.Id}")).Status);
        Assert.Equal(404, (await portal.Admin.Get($"{Path}/{made.Id}")).Status);
        Assert.Equal(404, (await portal.Admin.Get($"{Path}/{made.Id}/deliveries")).Status);
        Assert.Equal(404, (await portal.Admin.Post($"{Path}/{made.Id}/test")).Status);
    }

    static (int, string?) Answer(Answered answer) => (answer.Status, answer.Code);
}
