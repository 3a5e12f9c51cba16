using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;
using Portal.Models.Gateway;

namespace Portal.Models.Adapters;

/// <summary>
/// Ollama by OllamaSharp. Left alone, an Ollama server keeps only the last few thousand tokens of what it is sent and
/// says nothing; so each call states the context window that the catalogue has for the model.
/// </summary>
internal sealed class OllamaChatClient(HttpClient http, int contextWindow) : DelegatingChatClient(new OllamaApiClient(http))
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var own = options?.Clone() ?? new ChatOptions();
        own.AddOllamaOption(OllamaOption.NumCtx, contextWindow);
        return base.GetStreamingResponseAsync(messages.SelectMany(Plain), own, cancellationToken);
    }

    // The library would wrap an output into JSON of its own, which models then read as part of it.
    static IEnumerable<ChatMessage> Plain(ChatMessage message) =>
        message.Contents.OfType<FunctionResultContent>().ToList() is { Count: > 0 } results
            ? results.Select(result => new ChatMessage(ChatRole.Tool, ToolOutput.Text(result)))
            : [message];
}
