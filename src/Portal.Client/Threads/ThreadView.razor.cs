using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads.Messages;

namespace Portal.Client.Threads;

/// <summary>One thread, open: reads it, follows it, and hands what the person does to its session.</summary>
public sealed partial class ThreadView : IAsyncDisposable
{
    readonly CancellationTokenSource leaving = new();
    readonly QuoteRequests quotes = new();
    ThreadSession? session;
    ApiError? failure;
    MessageList? list;
    Composer? composer;
    string? shownLink;
    bool linkIsMissing;
    bool following;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>A message to begin at and to mark: what a link to a message leads to.</summary>
    [SupplyParameterFromQuery(Name = "message")]
    public string? LinkedId { get; set; }

    /// <summary>The first message that the person has not seen; the thread opens there.</summary>
    [Parameter]
    public string? FirstUnreadId { get; set; }

    /// <summary>A sequence that the thread had a moment ago; null where none is known. With it the messages need not wait for the thread.</summary>
    [Parameter]
    public long? KnownSequence { get; set; }

    /// <summary>The thread has a new message or another title.</summary>
    [Parameter]
    public EventCallback<ChatThread> OnActivity { get; set; }

    [PersistentState]
    public ChatThread? Thread { get; set; }

    [PersistentState]
    public ListPage<Message>? Newest { get; set; }

    /// <summary>Where the thread opens, if that is not at its end.</summary>
    [PersistentState]
    public ListPage<Message>? Stretch { get; set; }

    [PersistentState]
    public AssistantLine? Assistant { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    IThreadsService Threads { get; set; } = null!;

    [Inject]
    IMessagesService Messages { get; set; } = null!;

    [Inject]
    IAssistantsService Assistants { get; set; } = null!;

    [Inject]
    IThreadEvents Events { get; set; } = null!;

    [Inject]
    TimeProvider Time { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        leaving.Dispose();
        await Leave();
    }

    protected override async Task OnInitializedAsync()
    {
        quotes.Asked += entry => _ = InvokeAsync(() => Quote(entry));
        shownLink = LinkedId;
        await Read(KnownSequence);
        if (Assistant is null && Thread is not null && (await Assistants.Get(Thread.AssistantId, leaving.Token)).Value is { } assistant) Assistant = AssistantLine.Of(assistant);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (session is null || LinkedId == shownLink) return;
        shownLink = LinkedId;
        linkIsMissing = LinkedId is not null && await session.ShowMessage(LinkedId, leaving.Token) is { Status: 404 };
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (session is null || following) return;
        following = true;
        Join();
        await Follow(session);
    }

    async Task Open()
    {
        (Thread, Newest, Stretch, session, failure) = (null, null, null, null, null);
        await Read(null);
        following = false;
    }

    /// <summary>The sequence that is gone on from must be older than the messages: else it might cover one that was not read.</summary>
    async Task Read(long? known)
    {
        if (Thread is null || Newest is null) failure = await ReadAnew(known is not null);
        else known = null;
        if (failure is not null) return;
        linkIsMissing = LinkedId is not null && Stretch is null && Newest!.Data.All(message => message.Id != LinkedId);
        session = new(Thread! with { LastSequence = known ?? Thread!.LastSequence }, Newest!, Messages, Events, Time, Stretch) { MayWrite = Viewer.MayChat(Thread!.ProjectId) };
        session.Changed += () => _ = InvokeAsync(StateHasChanged);
        session.Ended += ended => _ = InvokeAsync(RefreshThread);
        Begin(session);
    }

    async Task<ApiError?> ReadAnew(bool atOnce)
    {
        var reading = Threads.Get(Id, leaving.Token);
        if (!atOnce && (await reading).Error is { } missing) return missing;
        var begin = LinkedId ?? FirstUnreadId;
        var around = begin is null ? null : Messages.ListAround(Id, begin, 2 * ThreadSession.FirstPage, leaving.Token);
        var newest = await Messages.List(Id, null, new(ThreadSession.FirstPage), leaving.Token);
        var thread = await reading;
        if (!thread.IsSuccess) return thread.Error;
        if (!newest.IsSuccess) return newest.Error;
        if (around is not null)
        {
            var stretch = await around;
            if (stretch.Error is { Status: not 404 } error) return error;
            Stretch = newest.Value.Data.Any(message => message.Id == begin) ? null : stretch.Value;
        }

        (Thread, Newest) = (thread.Value, newest.Value);
        return null;
    }

    async Task Follow(ThreadSession followed)
    {
        try
        {
            await followed.Follow(leaving.Token);
            await Task.Delay(TimeSpan.FromSeconds(2), Time, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return;
        }

        // The server gives no more of it. Reading it again tells why, or brings what is needed to go on.
        await Open();
        StateHasChanged();
    }

    async Task ToLatest()
    {
        if (list is not null) await list.ToLatest();
    }

    /// <summary>What the person has marked of the message, else all of it.</summary>
    async Task Quote(MessageEntry entry)
    {
        if (list is null || composer is null) return;
        var marked = await list.SelectedIn(entry.Id);
        var quotation = Quotation.Of(string.IsNullOrWhiteSpace(marked) ? entry.Text : marked);
        if (WritesNotes && noteBox is not null) noteBox.Append(quotation);
        else await composer.Append(quotation);
    }

    Task Renamed(ChatThread thread)
    {
        Thread = thread;
        return OnActivity.InvokeAsync(thread);
    }

    async Task RefreshThread()
    {
        var read = await Threads.Get(Id, leaving.Token);
        if (!read.IsSuccess) return;
        Thread = read.Value;
        team?.Take(Thread);
        StateHasChanged();
        await OnActivity.InvokeAsync(Thread);
    }
}
