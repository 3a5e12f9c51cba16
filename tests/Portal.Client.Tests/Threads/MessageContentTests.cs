using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class MessageContentTests
{
    [Theory]
    [InlineData("""{"role":"user","content":"Hello"}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"Hello"}]}""")]
    public void Content_ComesBackInTheFormInWhichItWasSent(string json)
    {
        var input = JsonSerializer.Deserialize(json, ApiJson.Default.MessageInput)!;

        var written = JsonSerializer.SerializeToElement(input, ApiJson.Default.MessageInput);

        Assert.Equal("Hello", input.Content.PlainText);
        Assert.Equal(
            JsonDocument.Parse(json).RootElement.GetProperty("content").ValueKind,
            written.GetProperty("content").ValueKind);
        Assert.False(written.TryGetProperty("idempotency_key", out _));
    }
}
