using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Desk;

namespace Portal.Client.Threads.Listing;

/// <summary>One thread of the list: what it is about, whose it is and what it waits for.</summary>
public sealed partial class ThreadRow
{
    const string Separator = " · ";

    Look? shown;
    bool isOther;

    [Parameter, EditorRequired]
    public ChatThread Thread { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Href { get; set; } = "";

    [Parameter]
    public string AssistantName { get; set; } = "";

    /// <summary>The others who have it open.</summary>
    [Parameter]
    public IReadOnlyList<PresentPerson> People { get; set; } = [];

    /// <summary>Its place in the list, from 1.</summary>
    [Parameter]
    public int Position { get; set; }

    /// <summary>-1 while the length of the list is not known.</summary>
    [Parameter]
    public int SetSize { get; set; }

    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>The one row that Tab leads to.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    [Parameter]
    public EventCallback<ChatThread> OnSelect { get; set; }

    [Parameter]
    public EventCallback<ChatThread> OnFocus { get; set; }

    [Parameter]
    public EventCallback<ThreadAction> OnAct { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    TimeProvider Clock { get; set; } = null!;

    bool IsUnread => Thread.Unread > 0;

    string Title => Words.Title(Thread.Title);

    string? Customer => CustomerName.Of(Thread.Metadata);

    long Moment => Thread.LastActivityAt > 0 ? Thread.LastActivityAt : Thread.LastMessageAt ?? Thread.CreatedAt;

    string Here => Words.Format("Here", string.Join(", ", People.Select(person => Words.Format($"PresenceState.{person.State}", person.Name))));

    /// <summary>The list renders often, and mostly for one row or none: not for a row that looks as before.</summary>
    protected override void OnParametersSet()
    {
        var look = new Look(Thread, Href, AssistantName, Position, SetSize, (IsOpen, IsActive, IsSelected), Clock.GetUtcNow().ToUnixTimeSeconds() / 60, [.. People]);
        isOther = !look.IsSameAs(shown);
        shown = look;
    }

    protected override bool ShouldRender() => isOther;

    string About => string.Join(Separator, new[]
    {
        AssistantName,
        Thread.Status == ThreadStatus.Active ? null : Words.Of(Thread.Status),
        Thread.AssigneeId is null ? null : Thread.AssigneeId == Viewer?.UserId ? Words["Yours"] : Thread.Assignee is { } holder ? Words.Format("AssignedTo", holder.Name) : Words["Assigned"],
    }.Where(part => !string.IsNullOrEmpty(part)));

    /// <param name="Minute">Times are told in minutes ago.</param>
    sealed record Look(ChatThread Thread, string Href, string AssistantName, int Position, int SetSize, (bool IsOpen, bool IsActive, bool IsSelected) State, long Minute, PresentPerson[] People)
    {
        public bool IsSameAs(Look? other) => other is not null && this with { People = other.People } == other && People.AsSpan().SequenceEqual(other.People);
    }
}
