using Microsoft.AspNetCore.Http.Features;

namespace Portal.Runs;

/// <summary>
/// Events as <c>text/event-stream</c>: the headers at once, a comment every 15 s, <c>done</c> at the end. A stream that
/// ends without <c>done</c> was cut off and is to be followed again from its last id.
/// </summary>
internal sealed class EventStream(IAsyncEnumerable<ThreadEvent> events) : IResult
{
    static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        try
        {
            await Write(response, httpContext.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader left, the server stops, or the right was lost; what was sent stands, and the run goes on.
        }
    }

    async Task Write(HttpResponse response, CancellationToken cancellation)
    {
        await using var reader = events.GetAsyncEnumerator(cancellation);
        var next = reader.MoveNextAsync().AsTask();
        while (true)
        {
            if (!next.IsCompleted) await response.Body.FlushAsync(cancellation);
            if (!await IsHere(next))
            {
                await response.WriteAsync(": still here\n\n", cancellation);
                continue;
            }

            if (!await next) break;
            var entry = reader.Current;
            await response.WriteAsync($"id: {entry.Sequence}\nevent: {entry.Type}\ndata: {entry.ToJson()}\n\n", cancellation);
            next = reader.MoveNextAsync().AsTask();
        }

        await response.WriteAsync("event: done\ndata: {}\n\n", cancellation);
    }

    static async Task<bool> IsHere(Task next)
    {
        if (next.IsCompleted) return true;
        using var waited = new CancellationTokenSource();
        var first = await Task.WhenAny(next, Task.Delay(KeepAlive, waited.Token));
        await waited.CancelAsync();
        return first == next;
    }
}
