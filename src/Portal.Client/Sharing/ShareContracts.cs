using System.ComponentModel.DataAnnotations;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Sharing;

/// <summary>A link by which every signed-in person of the organization reads one thread, until it is revoked or expires.</summary>
/// <param name="Url">Shown in the answer that makes it; null ever after.</param>
/// <param name="ExpiresAt">Unix seconds; null where it holds until it is revoked.</param>
/// <param name="LastOpenedAt">Unix seconds; null before the first time.</param>
/// <param name="Branch">A message of the branch that is shown; null for the one last written to.</param>
public sealed record ThreadShare(
    string Id, string ThreadId, string? Url, ShareAuthor CreatedBy, long CreatedAt, long? ExpiresAt, long? LastOpenedAt, string? Branch)
{
    public string Object => "thread.share";
}

public sealed record ShareAuthor(string Id, string Name);

[ReadOnlyFields("id", "object", "thread_id", "url", "created_by", "created_at", "last_opened_at")]
public sealed record ThreadShareInput
{
    /// <summary>Unix seconds, in the future; null for a link that holds until it is revoked.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>A message of the branch to show; null for the one last written to, whichever that is when the link is opened.</summary>
    [StringLength(64)]
    public string? Branch { get; init; }
}

/// <summary>What a link shows: the words of a conversation, and nothing that was noted or measured about it.</summary>
/// <param name="Messages">Messages without text are left out, so that a page may hold fewer than were asked for.</param>
public sealed record SharedThread(SharedThreadHead Thread, ListPage<SharedMessage> Messages)
{
    public string Object => "thread.shared";
}

public sealed record SharedThreadHead(string? Title, string AssistantName, long CreatedAt);

public sealed record SharedMessage(
    string Id, MessageRole Role, SharedAuthor Author, MessageContent Content, MessageStatus Status, long CreatedAt, long? CompletedAt);

public sealed record SharedAuthor(AuthorType Type, string Name);
