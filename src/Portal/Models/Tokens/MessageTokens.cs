using Microsoft.Extensions.AI;
using Portal.Models.Gateway;

namespace Portal.Models.Tokens;

/// <summary>
/// Tokens of whole messages. A message costs its text and <see cref="PerMessage"/> more for its role and borders, and a
/// call <see cref="PerReply"/> more to open the reply, as OpenAI's chat models count:
/// https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb.
/// </summary>
internal static class MessageTokens
{
    public const int PerMessage = 3;
    public const int PerReply = 3;

    public static int CountMessage(this ITokenCounter counter, string model, ChatMessage message) =>
        PerMessage + message.Contents.Sum(content => content switch
        {
            TextContent text => counter.Count(model, text.Text),
            FunctionCallContent call => counter.Count(model, call.Name) + counter.Count(model, PastToolCall.Arguments(call)),
            FunctionResultContent result => counter.Count(model, ToolOutput.Text(result)),
            _ => 0,
        });

    /// <summary>The input of a call: its messages, its tools and the opening of the reply.</summary>
    public static int CountAll(this ITokenCounter counter, string model, IEnumerable<ChatMessage> messages, IEnumerable<FunctionTool> tools) =>
        PerReply
        + messages.Sum(message => counter.CountMessage(model, message))
        + tools.Sum(tool => counter.Count(model, tool.Name) + counter.Count(model, tool.Description) + counter.Count(model, tool.JsonSchema.GetRawText()));
}
