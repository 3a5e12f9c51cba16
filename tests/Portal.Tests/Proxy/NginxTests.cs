using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Proxy;

/// <summary>The documented configurations, with a real nginx before a real portal.</summary>
public sealed class NginxTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("portal.conf", "")]
    [InlineData("portal-below-a-path.conf", "/portal")]
    public async Task SignIn_OverTls_SetsSecureCookiesBelowThePath_AndIsRecordedUnderTheVisitorsAddress(string configuration, string path)
    {
        await using var portal = PortalHost.Start(("Portal:PathBase", path));
        await using var nginx = await Nginx.Start(configuration, portal.Address);
        using var browser = new Browser(nginx.Address, path, nginx.Reach);
        // What a visitor claims to be is not passed on.
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        using var asked = await browser.Client.Get($"{path}/v2/projects") is { Status: 401 } refused ? refused.Response : throw new InvalidOperationException("Nobody has signed in.");
        using var answer = await browser.TrySignIn(PortalHost.AdminEmail, PortalHost.AdminPassword, $"{path}/projects");
        Assert.Equal($"{path}/projects", answer.Headers.Location?.ToString());
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"path={(path.Length == 0 ? "/" : path)}", cookie, StringComparison.OrdinalIgnoreCase);
        });
        var page = await browser.Client.GetStringAsync($"{path}/projects", Cancellation);
        Assert.Contains($"<base href=\"{path}/\"", page);
        // A link that leaves the portal has the scheme, the host and the path that the browser sees.
        browser.Client.DefaultRequestHeaders.Add(ApiHeaders.Antiforgery, await browser.TokenAt($"{path}/projects"));
        var invite = await browser.Client.Post($"{path}/v2/organization/invites", """{"email":"new@example.org","role":"agent"}""");
        Assert.StartsWith($"{nginx.Address.GetLeftPart(UriPartial.Authority)}{path}/invite?", invite["link"].GetString());
        var row = (await portal.Admin.Get($"{path}/v2/organization/audit_logs?action=user.signed_in"))["data"][0];
        Assert.Equal(Nginx.Visitor.ToString(), row.GetProperty("actor").GetProperty("ip").GetString());
    }

    [Theory]
    [InlineData("portal.conf", "")]
    [InlineData("portal-below-a-path.conf", "/portal")]
    public async Task EventStream_AndHub_ShowEachPieceWhileTheModelStillSpeaks(string configuration, string path)
    {
        await using var portal = PortalHost.Start(("Portal:PathBase", path));
        await using var nginx = await Nginx.Start(configuration, portal.Address);
        await using var scene = await ChatScene.Set(portal);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("The first piece").Wait(gate).Say(" and the last."));
        var threadId = await scene.NewThread();
        using var browser = new Browser(nginx.Address, path, nginx.Reach);
        await browser.SignIn(PortalHost.AdminEmail, PortalHost.AdminPassword);
        await using var hub = Hub(new Uri(nginx.Address, $"{path}/hubs/chat"), browser);
        await hub.StartAsync(Cancellation);
        var events = hub.StreamAsync<System.Text.Json.JsonElement>("Follow", threadId, 0L, Cancellation).GetAsyncEnumerator(Cancellation);

        using var post = new HttpRequestMessage(HttpMethod.Post, $"{path}/v2/threads/{threadId}/messages")
        {
            Content = new StringContent("""{"role":"user","content":"Go on","stream":true}""", System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await browser.Client.SendAsync(post, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = SseEvent.Read(response).GetAsyncEnumerator(Cancellation);
        while (await stream.MoveNextAsync() && stream.Current.Type != "message.delta") { }
        while (await events.MoveNextAsync() && events.Current.GetProperty("type").GetString() != "message.delta") { }
        Assert.Equal("The first piece", stream.Current.Json.GetProperty("delta").GetString());
        Assert.Equal("The first piece", events.Current.GetProperty("delta").GetString());

        gate.Open();
        var last = stream.Current;
        while (await stream.MoveNextAsync()) last = stream.Current;
        Assert.Equal("done", last.Type);
        while (await events.MoveNextAsync() && events.Current.GetProperty("type").GetString() != "message.completed") { }
        Assert.Equal("The first piece and the last.", events.Current.GetProperty("message").GetProperty("content").GetString());
    }

    /// <summary>Nothing but a web socket, with the browser's cookies and its trust.</summary>
    static HubConnection Hub(Uri address, Browser browser) => new HubConnectionBuilder().WithUrl(address, options =>
    {
        options.Transports = HttpTransportType.WebSockets;
        options.SkipNegotiation = true;
        options.WebSocketFactory = async (context, cancellation) =>
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(context.Uri, browser.Client, cancellation);
            return socket;
        };
    }).Build();
}
