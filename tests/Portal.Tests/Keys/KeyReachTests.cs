using Portal.Tests.Hosting;

namespace Portal.Tests.Keys;

/// <summary>A key that manages keys makes none that works longer, or from elsewhere, than itself.</summary>
public sealed class KeyReachTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long InAnHour = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();

    [Theory]
    [InlineData(null, 403)]
    [InlineData(1L, 403)]
    [InlineData(0L, 201)]
    [InlineData(-60L, 201)]
    public async Task Create_ByAKeyThatEnds_EndsNoLater(long? later, int status)
    {
        var (project, client) = await Manager($$"""{"name":"Manager","scopes":["manage"],"expires_at":{{InAnHour}}}""");
        var end = later is null ? "null" : (InAnHour + later.Value).ToString();
        var made = await client.Post($"/v2/projects/{project}/keys", $$"""{"name":"Made","scopes":["manage"],"expires_at":{{end}}}""");
        Assert.Equal(status, made.Status);
        if (status == 403) Assert.Equal("expires_at", made.Param);
    }

    [Theory]
    [InlineData("""[]""", 403)]
    [InlineData("""["127.0.0.0/7"]""", 403)]
    [InlineData("""["127.0.0.1","10.0.0.1"]""", 403)]
    [InlineData("""["::1"]""", 403)]
    [InlineData("""["127.0.0.0/8"]""", 201)]
    [InlineData("""["127.0.0.1","127.4.0.0/16"]""", 201)]
    public async Task Create_ByAKeyOfAFewAddresses_StaysWithin(string addresses, int status)
    {
        var (project, client) = await Manager("""{"name":"Manager","scopes":["manage"],"allowed_addresses":["127.0.0.0/8"]}""");
        var made = await client.Post($"/v2/projects/{project}/keys", $$"""{"name":"Made","scopes":["manage"],"allowed_addresses":{{addresses}}}""");
        Assert.Equal(status, made.Status);
        if (status == 403) Assert.Equal("allowed_addresses", made.Param);
    }

    [Fact]
    public async Task Rotate_OfAKeyThatReachesFurther_IsRefused()
    {
        var (project, client) = await Manager($$"""{"name":"Manager","scopes":["manage"],"expires_at":{{InAnHour}},"allowed_addresses":["127.0.0.1"]}""");
        var endless = await host.Admin.Post($"/v2/projects/{project}/keys", """{"name":"Endless","scopes":["manage"],"allowed_addresses":["127.0.0.1"]}""");
        var anywhere = await host.Admin.Post($"/v2/projects/{project}/keys", $$"""{"name":"Anywhere","scopes":["manage"],"expires_at":{{InAnHour}}}""");
        var same = await host.Admin.Post($"/v2/projects/{project}/keys", $$"""{"name":"Same","scopes":["manage"],"expires_at":{{InAnHour}},"allowed_addresses":["127.0.0.1"]}""");
        Assert.Equal((403, "expires_at"), await Rotated(endless.Id));
        Assert.Equal((403, "allowed_addresses"), await Rotated(anywhere.Id));
        Assert.Equal((200, null), await Rotated(same.Id));

        async Task<(int, string?)> Rotated(string id)
        {
            var answer = await client.Post($"/v2/projects/{project}/keys/{id}/rotate");
            return (answer.Status, answer.Status == 200 ? null : answer.Param);
        }
    }

    [Fact]
    public async Task ReplacedSecret_InItsOverlap_RenewsNothing()
    {
        var project = await host.AddProject();
        var made = await host.Admin.Post($"/v2/projects/{project}/keys", """{"name":"Manager","scopes":["manage"]}""");
        using var old = host.Client(made["key"].GetString()!);
        Assert.Equal(200, (await host.Admin.Post($"/v2/projects/{project}/keys/{made.Id}/rotate", """{"overlap_seconds":600}""")).Status);
        Assert.Equal(200, (await old.Get($"/v2/projects/{project}/keys")).Status);
        Assert.Equal(403, (await old.Post($"/v2/projects/{project}/keys/{made.Id}/rotate")).Status);
        Assert.Equal(403, (await old.Post($"/v2/projects/{project}/keys", """{"name":"Made","scopes":["manage"]}""")).Status);
    }

    [Fact]
    public async Task People_ReachAsFarAsTheyLike()
    {
        var project = await host.AddProject();
        using var owner = await host.SignedIn();
        Assert.Equal(201, (await owner.Client.Post($"/v2/projects/{project}/keys", """{"name":"Endless"}""")).Status);
    }

    async Task<(string Project, HttpClient Client)> Manager(string json)
    {
        var project = await host.AddProject();
        var made = await host.Admin.Post($"/v2/projects/{project}/keys", json);
        Assert.Equal(201, made.Status);
        return (project, host.Client(made["key"].GetString()!));
    }
}
