using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Portal.Tests.Fakes;

/// <summary>How a provider puts the pieces of a reply on the wire.</summary>
abstract class FakeWire(HttpResponse response)
{
    protected abstract string ContentType { get; }

    public async Task Begin(CancellationToken cancellation)
    {
        response.ContentType = ContentType;
        await response.StartAsync(cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    public abstract Task Text(string piece, CancellationToken cancellation);

    public abstract Task Reasoning(string piece, CancellationToken cancellation);

    public abstract Task ToolCall(int index, string? id, string? name, string? arguments, CancellationToken cancellation);

    public abstract Task End(FakeUsage? usage, string finishReason, CancellationToken cancellation);

    public async Task Raw(string text, CancellationToken cancellation)
    {
        await response.WriteAsync(text, cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    public Task Cut()
    {
        response.HttpContext.Abort();
        return Task.CompletedTask;
    }
}

/// <summary>Server-sent events of OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat-streaming.</summary>
sealed class OpenAiWire(HttpResponse response) : FakeWire(response)
{
    protected override string ContentType => "text/event-stream";

    public override Task Text(string piece, CancellationToken cancellation) => Delta(new { content = piece }, cancellation);

    public override Task Reasoning(string piece, CancellationToken cancellation) => Delta(new { reasoning_content = piece }, cancellation);

    public override Task ToolCall(int index, string? id, string? name, string? arguments, CancellationToken cancellation)
    {
        object call = id is null
            ? new { index, function = new { arguments } }
            : new { index, id, type = "function", function = new { name, arguments } };
        return Delta(new { tool_calls = new[] { call } }, cancellation);
    }

    public override async Task End(FakeUsage? usage, string finishReason, CancellationToken cancellation)
    {
        await Event(Chunk(new[] { new { index = 0, delta = new { }, finish_reason = finishReason } }, null), cancellation);
        if (usage is not null) await Event(Chunk(Array.Empty<object>(), Usage(usage)), cancellation);
        await Raw("data: [DONE]\n\n", cancellation);
    }

    Task Delta(object delta, CancellationToken cancellation) =>
        Event(Chunk(new[] { new { index = 0, delta, finish_reason = (string?)null } }, null), cancellation);

    Task Event(object chunk, CancellationToken cancellation) => Raw($"data: {JsonSerializer.Serialize(chunk)}\n\n", cancellation);

    static object Chunk(object choices, object? usage) =>
        new { id = "chatcmpl-fake", @object = "chat.completion.chunk", created = 1_800_000_000, model = "fake-large", choices, usage };

    static object Usage(FakeUsage usage) => new
    {
        prompt_tokens = usage.Input,
        completion_tokens = usage.Output,
        total_tokens = usage.Input + usage.Output,
        prompt_tokens_details = new { cached_tokens = usage.Cached },
        completion_tokens_details = new { reasoning_tokens = usage.Reasoning },
    };
}

/// <summary>Lines of JSON of Ollama's chat: https://github.com/ollama/ollama/blob/main/docs/api.md.</summary>
sealed class OllamaWire(HttpResponse response) : FakeWire(response)
{
    protected override string ContentType => "application/x-ndjson";

    public override Task Text(string piece, CancellationToken cancellation) =>
        Line(new { role = "assistant", content = piece }, cancellation);

    public override Task Reasoning(string piece, CancellationToken cancellation) =>
        Line(new { role = "assistant", content = "", thinking = piece }, cancellation);

    public override Task ToolCall(int index, string? id, string? name, string? arguments, CancellationToken cancellation)
    {
        var call = new { function = new { name, arguments = JsonElement.Parse(arguments ?? "{}") } };
        return Line(new { role = "assistant", content = "", tool_calls = new[] { call } }, cancellation);
    }

    public override Task End(FakeUsage? usage, string finishReason, CancellationToken cancellation)
    {
        var line = new Dictionary<string, object?>
        {
            ["model"] = "fake-large",
            ["created_at"] = "2026-11-23T03:04:05Z",
            ["message"] = new { role = "assistant", content = "" },
            ["done"] = true,
            ["done_reason"] = finishReason,
        };
        if (usage is not null)
        {
            line["prompt_eval_count"] = usage.Input;
            line["eval_count"] = usage.Output;
        }

        return Raw(JsonSerializer.Serialize(line) + "\n", cancellation);
    }

    Task Line(object message, CancellationToken cancellation) =>
        Raw(JsonSerializer.Serialize(new { model = "fake-large", created_at = "2026-11-23T03:04:05Z", message, done = false }) + "\n", cancellation);
}
