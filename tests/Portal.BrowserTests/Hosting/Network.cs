namespace Portal.BrowserTests.Hosting;

public static class Network
{
    static readonly string[] Signs =
        ["net::ERR_", "WebSocket", "Connection disconnected", "/hubs/chat", "Failed to fetch", "Failed to complete negotiation", "Failed to start the connection"];

    /// <summary>What a browser says on its console when its connections are ended.</summary>
    public static bool IsLoss(string fault) => Signs.Any(sign => fault.Contains(sign, StringComparison.Ordinal));
}
