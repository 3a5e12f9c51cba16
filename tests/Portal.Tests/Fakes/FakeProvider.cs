using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Fakes;

/// <summary>
/// A model provider for tests: a real HTTP server on a free loopback port that speaks OpenAI's chat completions and moderations under
/// <see cref="OpenAiUrl"/> and Ollama's API under <see cref="OllamaUrl"/>. It answers with the replies put by
/// <see cref="Enqueue"/>, in order, and then with <see cref="Default"/>; a <see cref="FakeReply"/> can stall, break,
/// lie and never end. It counts and keeps all requests. Nothing sleeps: what waits, waits at a <see cref="FakeGate"/>.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<FakeReply> replies = new();
    readonly List<FakeRequest> requests = [];
    readonly List<(int Count, TaskCompletionSource<FakeRequest> Arrived)> waiting = [];
    readonly Lock gate = new();

    FakeProvider(WebApplication app) => this.app = app;

    /// <summary>Such as <c>http://127.0.0.1:43210</c>.</summary>
    public string OllamaUrl => app.Urls.First();

    public string OpenAiUrl => OllamaUrl + "/v1";

    /// <summary>Where set, any other key (and none) is a 401.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The reply where none is queued.</summary>
    public FakeReply Default { get; set; } = new FakeReply().Say("Hello", " from", " the", " fake", " provider.");

    /// <summary>The names that the model lists give.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["fake-large", "fake-small"];

    /// <summary>What the moderation endpoint says of a text, 0 to 1 by category.</summary>
    public Func<string, Dictionary<string, double>> Scores { get; set; } = text => new() { ["hate"] = text.Contains("hateful") ? 0.9 : 0.01, ["violence"] = text.Contains("fight") ? 0.4 : 0.02 };

    /// <summary>What the moderation endpoint answers instead, where it is set.</summary>
    public FakeReply? ModerationFault { get; set; }

    /// <summary>Requests of moderation so far.</summary>
    public ConcurrentQueue<FakeRequest> Moderated { get; } = new();

    /// <summary>Chat requests so far, in the order of their arrival; model lists are not among them.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get { lock (gate) return [.. requests]; }
    }

    public static async Task<FakeProvider> Start(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.WebHost.UseUrls();
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.Serve);
        await app.StartAsync(cancellation);
        return provider;
    }

    public void Enqueue(params IEnumerable<FakeReply> next)
    {
        foreach (var reply in next) replies.Enqueue(reply);
    }

    /// <summary>The chat request of this number (from 1), as soon as it is here.</summary>
    public Task<FakeRequest> Received(int number, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (requests.Count >= number) return Task.FromResult(requests[number - 1]);
            var arrived = new TaskCompletionSource<FakeRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((number, arrived));
            return arrived.Task.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Streams that hang at a gate are dropped at once rather than waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    async Task Serve(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        http.Response.Headers["x-request-id"] = "req_fake_" + Guid.NewGuid().ToString("N")[..8];
        if (ApiKey is not null && http.Request.Headers.Authorization != "Bearer " + ApiKey)
        {
            var sent = http.Request.Headers.Authorization.ToString();
            await FakeReply.Status(401, $$$"""{"error":{"message":"Incorrect API key provided: {{{sent.Replace("Bearer ", "")}}}.","code":"invalid_api_key"}}""")
                .Play(http, null!, http.RequestAborted);
            return;
        }

        await (path switch
        {
            "/v1/chat/completions" => Chat(http, new OpenAiWire(http.Response)),
            "/api/chat" => Chat(http, new OllamaWire(http.Response)),
            "/v1/moderations" => Moderate(http),
            "/v1/models" => http.Response.WriteAsJsonAsync(new { data = Models.Select(id => new { id, @object = "model" }) }),
            "/api/tags" => http.Response.WriteAsJsonAsync(new { models = Models.Select(name => new { name, model = name }) }),
            _ => FakeReply.Status(404, """{"error":{"message":"Unknown path."}}""").Play(http, null!, http.RequestAborted),
        });
    }

    async Task Moderate(HttpContext http)
    {
        var request = await Read(http);
        Moderated.Enqueue(request);
        var scores = Scores(request.Body.GetProperty("input").GetString()!);
        var reply = ModerationFault ?? FakeReply.Status(200, JsonSerializer.Serialize(new
        {
            id = "modr-1",
            model = request.Body.GetProperty("model").GetString(),
            results = new[] { new { flagged = scores.Values.Any(score => score > 0.5), categories = scores.ToDictionary(one => one.Key, one => one.Value > 0.5), category_scores = scores } },
        }));
        try
        {
            await reply.Play(http, null!, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has waited long enough.
        }
    }

    static async Task<FakeRequest> Read(HttpContext http) => new(
        http.Request.Path.Value!, await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted),
        http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), (string)http.Response.Headers["x-request-id"]!);

    async Task Chat(HttpContext http, FakeWire wire)
    {
        var request = await Read(http);
        http.RequestAborted.Register(request.SetAborted);
        var reply = replies.TryDequeue(out var next) ? next : Default;
        Keep(request);
        try
        {
            await reply.Play(http, wire, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up, which many tests want.
        }
    }

    void Keep(FakeRequest request)
    {
        lock (gate)
        {
            requests.Add(request);
            foreach (var (_, arrived) in waiting.Where(one => one.Count == requests.Count)) arrived.SetResult(request);
            waiting.RemoveAll(one => one.Count == requests.Count);
        }
    }
}

/// <summary>A chat request as it came.</summary>
public sealed class FakeRequest(string path, JsonElement body, IReadOnlyDictionary<string, string> headers, string requestId)
{
    readonly TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => path;

    public JsonElement Body => body;

    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>The id that the answer gives in <c>x-request-id</c>.</summary>
    public string RequestId => requestId;

    /// <summary>Completes when the caller hangs up before the end.</summary>
    public Task Aborted => aborted.Task;

    internal void SetAborted() => aborted.TrySetResult();
}

/// <summary>Where a reply waits until the test opens it.</summary>
public sealed class FakeGate
{
    readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the reply stands at the gate.</summary>
    public Task Reached => reached.Task;

    public void Open() => opened.TrySetResult();

    internal Task Pass(CancellationToken cancellation)
    {
        reached.TrySetResult();
        return opened.Task.WaitAsync(cancellation);
    }
}
