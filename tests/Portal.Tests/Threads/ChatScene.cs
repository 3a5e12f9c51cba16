using System.Text.Json;
using Portal.Tests.Fakes;

namespace Portal.Tests.Threads;

/// <summary>A project with an assistant on a scripted provider, and what a test does with its threads.</summary>
sealed class ChatScene : IAsyncDisposable
{
    static int count;

    ChatScene(PortalHost host, FakeProvider provider, HttpClient client, string projectId, string assistantId) =>
        (Host, Provider, Client, ProjectId, AssistantId) = (host, provider, client, projectId, assistantId);

    public PortalHost Host { get; }

    public FakeProvider Provider { get; }

    /// <summary>Calls with a key of the project.</summary>
    public HttpClient Client { get; }

    public string ProjectId { get; }

    public string AssistantId { get; }

    public static async Task<ChatScene> Set(PortalHost host, string tools = "[]")
    {
        var provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        var number = Interlocked.Increment(ref count);
        var registered = await host.Admin.Post("/v2/organization/providers",
            $$"""{"name":"Fake {{number}}","kind":"openai","base_url":"{{provider.OpenAiUrl}}","max_retries":0,"timeout_seconds":30}""");
        Assert.Equal(201, registered.Status);
        var model = $"fake-{number}";
        var routed = await host.Admin.Put($"/v2/organization/models/{model}",
            $$"""{"tier":"fast","targets":[{"provider_id":"{{registered.Id}}","model":"fake-large"}],"context_window":32000,"prices":{"input_per_1m":1,"output_per_1m":2} }""");
        Assert.True(routed.Status is 200 or 201, routed.Body.ToString());
        var projectId = await host.AddProject($"Scene {number}");
        var client = host.Client(await host.AddKey(projectId));
        var assistant = await client.Post("/v2/assistants", $$"""{"name":"Helper","model":"{{model}}","tools":{{tools}}}""");
        Assert.Equal(201, assistant.Status);
        return new ChatScene(host, provider, client, projectId, assistant.Id);
    }

    public const string LookupTool = """[{"type":"function","function":{"name":"lookup","parameters":{"type":"object","properties":{"id":{"type":"string"}}}}}]""";

    public async Task<string> NewThread(string more = "")
    {
        var made = await Client.Post("/v2/threads", $$"""{"assistant_id":"{{AssistantId}}"{{more}}}""");
        Assert.Equal(201, made.Status);
        return made.Id;
    }

    public Task<Answered> Say(string threadId, string text, string more = "", params (string, string)[] headers) =>
        Client.Post($"/v2/threads/{threadId}/messages", $$"""{"role":"user","content":{{JsonSerializer.Serialize(text)}}{{more}}}""", headers);

    /// <summary>Posts and waits for the finished reply.</summary>
    public async Task<JsonElement> Ask(string threadId, string text, string more = "")
    {
        var answered = await Say(threadId, text, more, ("Prefer", "wait=30"));
        Assert.True(answered.Status == 201, $"{answered.Status} {answered.Body}");
        return answered["reply"];
    }

    public Task<Answered> Answer(string threadId, string callId, string output, params (string, string)[] headers) =>
        Client.Post($"/v2/threads/{threadId}/messages", $$"""{"role":"tool","tool_call_id":"{{callId}}","content":{{JsonSerializer.Serialize(output)}}}""", headers);

    public Task<Answered> Message(string threadId, string id) => Client.Get($"/v2/threads/{threadId}/messages/{id}");

    /// <summary>The message once it has ended or waits for tool outputs, by its run's event stream.</summary>
    public async Task<JsonElement> Rested(string threadId, string id)
    {
        await Events(threadId, id);
        return (await Message(threadId, id)).Body;
    }

    /// <summary>The run's events until <c>done</c>, as they stand in the stream.</summary>
    public async Task<List<SseEvent>> Events(string threadId, string id, long? after = null)
    {
        var events = new List<SseEvent>();
        await foreach (var one in Follow(threadId, id, after)) events.Add(one);
        return events;
    }

    public async IAsyncEnumerable<SseEvent> Follow(string threadId, string id, long? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/threads/{threadId}/messages/{id}/stream");
        if (after is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", after.ToString());
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await foreach (var one in SseEvent.Read(response)) yield return one;
    }

    public async Task<List<JsonElement>> Branch(string threadId, string query = "order=asc&limit=100")
    {
        var list = await Client.Get($"/v2/threads/{threadId}/messages?{query}");
        Assert.Equal(200, list.Status);
        return [.. list["data"].EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Provider.DisposeAsync();
    }
}

/// <summary>One event of an event stream, its data as the text that was sent.</summary>
sealed record SseEvent(string? Id, string Type, string Data)
{
    public JsonElement Json => JsonElement.Parse(Data);

    public static async Task<List<SseEvent>> ReadAll(HttpResponseMessage response)
    {
        var events = new List<SseEvent>();
        await foreach (var entry in Read(response)) events.Add(entry);
        return events;
    }

    public static async IAsyncEnumerable<SseEvent> Read(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string? id = null;
        var type = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return new SseEvent(id, type, line[6..]);
                (id, type) = (null, "");
            }
        }
    }
}
