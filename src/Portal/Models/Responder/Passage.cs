using Microsoft.Extensions.AI;
using Portal.Models.Gateway;

namespace Portal.Models.Responder;

/// <summary>Text that the responder may quote.</summary>
/// <param name="Source">What the citation names, such as <c>the output of weather</c>.</param>
/// <param name="IsNew">It came after the last word of the person: the answer is about it.</param>
internal sealed record Passage(string Source, string Text, bool IsNew);

/// <summary>Finds what may be quoted in a conversation; documents become one more of these.</summary>
internal interface IPassageSource
{
    IEnumerable<Passage> Find(IReadOnlyList<ChatMessage> conversation);
}

/// <summary>The outputs of tools, under the names of the functions that were called.</summary>
internal sealed class ToolOutputPassages : IPassageSource
{
    public IEnumerable<Passage> Find(IReadOnlyList<ChatMessage> conversation)
    {
        var names = conversation.SelectMany(message => message.Contents.OfType<FunctionCallContent>())
            .GroupBy(call => call.CallId).ToDictionary(calls => calls.Key, calls => calls.Last().Name);
        var lastWord = conversation.ToList().FindLastIndex(message => message.Role == ChatRole.User);
        for (var index = 0; index < conversation.Count; index++)
        {
            foreach (var result in conversation[index].Contents.OfType<FunctionResultContent>())
            {
                var name = names.TryGetValue(result.CallId, out var called) ? $"`{called}`" : "a tool";
                yield return new($"the output of {name}", ToolOutput.Text(result), index > lastWord);
            }
        }
    }
}
