using Dapper;
using Portal.Client.Keys;
using Portal.Keys;

namespace Portal.Tests.Access;

public sealed class KeyCallerTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Refusals_OfEveryReason_AnswerTheSameAndDifferInTheLog()
    {
        var projectId = await host.AddProject();
        var good = await host.AddKey(projectId);
        var mistyped = good[..^1] + (good[^1] == 'x' ? 'y' : 'x');
        var answers = new Dictionary<string, string>
        {
            ["mistyped"] = await Refused(mistyped),
            ["never issued here"] = await Refused(KeySecret.New()),
            ["revoked"] = await Refused(await Changed(projectId, "UPDATE api_keys SET revoked_at = 1 WHERE id = @id")),
            ["expired"] = await Refused(await Changed(projectId, "UPDATE api_keys SET expires_at = 1 WHERE id = @id")),
            ["replaced by a newer secret"] = await Refused(await Changed(projectId, "UPDATE key_secrets SET expires_at = 1 WHERE key_id = @id")),
            ["used from an address that it does not allow"] =
                await Refused(await Changed(projectId, "UPDATE api_keys SET allowed_addresses = '[\"203.0.113.0/24\"]' WHERE id = @id")),
        };
        Assert.Single(answers.Values.Distinct());
        Assert.All(answers.Keys, reason => Assert.Contains(host.Log, line => line.Contains("KeyAuthenticator", StringComparison.Ordinal) && line.EndsWith(reason, StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Log, line => line.Contains(good, StringComparison.Ordinal) || line.Contains(mistyped, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_OfAKnownKey_NamesItInTheAuditLog()
    {
        var secret = await Changed(await host.AddProject(), "UPDATE api_keys SET revoked_at = 1 WHERE id = @id");
        await Refused(secret);
        var id = await IdOf(secret);
        Assert.Contains(await host.Audit("access.denied"), row => row.ActorId == id && row is { ActorType: "key", Outcome: "denied", Status: 401 });
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.0/8\",\"127.0.0.1/32")]
    public async Task AllowedAddresses_HoldingTheCallers_LetItIn(string networks)
    {
        var secret = await Changed(await host.AddProject(), $"UPDATE api_keys SET allowed_addresses = '[\"{networks}\"]' WHERE id = @id");
        using var client = host.Client(secret);
        Assert.Equal(200, (await client.Get("/v2/projects")).Status);
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer sk-short")]
    [InlineData("bearer sk-short")]
    [InlineData("Basic c2stYTpi")]
    [InlineData("sk-tests-organization-key-0123456789")]
    public async Task Authorization_NotAKey_IsUnauthorized(string header)
    {
        using var client = host.Client(null);
        var answer = await client.Get("/v2/projects", ("Authorization", header));
        Assert.Equal(401, answer.Status);
        Assert.Equal("authentication_error", answer.Error.GetProperty("type").GetString());
        Assert.Contains("Bearer", answer.Response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task WrongKey_BesideAGoodCookie_IsUnauthorized()
    {
        using var browser = await host.SignedIn();
        Assert.Equal(401, (await browser.Client.Get("/v2/projects", ("Authorization", "Bearer sk-wrong"))).Status);
    }

    [Theory]
    [InlineData("proj_")]
    [InlineData("thread_01m838vpdvce6n96v1g6vyzfgf")]
    [InlineData("proj_01m838vpdvce6n96v1g6vyzfgf proj_x")]
    [InlineData("'; DROP TABLE projects; --")]
    public async Task ProjectHeader_Malformed_IsInvalid(string header)
    {
        var answer = await host.Admin.Get("/v2/projects", (ApiHeaders.Project, header));
        Assert.Equal(400, answer.Status);
        Assert.Equal(ApiHeaders.Project, answer.Param);
    }

    [Fact]
    public async Task ProjectKey_WithAnotherProjectsHeader_IsForbiddenAndRecorded()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        var secret = await host.AddKey(own);
        using var client = host.Client(secret);
        Assert.Equal(200, (await client.Get("/v2/projects", (ApiHeaders.Project, own))).Status);
        Assert.Equal(403, (await client.Get("/v2/projects", (ApiHeaders.Project, other))).Status);
        var id = await IdOf(secret);
        Assert.Contains(await host.Audit("access.denied", "GET /v2/projects"), row => row.ActorId == id && row.Status == 403);
    }

    [Fact]
    public async Task Unauthenticated_IsAnsweredBeforeTheBodyIsRead()
    {
        // However slow the machine: the body is sent only when it is asked for.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/projects") { Content = new NeverSent() };
        request.Headers.ExpectContinue = true;
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_OpenedWithAKey_AskForSignIn()
    {
        var page = await host.Admin.GetAsync("/projects", TestContext.Current.CancellationToken);
        Assert.Equal("/sign-in?return_url=%2Fprojects", page.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task LastUse_IsKept()
    {
        var projectId = await host.AddProject();
        var secret = await host.AddKey(projectId);
        using var client = host.Client(secret);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.Equal(200, (await client.Get($"/v2/projects/{projectId}")).Status);
        // The use is written beside the call; a later write is behind it in the same queue.
        await host.Write(_ => true);
        var key = await host.Admin.Get($"/v2/projects/{projectId}/keys/{await IdOf(secret)}");
        Assert.InRange(key["last_used_at"].GetInt64(), before, before + 60);
        Assert.Equal("127.0.0.1", key["last_used_address"].GetString());
    }

    async Task<string> Refused(string secret)
    {
        using var client = host.Client(secret);
        var answer = await client.Get("/v2/projects");
        Assert.Equal(401, answer.Status);
        return answer.Body.ToString();
    }

    async Task<string> Changed(string projectId, string sql)
    {
        var secret = await host.AddKey(projectId, KeyScope.Read);
        var id = await IdOf(secret);
        await host.Write(connection => connection.Execute(sql, new { id }));
        return secret;
    }

    Task<string> IdOf(string secret) =>
        host.Read(connection => connection.QuerySingle<string>("SELECT key_id FROM key_secrets WHERE hash = @hash", new { hash = KeySecret.Hash(secret) }));

    /// <summary>A body that fails the test as soon as it is asked for.</summary>
    sealed class NeverSent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            throw new InvalidOperationException("The body was asked for.");

        protected override bool TryComputeLength(out long length)
        {
            length = 100_000;
            return true;
        }
    }
}
