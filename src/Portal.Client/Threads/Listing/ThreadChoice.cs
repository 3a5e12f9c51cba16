using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Threads.Listing;

public enum ThreadListView
{
    All,
    Mine,
    Unassigned,
    Waiting,
    Unread,
    Pinned,
}

/// <summary>Which threads the list is asked for; it stands in the address.</summary>
public sealed record ThreadChoice(ThreadListView View = ThreadListView.All, ThreadStatus? Status = null, string? AssistantId = null, MetadataPair? Metadata = null, string? Query = null)
{
    public static readonly ThreadChoice All = new();

    public RowOrder Order => Query is not null ? RowOrder.Found : View == ThreadListView.Waiting ? RowOrder.Waiting : RowOrder.Activity;

    /// <summary>From the words of an address; what is unknown asks for nothing.</summary>
    public static ThreadChoice Of(string? view, string? status, string? assistant, string? metadata, string? query) => new(
        Wording.Parse<ThreadListView>(view) ?? ThreadListView.All,
        Wording.Parse<ThreadStatus>(status),
        string.IsNullOrWhiteSpace(assistant) ? null : assistant,
        MetadataPair.Parse(metadata),
        string.IsNullOrWhiteSpace(query) ? null : query.Trim());

    /// <summary>An address of the list or of one of its threads, with this choice in it.</summary>
    public string On(string address)
    {
        var words = new QueryString()
            .Add("view", View == ThreadListView.All ? null : Wording.Wire(View))
            .Add("status", Status is { } status ? Wording.Wire(status) : null)
            .Add("assistant", AssistantId)
            .Add("metadata", Metadata?.ToString())
            .Add("q", Query)
            .ToString();
        return address.Contains('?', StringComparison.Ordinal) && words.Length > 0 ? $"{address}&{words[1..]}" : address + words;
    }

    /// <param name="userId">Who asks.</param>
    public ThreadFilter ToFilter(string? projectId, string? userId) => new()
    {
        ProjectId = projectId,
        AssistantId = AssistantId,
        Status = Status,
        AssigneeId = View switch { ThreadListView.Mine => userId, ThreadListView.Unassigned => ThreadFilter.Nobody, _ => null },
        Waiting = Only(ThreadListView.Waiting),
        Unread = Only(ThreadListView.Unread),
        Pinned = Only(ThreadListView.Pinned),
        Sort = Order switch { RowOrder.Waiting => ThreadSort.WaitingSince, RowOrder.Activity => ThreadSort.LastActivityAt, _ => ThreadSort.CreatedAt },
        Metadata = Metadata is { } pair ? new Dictionary<string, string> { [pair.Key] = pair.Value } : [],
        Query = Query,
    };

    /// <summary>Whether the list asks for a thread as it is now. Words are the server's to find: what it found stays.</summary>
    public bool Holds(ChatThread thread, string? projectId, string? userId) =>
        (projectId is null || thread.ProjectId == projectId)
        && (Status is null || thread.Status == Status)
        && (AssistantId is null || thread.AssistantId == AssistantId)
        && (Metadata is null || (thread.Metadata.TryGetValue(Metadata.Key, out var value) && value == Metadata.Value))
        && View switch
        {
            ThreadListView.Mine => thread.AssigneeId == userId,
            ThreadListView.Unassigned => thread.AssigneeId is null,
            ThreadListView.Waiting => thread.WaitingSince is not null,
            ThreadListView.Unread => thread.Unread > 0,
            ThreadListView.Pinned => thread.Pinned == true,
            _ => true,
        };

    bool? Only(ThreadListView view) => View == view ? true : null;
}
