using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>A conversation that a new thread brings along: one line of messages, or branches where they name what they follow.</summary>
internal static class ImportedMessages
{
    /// <summary>Every <c>id</c> once, and every <c>parent_id</c> that of a message above.</summary>
    public static ApiError? CheckBranches(IReadOnlyList<ImportedMessage> imported)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, message) in imported.Index())
        {
            if (message.ParentId is { } parent && !known.Contains(parent))
                return ApiError.Invalid($"'messages[{index}].parent_id' is not the 'id' of a message before it in the list.", $"messages[{index}].parent_id", "invalid_value");
            if (message.Id is { } id && !known.Add(id))
                return ApiError.Invalid($"'messages[{index}].id' is that of a message before it.", $"messages[{index}].id", "invalid_value");
        }

        return null;
    }

    public static string? Title(IReadOnlyList<ImportedMessage> imported) =>
        imported.FirstOrDefault(message => message.Role is MessageRole.User) is { } first ? ThreadTitle.From(first.Content.PlainText) : null;

    public static List<Message> Of(string threadId, IReadOnlyList<ImportedMessage> imported, MessageAuthor person, MessageAuthor assistant, long now)
    {
        var messages = new List<Message>(imported.Count);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in imported)
        {
            var parent = one.ParentId is { } named ? ids[named] : one.Id is not null || messages.Count == 0 ? null : messages[^1].Id;
            var at = one.CreatedAt ?? now;
            var message = new Message(
                Ids.New("msg"), threadId, null, parent, one.Role, one.Role is MessageRole.Assistant ? assistant : person, one.Content, [], [], null, [], [],
                MessageStatus.Completed, null, null, null, null, new Dictionary<string, string>(), [], at, at);
            if (one.Id is { } name) ids[name] = message.Id;
            messages.Add(message);
        }

        return messages;
    }
}
