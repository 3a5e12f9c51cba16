using Microsoft.Extensions.AI;
using Portal.Approvals;
using Portal.Client.Policies;
using Portal.Models.Gateway;
using Portal.Policies;
using Portal.Safety.Privacy;

namespace Portal.Safety.Screening;

/// <param name="Direction">Which text it was found in.</param>
/// <param name="MessageId">What a person wrote; null for all else, which belongs to the reply.</param>
/// <param name="MayBeKnown">An earlier question that has no answer: it may have been told of with that.</param>
internal sealed record DirectedHit(PolicyDirection Direction, RuleHit Hit, string? MessageId = null, bool MayBeKnown = false);

/// <param name="Messages">As they go on to the model.</param>
/// <param name="Hits">Of what is new since the assistant's last answer; what came before was told of then.</param>
/// <param name="Stop">Why the model is not asked; null where it is.</param>
/// <param name="StoppedText">In which it was found.</param>
internal sealed record ScreenedRequest(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<DirectedHit> Hits, DirectedHit? Stop, string? StoppedText);

/// <summary>What is sent to a model, screened message by message. The question and what tools brought for it can refuse the call; an earlier message that a rule refuses is left out.</summary>
internal static class RequestScreen
{
    const string Removed = "[removed]";

    /// <summary>The texts that rules of moderation read: the new ones, and earlier ones that a rule could leave out.</summary>
    public static IEnumerable<string> ToModerate(ActivePolicy policy, ModelCall call)
    {
        var firstNew = LastOf(call, ChatRole.Assistant) + 1;
        foreach (var (index, message) in call.Messages.Index())
        {
            foreach (var (direction, text) in Texts(message))
                if (policy.Of(direction).Moderating.Any(rule => index >= firstNew || rule.Holds)) yield return text;
        }
    }

    /// <param name="names">Where personal data goes out under pseudonyms; else null.</param>
    /// <param name="approved">What people have let through.</param>
    public static ScreenedRequest Read(ActivePolicy policy, ModelCall call, Pseudonyms? names, ApprovedTexts approved, Moderations moderations)
    {
        var (hits, stop, stopped) = (new List<DirectedHit>(), (DirectedHit?)null, (string?)null);
        var (firstNew, question) = (LastOf(call, ChatRole.Assistant) + 1, LastOf(call, ChatRole.User));
        var messages = call.Messages.Select((message, index) => message.Role == ChatRole.System ? message : Rewrite(message, index >= firstNew, index >= question)).ToList();
        return new(messages, hits, stop, stopped);

        ChatMessage Rewrite(ChatMessage message, bool isNew, bool isAsked)
        {
            List<AIContent> contents = [.. message.Contents.Select(content => content switch
            {
                TextContent text when message.Role == ChatRole.User => new TextContent(Screened(PolicyDirection.Input, text.Text, isNew, isAsked, message.MessageId)),
                TextContent text => new TextContent(Hidden(text.Text)),
                FunctionResultContent { Result: string result } output => new FunctionResultContent(output.CallId, Screened(PolicyDirection.ToolOutput, result, isNew, isAsked)),
                FunctionCallContent past => PastToolCall.Create(past.CallId, past.Name, Hidden(PastToolCall.Arguments(past))),
                _ => content,
            })];
            return new ChatMessage(message.Role, contents);
        }

        string Screened(PolicyDirection direction, string text, bool isNew, bool isAsked, string? messageId = null)
        {
            var screened = policy.Of(direction, rule => approved.Holds(rule, text)).Read(text, null, moderations);
            var refusal = screened.Hits.Where(hit => hit.Action >= PolicyAction.Ask).MaxBy(hit => hit.Action);
            if (isNew) hits.AddRange(screened.Hits.Select(hit => new DirectedHit(direction, hit, messageId, messageId is not null && !isAsked)));
            if (isNew && isAsked && refusal is not null && stop is null) (stop, stopped) = (new(direction, refusal), text);
            return refusal is null ? Hidden(screened.Text) : Removed;
        }

        string Hidden(string text) => names?.Hide(text) ?? text;
    }

    static int LastOf(ModelCall call, ChatRole role) => call.Messages.Index().LastOrDefault(one => one.Item.Role == role, (-1, null!)).Index;

    static IEnumerable<(PolicyDirection Direction, string Text)> Texts(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is TextContent said && message.Role == ChatRole.User) yield return (PolicyDirection.Input, said.Text);
            if (content is FunctionResultContent { Result: string brought }) yield return (PolicyDirection.ToolOutput, brought);
        }
    }
}
