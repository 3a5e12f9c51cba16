using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Portal.Models.Gateway;

namespace Portal.Models.Adapters;

/// <summary>
/// Streaming chat completions of OpenAI and of the many servers that speak like it, which are taken as they are: unknown
/// finish reasons, roles and fields pass (docs/decisions/0006 says why this is not OpenAI's library).
/// The format: https://platform.openai.com/docs/api-reference/chat-streaming.
/// </summary>
internal sealed class OpenAiChatClient(HttpClient http) : IChatClient
{
    /// <summary>Key of the usage's additional count where the provider states what it charged, as OpenRouter does.</summary>
    public const string CostNanodollars = "cost_nanodollars";

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new ByteArrayContent(OpenAiRequest.Write(messages, options ?? new(), http.BaseAddress!)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream") throw await NoEventStream(response, body, cancellationToken);

        var calls = new ToolCallSlots();
        var finished = false;
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.Data == "[DONE]")
            {
                // Some servers leave the finish reason out and end with this mark alone.
                if (!finished) yield return new() { FinishReason = ChatFinishReason.Stop };
                yield break;
            }

            using var chunk = JsonDocument.Parse(item.Data);
            var update = Read(chunk.RootElement, calls);
            finished |= update.FinishReason is not null;
            yield return update;
        }
    }

    /// <summary>The ids that <c>GET models</c> gives.</summary>
    public async Task<IReadOnlyList<string>> ListModels(CancellationToken cancellation)
    {
        using var response = await http.GetAsync("models", HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var list = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        return list.RootElement.ValueKind == JsonValueKind.Object && list.RootElement.TryGetProperty("data", out var data)
            ? [.. data.EnumerateArray().Select(model => model.GetProperty("id").GetString()!)]
            : throw new UpstreamException(UpstreamFault.Rubbish, "The answer holds no list of models ('data').");
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => http.Dispose();

    static async Task<UpstreamException> NoEventStream(HttpResponseMessage response, Stream body, CancellationToken cancellation)
    {
        var start = new byte[500];
        var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        var type = response.Content.Headers.ContentType?.MediaType ?? "nothing";
        return new(UpstreamFault.Rubbish, $"Expected an event stream, got {type}: {System.Text.Encoding.UTF8.GetString(start, 0, length)}");
    }

    static ChatResponseUpdate Read(JsonElement chunk, ToolCallSlots calls)
    {
        if (chunk.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
            throw new UpstreamException(UpstreamFault.Broken, error.GetRawText());

        var update = new ChatResponseUpdate();
        if (chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            update.Contents.Add(new UsageContent(ReadUsage(usage)));
        if (!chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
            return update;

        var choice = choices[0];
        if (choice.TryGetProperty("delta", out var delta) && delta.ValueKind == JsonValueKind.Object)
        {
            // DeepSeek, vLLM and others say reasoning_content; OpenRouter, Groq and newer vLLM say reasoning.
            if ((Text(delta, "reasoning_content") ?? Text(delta, "reasoning")) is { } reasoning)
                update.Contents.Add(new TextReasoningContent(reasoning));
            if ((Text(delta, "content") ?? Text(delta, "refusal")) is { } text) update.Contents.Add(new TextContent(text));
            if (delta.TryGetProperty("tool_calls", out var fragments) && fragments.ValueKind == JsonValueKind.Array)
            {
                foreach (var fragment in fragments.EnumerateArray()) update.Contents.Add(calls.Read(fragment));
            }
        }

        if (Text(choice, "finish_reason") is { } reason) update.FinishReason = Finish(reason);
        return update;
    }

    static ChatFinishReason Finish(string reason) => reason == "error"
        ? throw new UpstreamException(UpstreamFault.Broken, "The finish reason was 'error'.")
        : new ChatFinishReason(reason);

    static UsageDetails ReadUsage(JsonElement usage)
    {
        var details = new UsageDetails
        {
            InputTokenCount = Number(usage, "prompt_tokens"),
            OutputTokenCount = Number(usage, "completion_tokens"),
            TotalTokenCount = Number(usage, "total_tokens"),
            CachedInputTokenCount = usage.TryGetProperty("prompt_tokens_details", out var input) ? Number(input, "cached_tokens") : null,
            ReasoningTokenCount = usage.TryGetProperty("completion_tokens_details", out var output) ? Number(output, "reasoning_tokens") : null,
        };
        if (usage.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var dollars)
            && dollars is >= 0 and < 1_000_000)
            details.AdditionalCounts = new() { [CostNanodollars] = ModelPrice.ToNanodollars(dollars) };
        return details;
    }

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static long? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
