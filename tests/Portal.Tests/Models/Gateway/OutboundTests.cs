using System.Net;
using CsCheck;
using Portal.Models.Gateway;

namespace Portal.Tests.Models.Gateway;

public sealed class OutboundTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf:ffff::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    public void LinkLocalAndMetadata_AreForbidden(string address) => Assert.True(ForbiddenAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.1")]
    [InlineData("169.253.255.255")]
    [InlineData("fd00:ec2::253")]
    [InlineData("fec0::1")]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public void LoopbackPrivateAndPublic_AreAllowed(string address) => Assert.False(ForbiddenAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public void Backoff_StaysWithinItsBounds() => Gen.Select(Gen.Int[1, 50], Gen.Double[0, 1]).Sample((repeat, jitter) =>
    {
        var delay = Backoff.Delay(repeat, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), null, jitter)!.Value.TotalSeconds;
        var whole = Math.Min(Math.Pow(2, repeat - 1), 10);
        return delay >= whole / 2 - 1e-6 && delay <= whole + 1e-6;
    });

    [Theory]
    [InlineData(4, 4)]
    [InlineData(10, 10)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    public void Backoff_WaitsAsLongAsIsAskedFor(int retryAfter, int expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected),
        Backoff.Delay(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(retryAfter), 0));

    [Fact]
    public void Backoff_AskedForMoreThanIsReasonable_GivesUp() =>
        Assert.Null(Backoff.Delay(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11), 0));

    [Theory]
    [InlineData("Incorrect API key provided: sk-abcd1234efgh.", "Incorrect API key provided: [key].")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer [key]")]
    [InlineData("key secret! was sent", "key [key] was sent")]
    public void Redact_TakesKeysOut(string text, string expected) => Assert.Equal(expected, UpstreamFailure.Redact(text, "secret!"));
}
