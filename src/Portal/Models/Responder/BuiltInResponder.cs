using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Portal.Models.Gateway;
using Portal.Models.Tokens;

namespace Portal.Models.Responder;

/// <summary>Answers without any model: it quotes and calls, never invents, and says what it is. Free, deterministic, and paced only on request.</summary>
internal sealed class BuiltInResponder(
    IEnumerable<IPassageSource> sources, ITokenCounter tokens, IOptions<ResponderOptions> options, TimeProvider time)
{
    /// <summary>Its one model's name, as the catalogue's targets have it.</summary>
    public const string Model = "responder";

    public IChatClient CreateClient() => new Client(this);

    async IAsyncEnumerable<ChatResponseUpdate> Answer(
        IReadOnlyList<ChatMessage> messages, ChatOptions chat, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var tools = chat.Tools?.OfType<FunctionTool>().ToList() ?? [];
        var answer = ResponderAnswer.To(messages, tools, sources);
        int reasoningTokens = 0, outputTokens = 0;
        foreach (var step in answer.Steps)
        {
            reasoningTokens += Count(step);
            yield return Update(new TextReasoningContent(step + "\n"));
        }

        outputTokens += reasoningTokens;
        var finish = answer.Calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        foreach (var content in Pieces(answer))
        {
            await Pace(cancellation);
            var more = Count(content is TextContent text ? text.Text : ((ToolCallDeltaContent)content).ArgumentsDelta ?? "");
            if (outputTokens + more > chat.MaxOutputTokens)
            {
                finish = ChatFinishReason.Length;
                break;
            }

            outputTokens += more;
            yield return Update(content);
        }

        var inputTokens = tokens.CountAll(Model, messages, tools);
        yield return new()
        {
            FinishReason = finish,
            Contents = [new UsageContent(new()
            {
                InputTokenCount = inputTokens,
                OutputTokenCount = outputTokens,
                ReasoningTokenCount = reasoningTokens,
                TotalTokenCount = inputTokens + outputTokens,
            })],
        };
    }

    static IEnumerable<AIContent> Pieces(ResponderAnswer answer)
    {
        foreach (var word in Words(answer.Text)) yield return new TextContent(word);
        for (var index = 0; index < answer.Calls.Count; index++)
        {
            yield return new ToolCallDeltaContent(index, $"call_{Guid.NewGuid():N}", answer.Calls[index].Name, null);
            foreach (var word in Words(answer.Calls[index].Arguments)) yield return new ToolCallDeltaContent(index, null, null, word);
        }
    }

    /// <summary>Each with the white space before it, so that together they are the text again.</summary>
    static IEnumerable<string> Words(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start;
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            yield return text[start..end];
        }
    }

    Task Pace(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var delay = options.Value.ChunkDelayMilliseconds;
        return delay == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellation);
    }

    int Count(string text) => tokens.Count(Model, text);

    static ChatResponseUpdate Update(AIContent content) => new() { Contents = [content] };

    sealed class Client(BuiltInResponder responder) : IChatClient
    {
        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            responder.Answer([.. messages], options ?? new(), cancellationToken);

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }
}
