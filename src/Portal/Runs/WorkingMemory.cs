using Portal.Client.Threads;
using Portal.Models.Tokens;

namespace Portal.Runs;

/// <summary>
/// What of a conversation the model is shown: the last 16,384 tokens by the model's tokenizer, whole messages, newest
/// kept. The newest message is shown even where it alone is larger. With memory off it is the newest user message alone,
/// and what its run has called since.
/// </summary>
internal static class WorkingMemory
{
    public const int TokenLimit = 16_384;

    /// <summary>What a message costs besides its text, in the chat formats of the common models.</summary>
    const int TokensPerMessage = 4;

    /// <param name="newestFirst">The branch from its tip towards the root; read only as far as needed.</param>
    /// <returns>The messages kept, oldest first, and their tokens.</returns>
    public static (IReadOnlyList<Message> Messages, int Tokens) Select(IEnumerable<Message> newestFirst, string model, ITokenCounter counter, bool enabled = true)
    {
        var kept = new List<Message>();
        var tokens = 0;
        foreach (var message in newestFirst)
        {
            if (!IsTold(message)) continue;
            var cost = Count(message, model, counter);
            if (kept.Count > 0 && tokens + cost > TokenLimit) break;
            kept.Add(message);
            tokens += cost;
            if (!enabled && message.Role is MessageRole.User) break;
        }

        // A tool's output makes no sense without the call before it.
        while (kept.Count > 1 && kept[^1].Role is MessageRole.Tool)
        {
            tokens -= Count(kept[^1], model, counter);
            kept.RemoveAt(kept.Count - 1);
        }

        kept.Reverse();
        return (kept, tokens);
    }

    static bool IsTold(Message message) =>
        message.Role is not MessageRole.Assistant || message.Content is not null || message.ToolCalls.Count > 0;

    static int Count(Message message, string model, ITokenCounter counter) =>
        TokensPerMessage
        + (message.Content is null ? 0 : counter.Count(model, message.Content.PlainText))
        + message.ToolCalls.Sum(call => counter.Count(model, call.Function.Name) + counter.Count(model, call.Function.Arguments));
}
