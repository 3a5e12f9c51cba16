using Portal.Client.Projects;

namespace Portal.Tests.Access;

public sealed class ShownRefusalTests(PortalHost host) : IClassFixture<PortalHost>
{
    /// <summary>Pages drawn on the server pass no endpoint; who is refused there stands in the log as well.</summary>
    [Theory]
    [InlineData("/audit")]
    [InlineData("/usage")]
    [InlineData("/usage/runs")]
    public async Task PageThatIsRefused_StandsInTheAuditLog(string path)
    {
        using var agent = await host.AddMember(await host.AddProject(), Role.Agent, ChatAccess.Write);
        var html = await agent.Client.GetStringAsync($"{path}?project=", TestContext.Current.CancellationToken);
        Assert.Contains("You may not see this", html, StringComparison.Ordinal);
        var id = (await agent.Client.Get("/v2/session"))["user_id"].GetString();
        var denied = Assert.Single(await host.Audit("access.denied", $"GET {path}"), row => row.ActorId == id);
        Assert.Equal(("denied", 403L), (denied.Outcome, denied.Status));
    }

    [Fact]
    public async Task PageThatIsShown_WritesNoRefusal()
    {
        using var owner = await host.SignedIn();
        var id = (await owner.Client.Get("/v2/session"))["user_id"].GetString();
        Assert.Contains("user.signed_in", await owner.Client.GetStringAsync("/audit", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(await host.Audit("access.denied"), row => row.ActorId == id);
    }
}
