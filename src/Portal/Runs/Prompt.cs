using System.Text;
using Microsoft.Extensions.AI;
using Portal.Client.Assistants;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Policies;

namespace Portal.Runs;

/// <summary>What is sent to the model: the assistant's system text, then the conversation as far as memory reaches. The definition has its defaults filled in.</summary>
internal static class Prompt
{
    /// <param name="subject">For whom and where; its run and message are told of what policies find.</param>
    public static ModelCall Compose(PolicySubject subject, AssistantInput assistant, string model, PromptMoment moment, IReadOnlyList<Message> memory)
    {
        var messages = new List<ChatMessage>();
        var system = PromptText.Fill(SystemText(assistant), new PromptValues(assistant, moment).Of);
        if (system.Length > 0) messages.Add(new ChatMessage(ChatRole.System, system));
        var answered = memory.Where(message => message.ToolCallId is not null).Select(message => message.ToolCallId!).ToHashSet();
        messages.AddRange(memory.Select(message => Translate(message, answered)).OfType<ChatMessage>());
        var tools = assistant.Tools!
            .Where(tool => tool.Function is not null)
            .Select(tool => new Models.Gateway.FunctionTool(tool.Function!.Name, tool.Function.Description, tool.Function.Parameters, tool.Function.Strict ?? false));
        return new ModelCall(subject, model, messages, [.. tools], null);
    }

    /// <summary>The system text of a call, its variables filled in.</summary>
    public static string SystemText(ModelCall call) =>
        call.Messages is [{ } first, ..] && first.Role == ChatRole.System ? first.Text : "";

    /// <summary>Persona and instructions as they are saved. The name is a variable here, so that braces in a name stay braces.</summary>
    static string SystemText(AssistantInput assistant)
    {
        var text = new StringBuilder();
        if (assistant.Persona is { } persona)
        {
            text.Append("You are {{assistant.name}}.\n");
            if (persona.Tone is { Length: > 0 } tone) text.Append("Tone: ").Append(tone).Append('\n');
            if (persona.Expertise is { Length: > 0 } expertise) text.Append("Expertise: ").Append(expertise).Append('\n');
            if (persona.Constraints is { Count: > 0 } constraints)
            {
                text.Append("Keep to these constraints:\n");
                foreach (var constraint in constraints) text.Append("- ").Append(constraint).Append('\n');
            }
        }

        if (assistant.Instructions is { Length: > 0 } instructions)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(instructions);
        }

        return text.ToString();
    }

    static ChatMessage? Translate(Message message, HashSet<string> answered)
    {
        switch (message.Role)
        {
            case MessageRole.User:
                return new ChatMessage(ChatRole.User, message.Content!.PlainText) { MessageId = message.Id };
            case MessageRole.Tool:
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId!, message.Content!.PlainText)]);
            default:
                var parts = new List<AIContent>();
                if (message.Content is { } content) parts.Add(new TextContent(content.PlainText));
                // Calls that were never answered would be refused by providers; only their text is told.
                if (message.ToolCalls.All(call => answered.Contains(call.Id)))
                    parts.AddRange(message.ToolCalls.Select(call => PastToolCall.Create(call.Id, call.Function.Name, call.Function.Arguments)));
                return parts.Count == 0 ? null : new ChatMessage(ChatRole.Assistant, parts);
        }
    }
}
