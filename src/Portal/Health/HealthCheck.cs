using System.Net;

namespace Portal.Health;

/// <summary>
/// <c>Portal --health [address]</c>: asks the portal on this machine whether it is ready, for images that hold no other
/// program to ask with. Exit code 0 is yes.
/// </summary>
internal static class HealthCheck
{
    public const string Switch = "--health";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] args)
    {
        var address = args.Length > 1 ? args[1] : DefaultAddress();
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri(new Uri(address), "/health/ready"));
            await Console.Out.WriteLineAsync($"{address} answered {(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"{address}: {error.Message}");
            return 1;
        }
    }

    /// <summary>As the runtime's images set it; else the portal's own default.</summary>
    static string DefaultAddress() =>
        Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0] is { Length: > 0 } port
            ? $"http://127.0.0.1:{port}"
            : "http://127.0.0.1:5080";
}
