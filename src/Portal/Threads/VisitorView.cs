using System.Text.Json;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Runs;

namespace Portal.Threads;

/// <summary>
/// What a visitor of another site sees of their conversation: what was said to them, not how it came about (reasoning, tools,
/// models, costs) nor what the team does beside it.
/// </summary>
internal static class VisitorView
{
    /// <summary>What an event that is not for them becomes, so that its numbers have no gap.</summary>
    public const string Withheld = "withheld";

    /// <exception cref="InvalidOperationException">An endpoint that serves visitors answers what nobody has thought of here.</exception>
    public static object Of(object answer) => answer switch
    {
        Message message => Of(message),
        ListPage<Message> page => page with { Data = [.. page.Data.Select(Of)] },
        ChatThread thread => Of(thread),
        Client.Embed.EmbedLook or Client.Embed.Visitor => answer,
        _ => throw new InvalidOperationException($"{answer.GetType()} is not for visitors."),
    };

    public static Message Of(Message message) => message with
    {
        Author = message.Author with { Id = "" },
        Content = message.Role is MessageRole.Tool ? null : message.Content,
        ToolCalls = [],
        ToolCallId = null,
        Reasoning = [],
        Status = message.Status is MessageStatus.RequiresAction ? MessageStatus.InProgress : message.Status,
        ApprovalId = null,
        SafetyFlags = [],
        Model = null,
        Usage = null,
        Metadata = new Dictionary<string, string>(),
        Reply = message.Reply is { Message: { } reply } ? message.Reply with { Message = Of(reply) } : message.Reply,
    };

    public static ThreadEvent Of(ThreadEvent happened) => happened.Type switch
    {
        RunEventTypes.RunCreated or RunEventTypes.RunCompleted or RunEventTypes.MessageDelta => happened,
        RunEventTypes.MessageCreated or RunEventTypes.MessageCompleted or RunEventTypes.MessageFailed or RunEventTypes.MessageCancelled or RunEventTypes.MessageInterrupted
            => happened with { Fields = Cut(happened.Fields) },
        // Who joins and leaves is read of the thread.
        RunEventTypes.ThreadTakenOver or RunEventTypes.ThreadHandedBack or RunEventTypes.ThreadPersonRequested or RunEventTypes.ThreadUpdated => happened with { Fields = "" },
        _ => happened with { Type = Withheld, Fields = "" },
    };

    static ChatThread Of(ChatThread thread) => new(
        thread.Id, thread.ProjectId, thread.AssistantId, thread.Title, thread.Status, thread.CreatedBy, null, new Dictionary<string, string>(), thread.CreatedAt, thread.LastMessageAt)
    {
        LastSequence = thread.LastSequence,
        TakenOverBy = thread.TakenOverBy is { } person ? person with { Id = "" } : null,
        TakenOverAt = thread.TakenOverAt,
        WaitingFor = thread.WaitingFor,
        WaitingSince = thread.WaitingSince,
        LastActivityAt = thread.LastActivityAt,
    };

    static string Cut(string fields)
    {
        using var json = JsonDocument.Parse($"{{{fields}}}");
        var message = json.RootElement.GetProperty("message").Deserialize<Message>(Wire.Json)!;
        return message.Role is MessageRole.Tool ? "" : $"\"message\":{Wire.Serialize(Of(message))}";
    }
}
