using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// A provider on loopback HTTP that goes on until it is told to end: each chunk's text is the <see cref="Stopwatch"/>'s
/// ticks at which it was written, so that a viewer in this process can tell how old it is.
/// </summary>
sealed class StampedProvider : IAsyncDisposable
{
    /// <summary>30 chunks a second.</summary>
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(33);

    readonly WebApplication app;
    volatile bool ended;

    StampedProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/v1";

    public static async Task<StampedProvider> Start(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.WebHost.UseUrls();
        var app = builder.Build();
        var provider = new StampedProvider(app);
        app.Run(provider.Serve);
        await app.StartAsync(cancellation);
        return provider;
    }

    /// <summary>From now on replies go on.</summary>
    public void Begin() => ended = false;

    /// <summary>All replies end with their next chunk.</summary>
    public void End() => ended = true;

    /// <summary>The ages in milliseconds of the chunks in a delta, which may hold several.</summary>
    public static IEnumerable<double> AgesOf(string delta, long now) =>
        delta.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(stamp => Stopwatch.GetElapsedTime(long.Parse(stamp, CultureInfo.InvariantCulture), now).TotalMilliseconds);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task Serve(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        await http.Request.Body.CopyToAsync(Stream.Null, cancellation);
        http.Response.ContentType = "text/event-stream";
        try
        {
            // Streams that began together do not stay in step, as real ones do not.
            await Until.Passed(Random.Shared.NextDouble() * Pace, cancellation);
            using var timer = new PeriodicTimer(Pace);
            do await Write(http, $$$"""{"choices":[{"index":0,"delta":{"content":"{{{Stopwatch.GetTimestamp()}}} "}}]}""", cancellation);
            while (!ended && await timer.WaitForNextTickAsync(cancellation));
            await Write(http, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", cancellation);
            await Write(http, """{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":100,"total_tokens":110}}""", cancellation);
            await Write(http, "[DONE]", cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The portal hung up.
        }
    }

    static async Task Write(HttpContext http, string data, CancellationToken cancellation)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }
}
