using System.Data;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;

namespace Portal.Threads;

/// <summary>See <see cref="IConversations"/>.</summary>
internal sealed class Conversations(IDatabase database) : IConversations
{
    public Task<bool> Holds(string threadId, string messageId, CancellationToken cancellation) =>
        database.Read(connection => MessagesRepository.Exists(connection, threadId, messageId), cancellation);

    public Task<ConversationPage?> Read(string threadId, string? branch, ListQuery query, CancellationToken cancellation) => database.Read(connection =>
    {
        if (ThreadsRepository.Find(connection, threadId) is not { } thread) return null;
        return new ConversationPage(
            thread.ProjectId, thread.AssistantId, thread.Title, thread.CreatedAt,
            MessagesRepository.Page(connection, threadId, TipOf(connection, thread, branch), query));
    }, cancellation);

    public Task<IReadOnlyList<string>> Outline(string threadId, string? branch, CancellationToken cancellation) => database.Read<IReadOnlyList<string>>(connection =>
    {
        if (ThreadsRepository.Find(connection, threadId) is not { } thread || TipOf(connection, thread, branch) is not { } tip) return [];
        var path = MessagesRepository.PathTo(connection, threadId, tip);
        path.Reverse();
        return path;
    }, cancellation);

    public Task<IReadOnlyList<string>> OutlineAll(string threadId, CancellationToken cancellation) => database.Read<IReadOnlyList<string>>(connection =>
        ThreadsRepository.Find(connection, threadId) is { } thread
            ? InOrder(MessagesRepository.Outline(connection, threadId), thread.TipId is { } tip ? [.. MessagesRepository.PathTo(connection, threadId, tip)] : [])
            : [], cancellation);

    public Task<IReadOnlyList<Message>> Read(string threadId, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<Message>>(connection => MessagesRepository.Find(connection, threadId, ids), cancellation);

    public Task<IReadOnlyList<RecentText>> ReadRecent(IReadOnlyCollection<string>? projects, IReadOnlyCollection<string>? assistants, long from, int limit, CancellationToken cancellation) =>
        database.Read(connection => MessagesRepository.Recent(connection, projects, assistants, from, limit), cancellation);

    static string? TipOf(IDbConnection connection, ThreadRow thread, string? branch) =>
        branch is null ? thread.TipId : MessagesRepository.Descend(connection, thread.Id, branch);

    /// <param name="last">The branch that comes last.</param>
    static List<string> InOrder(IReadOnlyList<(string Id, string? ParentId)> messages, HashSet<string> last)
    {
        var children = messages.ToLookup(message => message.ParentId ?? "", message => message.Id);
        var ordered = new List<string>(messages.Count);
        var open = new Stack<string>();
        Open("");
        while (open.TryPop(out var id))
        {
            ordered.Add(id);
            Open(id);
        }

        return ordered;

        // What is pushed first is taken last.
        void Open(string parent)
        {
            foreach (var child in children[parent].OrderByDescending(last.Contains).ThenByDescending(child => child, StringComparer.Ordinal)) open.Push(child);
        }
    }
}
