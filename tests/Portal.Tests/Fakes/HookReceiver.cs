using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Portal.Tests.Fakes;

/// <summary>One call of a webhook as it came.</summary>
public sealed record HookCall(string Path, string Id, long Timestamp, string Signature, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A server on a free loopback port that webhooks lead to. It keeps every call, and answers 200 unless told otherwise.</summary>
public sealed class HookReceiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly Channel<HookCall> arrived = Channel.CreateUnbounded<HookCall>();
    readonly List<HookCall> calls = [];

    HookReceiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>What is answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<HookCall> Calls
    {
        get { lock (calls) return [.. calls]; }
    }

    public static async Task<HookReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.WebHost.UseUrls();
        var app = builder.Build();
        var receiver = new HookReceiver(app);
        app.Run(receiver.Serve);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next call that nobody has waited for yet.</summary>
    public async Task<HookCall> Next()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await arrived.Reader.ReadAsync(limit.Token);
    }

    public HookReceiver AnswerWith(int status, params (string Name, string Value)[] headers)
    {
        Answer = http =>
        {
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers) http.Response.Headers[name] = value;
            return Task.CompletedTask;
        };
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var at = new CancellationTokenSource();
        await at.CancelAsync();
        // What still waits for an answer gets none.
        await app.StopAsync(at.Token);
        await app.DisposeAsync();
    }

    async Task Serve(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var call = new HookCall(http.Request.Path, headers["webhook-id"].ToString(), long.Parse(headers["webhook-timestamp"].ToString()), headers["webhook-signature"].ToString(), body.ToArray());
        lock (calls) calls.Add(call);
        arrived.Writer.TryWrite(call);
        await Answer(http);
    }
}
