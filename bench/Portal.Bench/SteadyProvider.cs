using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>A provider on loopback HTTP that writes one reply at a steady pace to whoever asks.</summary>
sealed class SteadyProvider : IAsyncDisposable
{
    const string Model = "steady";

    readonly WebApplication app;
    readonly PacedReply reply;
    volatile bool ended;
    int live;

    SteadyProvider(WebApplication app, PacedReply reply) => (this.app, this.reply) = (app, reply);

    /// <summary>Replies that are being written.</summary>
    public int Live => Volatile.Read(ref live);

    public static async Task<SteadyProvider> Start(PacedReply reply, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.WebHost.UseUrls();
        var app = builder.Build();
        var provider = new SteadyProvider(app, reply);
        app.Run(provider.Serve);
        await app.StartAsync(cancellation);
        return provider;
    }

    /// <summary>From now on replies go on.</summary>
    public void Begin() => ended = false;

    /// <summary>All replies end with their next chunk.</summary>
    public void End() => ended = true;

    /// <returns>An assistant whose replies it writes.</returns>
    public async Task<string> Connect(PortalApi api, CancellationToken cancellation)
    {
        var id = (await api.Post("/v2/organization/providers", new { name = "Steady", kind = "openai", base_url = app.Urls.First() + "/v1", api_key = "sk-any" }, cancellation)).Expect(201).Id;
        var put = await api.Put($"/v2/organization/models/{Model}", new { tier = "fast", targets = new[] { new { provider_id = id, model = Model } }, context_window = 128_000 }, cancellation);
        if (!put.IsSuccess) put.Expect(201);
        return (await api.Post("/v2/assistants", new { name = "Steady", model = Model }, cancellation)).Expect(201).Id;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task Serve(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        await http.Request.Body.CopyToAsync(Stream.Null, cancellation);
        http.Response.ContentType = "text/event-stream";
        Interlocked.Increment(ref live);
        try
        {
            // Streams that began together do not stay in step, as real ones do not.
            await Until.Passed(Random.Shared.NextDouble() * reply.Pace, cancellation);
            using var timer = new PeriodicTimer(reply.Pace);
            for (var number = 0; !ended && await timer.WaitForNextTickAsync(cancellation) && reply.Chunk(number) is { } text; number++)
                await Write(http, $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}}}]}""", cancellation);
            await Write(http, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", cancellation);
            await Write(http, """{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":100,"total_tokens":110}}""", cancellation);
            await Write(http, "[DONE]", cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The portal hung up.
        }
        finally
        {
            Interlocked.Decrement(ref live);
        }
    }

    static async Task Write(HttpContext http, string data, CancellationToken cancellation)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }
}
