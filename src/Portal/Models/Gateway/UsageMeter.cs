using System.Text;
using Microsoft.Extensions.AI;
using Portal.Client.Threads;
using Portal.Models.Tokens;

namespace Portal.Models.Gateway;

/// <summary>
/// The tokens of one call: as the provider counted, else as counted here, else unknown. A count that cannot be true
/// (negative, beyond 32 bits, nothing where something came) is not believed.
/// </summary>
internal sealed class UsageMeter(ITokenCounter tokens, ModelCall call)
{
    readonly StringBuilder text = new();
    readonly StringBuilder reasoning = new();

    public void Add(ModelChunk chunk)
    {
        switch (chunk)
        {
            case ModelChunk.TextDelta delta: text.Append(delta.Text); break;
            case ModelChunk.ReasoningDelta delta: reasoning.Append(delta.Text); break;
            case ModelChunk.ToolCallDelta delta: text.Append(delta.Name).Append(delta.ArgumentsDelta); break;
        }
    }

    /// <param name="stated">The provider's own count, where it gave one.</param>
    public TokenUsage Read(UsageDetails? stated, ModelPrice? price)
    {
        if (stated is not null && Believe(stated) is { } exact) return Usage(exact, UsageAccuracy.Exact, price);
        if (text.Length == 0 && reasoning.Length == 0 && stated is null) return Unknown;
        var reasoningTokens = tokens.Count(call.Model, reasoning.ToString());
        var outputTokens = tokens.Count(call.Model, text.ToString()) + reasoningTokens;
        return Usage((tokens.CountAll(call.Model, call.Messages, call.Tools), 0, outputTokens, reasoningTokens), UsageAccuracy.Estimated, price);
    }

    public static TokenUsage Unknown => new(0, 0, 0, 0, 0, null, UsageAccuracy.Unknown);

    (int Input, int Cached, int Output, int Reasoning)? Believe(UsageDetails stated)
    {
        long input = stated.InputTokenCount ?? 0, output = stated.OutputTokenCount ?? 0;
        long cached = stated.CachedInputTokenCount ?? 0, thought = stated.ReasoningTokenCount ?? 0;
        // Some providers count reasoning beside the output instead of within it; their total tells.
        if (thought > output || (thought > 0 && stated.TotalTokenCount == input + output + thought)) output += thought;
        var nothingForSomething = input == 0 || (output == 0 && text.Length + reasoning.Length > 0);
        var outOfRange = input is < 0 or > int.MaxValue / 2 || output is < 0 or > int.MaxValue / 2 || cached < 0 || cached > input || thought < 0;
        return nothingForSomething || outOfRange ? null : ((int)input, (int)cached, (int)output, (int)thought);
    }

    static TokenUsage Usage((int Input, int Cached, int Output, int Reasoning) count, UsageAccuracy accuracy, ModelPrice? price)
    {
        decimal? cost = price is null ? null : ModelPrice.ToDollars(price.Cost(count.Input, count.Cached, count.Output, count.Reasoning));
        return new(count.Input, count.Cached, count.Output, count.Reasoning, count.Input + count.Output, cost, accuracy);
    }
}
