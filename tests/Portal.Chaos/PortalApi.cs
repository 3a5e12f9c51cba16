using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Portal.Chaos;

/// <summary>An answer as it came.</summary>
sealed record Answer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public JsonElement Json => JsonElement.Parse(Body);

    public string Id => Text("id");

    public string Text(string field) => Json.GetProperty(field).GetString()!;

    /// <summary>The answer of a call that a check rests on.</summary>
    public Answer Expect(int status) =>
        Status == status ? this : throw new InvalidOperationException($"Expected {status}, got {Status}: {Body}");
}

/// <summary>Raw calls of the v2 API with one key: bodies go out and come back as they are.</summary>
sealed class PortalApi(Uri address, string key) : IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        Timeout = TimeSpan.FromMinutes(3),
    };

    public Uri Address => address;

    public string Key => key;

    /// <summary>The project in which assistants are made; what has a parent is in its parent's.</summary>
    public string? Project { get; set; }

    public Task<Answer> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, null, null, cancellation);

    /// <param name="wait">Holds the answer up to so many seconds for the finished reply.</param>
    public Task<Answer> Post(string path, object? body, CancellationToken cancellation, string? idempotencyKey = null, int? wait = null) =>
        Send(HttpMethod.Post, path, body, idempotencyKey, wait, cancellation);

    public Task<Answer> Put(string path, object body, CancellationToken cancellation) => Send(HttpMethod.Put, path, body, null, null, cancellation);

    public Task<Answer> Delete(string path, CancellationToken cancellation) => Send(HttpMethod.Delete, path, null, null, null, cancellation);

    /// <summary>The event stream of a message's run, after a cursor; open, for a reader that may drop it anywhere.</summary>
    public async Task<Stream> Stream(string path, long after, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (after > 0) request.Headers.Add("Last-Event-ID", after.ToString());
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path} after {after}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    public async Task<bool> IsAnswering(CancellationToken cancellation)
    {
        try
        {
            return (await Get("/v2/models", cancellation)).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    async Task<Answer> Send(HttpMethod method, string path, object? body, string? idempotencyKey, int? wait, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (wait is not null) request.Headers.Add("Prefer", $"wait={wait}");
        if (Project is not null && path is "/v2/assistants" or "/v2/assistants/preview") request.Headers.Add("OpenAI-Project", Project);
        using var response = await http.SendAsync(request, cancellation);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }
}
