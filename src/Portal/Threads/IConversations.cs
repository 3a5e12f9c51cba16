using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>Conversations for the features that show them elsewhere; asks for no right and records nothing, which is the caller's to do.</summary>
internal interface IConversations
{
    Task<bool> Holds(string threadId, string messageId, CancellationToken cancellation);

    /// <summary>One page of a branch.</summary>
    /// <param name="branch">A message of the branch; null for the one last written to.</param>
    /// <returns>Null where there is no such thread.</returns>
    Task<ConversationPage?> Read(string threadId, string? branch, ListQuery query, CancellationToken cancellation);

    /// <summary>The ids of a branch, from its first message to its tip.</summary>
    Task<IReadOnlyList<string>> Outline(string threadId, string? branch, CancellationToken cancellation);

    /// <summary>The ids of all branches: every message after the one that it follows, and the branch last written to at the end.</summary>
    Task<IReadOnlyList<string>> OutlineAll(string threadId, CancellationToken cancellation);

    /// <summary>Texts of finished messages of the last days, the newest first.</summary>
    /// <param name="projects">Of these projects or <paramref name="assistants"/>; both null for all.</param>
    Task<IReadOnlyList<RecentText>> ReadRecent(IReadOnlyCollection<string>? projects, IReadOnlyCollection<string>? assistants, long from, int limit, CancellationToken cancellation);

    /// <summary>The messages in the order of the ids; those that are gone are left out.</summary>
    Task<IReadOnlyList<Message>> Read(string threadId, IReadOnlyList<string> ids, CancellationToken cancellation);
}

internal sealed record RecentText(string ThreadId, string MessageId, MessageRole Role, string Text, long CreatedAt);

internal sealed record ConversationPage(string ProjectId, string AssistantId, string? Title, long CreatedAt, ListPage<Message> Messages);
