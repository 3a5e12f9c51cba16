using System.Text;
using Portal.Webhooks;

namespace Portal.Tests.Webhooks;

public sealed class WebhookSecretsTests
{
    /// <summary>The published example of Standard Webhooks.</summary>
    [Fact]
    public void Sign_PublishedExample_IsItsSignature() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecrets.Sign("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void New_IsLong_AndAnotherEachTime()
    {
        var secret = WebhookSecrets.New();
        Assert.StartsWith("whsec_", secret);
        Assert.True(Convert.FromBase64String(secret[6..]).Length is >= 24 and <= 64);
        Assert.NotEqual(secret, WebhookSecrets.New());
    }

    [Theory]
    [InlineData("https://example.org/hooks", true)]
    [InlineData("https://example.org:8443/hooks?a=b", true)]
    [InlineData("https://10.0.0.1/hooks", true)]
    [InlineData("http://127.0.0.1:8080/hooks", true)]
    [InlineData("http://localhost/hooks", true)]
    [InlineData("http://[::1]/hooks", true)]
    [InlineData("http://10.1.2.3/hooks", true)]
    [InlineData("http://example.org/hooks", false)]
    [InlineData("http://8.8.8.8/hooks", false)]
    [InlineData("https://user:word@example.org/", false)]
    [InlineData("ftp://example.org/", false)]
    [InlineData("/hooks", false)]
    [InlineData("javascript:alert(1)", false)]
    public void Address_IsHttps_OrNearby(string url, bool fine) => Assert.Equal(fine, WebhookAddress.Check(url) is null);
}
