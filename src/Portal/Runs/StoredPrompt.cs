using Microsoft.Extensions.AI;
using Portal.Api;
using Portal.Client.Assistants;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Policies;
using Portal.Safety.Privacy;

namespace Portal.Runs;

/// <summary>
/// A model call's input as the trace keeps it. Messages that went out as they were written stand by their ids, since they never
/// change; where a rule or a privacy mode has changed them, they stand as they went out, without personal data.
/// </summary>
internal sealed record StoredPrompt(
    string Model, string System, IReadOnlyList<string> MessageIds, IReadOnlyList<string> Tools, IReadOnlyList<SentMessage>? Messages = null)
{
    /// <param name="sent">Null where it went out as it was asked, or nobody knows.</param>
    public static StoredPrompt Of(ActivePolicy policy, ModelCall call, IReadOnlyList<string> messageIds, IReadOnlyList<ChatMessage>? sent)
    {
        var redaction = policy.Redaction;
        var asIs = policy.Mode is PrivacyMode.Off && (sent is null || IsSame(sent, call.Messages));
        return new StoredPrompt(
            call.Model, redaction.Apply(Prompt.SystemText(call)), asIs ? messageIds : [], [.. call.Tools.Select(tool => tool.Name)],
            asIs ? null : [.. (sent ?? call.Messages).Where(message => message.Role != ChatRole.System).Select(message => SentMessage.Of(message).Redacted(redaction))]);
    }

    static bool IsSame(IReadOnlyList<ChatMessage> one, IReadOnlyList<ChatMessage> other) => Wire.Serialize(one.Select(SentMessage.Of)) == Wire.Serialize(other.Select(SentMessage.Of));
}

internal sealed record SentMessage(string Role, string? Content, IReadOnlyList<ToolCall> ToolCalls, string? ToolCallId)
{
    public static SentMessage Of(ChatMessage message)
    {
        var output = message.Contents.OfType<FunctionResultContent>().FirstOrDefault();
        return new(
            message.Role.Value, output is null ? message.Text : output.Result?.ToString(),
            [.. message.Contents.OfType<FunctionCallContent>().Select(call => new ToolCall(call.CallId, "function", new ToolCallFunction(call.Name, PastToolCall.Arguments(call))))],
            output?.CallId);
    }

    public SentMessage Redacted(Redaction redaction) => this with
    {
        Content = Content is null ? null : redaction.Apply(Content),
        ToolCalls = [.. ToolCalls.Select(redaction.Apply)],
    };
}
