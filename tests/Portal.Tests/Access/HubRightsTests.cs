using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.Runs;

namespace Portal.Tests.Access;

/// <summary>Hub connections end with what they were opened with, and their refusals are recorded.</summary>
public sealed class HubRightsTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Connection_OfARevokedKey_EndsInTime(HttpTransportType transport)
    {
        var projectId = await host.AddProject();
        var made = await host.Admin.Post($"/v2/projects/{projectId}/keys", """{"name":"Live"}""");
        await using var connection = Connect(options =>
        {
            options.Transports = transport;
            options.Headers.Add("Authorization", $"Bearer {made["key"].GetString()}");
        });
        var closed = await Started(connection);
        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{projectId}/keys/{made.Id}")).Status);
        await closed.WaitAsync(Promise, Cancellation);
    }

    [Fact]
    public async Task Connection_OfABrowserThatSignsOut_EndsInTime()
    {
        using var browser = await host.SignedIn();
        await using var connection = Connect(options => options.Cookies = browser.Cookies);
        var closed = await Started(connection);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignOut()).StatusCode);
        await closed.WaitAsync(Promise, Cancellation);
    }

    [Fact]
    public async Task Verb_Refused_IsRecorded()
    {
        var projectId = await host.AddProject();
        (string, string) inProject = (ApiHeaders.Project, projectId);
        var assistant = await host.Admin.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""", inProject);
        var thread = await host.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant.Id}}"}""");
        var secret = await host.AddKey(projectId, Portal.Client.Keys.KeyScope.Manage);
        await using var connection = Connect(options => options.Headers.Add("Authorization", $"Bearer {secret}"));
        await Started(connection);
        var refused = await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Cancel", thread.Id, "msg_none", Cancellation));
        Assert.Contains("permission_error", refused.Message);
        var row = Assert.Single(await host.Audit("access.denied", "/hubs/chat Cancel"));
        Assert.Equal(("key", "denied", 403L), (row.ActorType, row.Outcome, row.Status));
    }

    HubConnection Connect(Action<Microsoft.AspNetCore.Http.Connections.Client.HttpConnectionOptions> configure) =>
        new HubConnectionBuilder().WithUrl(new Uri(host.Address, ChatHub.Path), configure).Build();

    /// <summary>The task ends when the connection does.</summary>
    static async Task<Task> Started(HubConnection connection)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync(Cancellation);
        return closed.Task;
    }
}
