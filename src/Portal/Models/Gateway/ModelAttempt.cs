using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>What an attempt may take at most.</summary>
/// <param name="Silence">Without a token, before the first as between any two.</param>
internal sealed record AttemptLimits(TimeSpan Silence, TimeSpan Total, int Characters);

/// <summary>One call to one provider. Its chunks come first; how it went stands in the properties when they end.</summary>
internal sealed class ModelAttempt(IChatClient client, UpstreamCall? upstream, ProviderEndpoint provider, AttemptLimits limits, TimeProvider time)
{
    int characters;
    int wholeToolCalls;

    /// <summary>Null for success.</summary>
    public UpstreamFailure? Failure { get; private set; }

    /// <summary>A token was streamed: nobody else may answer any more.</summary>
    public bool Started { get; private set; }

    /// <summary>As the provider counted; null where it did not say.</summary>
    public UsageDetails? Usage { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>Never throws but for <paramref name="cancellation"/>.</summary>
    public async IAsyncEnumerable<ModelChunk> Run(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(limits.Silence, time);
        using var total = new CancellationTokenSource(limits.Total, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token, total.Token);
        await using var updates = client.GetStreamingResponseAsync(messages, options, linked.Token).GetAsyncEnumerator(linked.Token);
        while (await MoveNext(updates, silence, total, cancellation))
        {
            foreach (var content in updates.Current.Contents)
            {
                if (ToChunk(content) is not { } chunk) continue;
                Started = true;
                // The reader's time is not the provider's silence.
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                yield return chunk;
                if (characters > limits.Characters)
                {
                    Failure = UpstreamFailure.Of(UpstreamFault.TooLong, $"More than {limits.Characters} characters came.");
                    yield break;
                }

                silence.CancelAfter(limits.Silence);
            }

            FinishReason = updates.Current.FinishReason?.Value ?? FinishReason;
        }

        if (Failure is null && FinishReason is null)
            Failure = UpstreamFailure.Of(UpstreamFault.Cut, "The stream ended without a finish reason.");
    }

    async Task<bool> MoveNext(
        IAsyncEnumerator<ChatResponseUpdate> updates, CancellationTokenSource silence, CancellationTokenSource total, CancellationToken cancellation)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception) when (silence.IsCancellationRequested)
        {
            Failure = UpstreamFailure.Of(UpstreamFault.Timeout, $"No token for {limits.Silence.TotalSeconds:0} s.");
        }
        catch (Exception) when (total.IsCancellationRequested)
        {
            Failure = UpstreamFailure.Of(UpstreamFault.TooLong, $"Not at its end after {limits.Total.TotalSeconds:0} s.");
        }
        catch (Exception error)
        {
            // Whatever a client library throws, the run must end in good order.
            Failure = UpstreamFailure.From(error, provider, upstream?.Answered ?? true);
        }

        return false;
    }

    ModelChunk? ToChunk(AIContent content)
    {
        switch (content)
        {
            case TextContent { Text.Length: > 0 } text:
                return new ModelChunk.TextDelta(Count(text.Text));
            case TextReasoningContent { Text.Length: > 0 } reasoning:
                return new ModelChunk.ReasoningDelta(Count(reasoning.Text));
            case ToolCallDeltaContent delta:
                return new ModelChunk.ToolCallDelta(delta.Index, delta.CallId, delta.Name, delta.ArgumentsDelta is { } piece ? Count(piece) : null);
            case FunctionCallContent call:
                var id = string.IsNullOrEmpty(call.CallId) ? $"call_{Guid.NewGuid():N}" : call.CallId;
                return new ModelChunk.ToolCallDelta(wholeToolCalls++, id, call.Name, Count(PastToolCall.Arguments(call)));
            case UsageContent usage:
                Usage = usage.Details;
                return null;
            default:
                return null;
        }
    }

    // U+0000 is refused everywhere else in Portal and by PostgreSQL's text.
    string Count(string text)
    {
        characters += text.Length;
        return text.Replace('\0', '\uFFFD');
    }
}
