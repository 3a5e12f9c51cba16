using System.Net;
using Portal.Keys;

namespace Portal.Tests.Keys;

public sealed class KeySecretTests
{
    [Fact]
    public void New_HasThePrefixAndASoundChecksum()
    {
        var secret = KeySecret.New();
        Assert.Matches("^sk-[0-9A-Za-z]{49}$", secret);
        Assert.True(KeySecret.IsSound(secret));
        Assert.NotEqual(secret, KeySecret.New());
        Assert.DoesNotContain(secret[6..^4], KeySecret.Hint(secret));
    }

    [Fact]
    public void IsSound_AnyCharacterMistyped_IsFalse()
    {
        var secret = KeySecret.New();
        for (var at = 0; at < secret.Length; at++)
        {
            var mistyped = secret.ToCharArray();
            mistyped[at] = mistyped[at] == 'a' ? 'b' : 'a';
            Assert.False(KeySecret.IsSound(new string(mistyped)), $"position {at}");
        }

        Assert.False(KeySecret.IsSound(secret[..^1]));
        Assert.False(KeySecret.IsSound(secret + "0"));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::5", true)]
    [InlineData("2001:db8::/32", "192.0.2.1", false)]
    public void Network_HoldsItsAddresses(string text, string address, bool holds)
    {
        Assert.True(Networks.TryParse(text, out var network));
        Assert.Equal(holds, network.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/x")]
    [InlineData("example.org")]
    [InlineData("10.0.0.0/8/8")]
    public void Network_Malformed_IsRefused(string text) => Assert.False(Networks.TryParse(text, out _));
}
