using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Portal.Outbound;

namespace Portal.Tests.Outbound;

public sealed class OutboundConnectionsTests
{
    static readonly IPNetwork[] Ten = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16")];

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    public void Restricted_IsPublicAndAllowedNetworks_ButNeverMetadata(string address, bool allowed) =>
        Assert.Equal(allowed, OutboundConnections.Allows(IPAddress.Parse(address), OutboundUse.Restricted, Ten));

    [Fact]
    public async Task Settings_AndConfiguration_AddUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var portal = PortalHost.Start(("Portal:Outbound:AllowedNetworks:0", "127.0.0.1"));
        var connections = portal.Services.GetRequiredService<OutboundConnections>();
        var cancellation = TestContext.Current.CancellationToken;
        await (await connections.Connect("127.0.0.1", port, OutboundUse.Restricted, cancellation)).DisposeAsync();
        await Assert.ThrowsAsync<OutboundException>(() => connections.Connect("127.0.0.2", port, OutboundUse.Restricted, cancellation));
        await portal.Admin.Post("/v2/organization/settings", """{"outbound_allowed_networks":["127.0.0.0/8"]}""");
        // Nobody listens there, which is told from being refused.
        var failure = await Record.ExceptionAsync(() => connections.Connect("127.0.0.2", port, OutboundUse.Restricted, cancellation));
        Assert.False(failure is OutboundException);
    }

    [Fact]
    public void Configuration_ThatIsNoNetwork_EndsTheStart()
    {
        var failure = Assert.ThrowsAny<Exception>(() => PortalHost.Start(("Portal:Outbound:AllowedNetworks:0", "everything")));
        Assert.Contains("Portal:Outbound:AllowedNetworks", failure.ToString());
    }
}
