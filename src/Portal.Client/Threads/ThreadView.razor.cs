using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;

namespace Portal.Client.Threads;

/// <summary>One thread, open: reads it, follows it, and hands what the person does to its session.</summary>
public sealed partial class ThreadView : IAsyncDisposable
{
    /// <summary>What a screen reader is told of a finished reply; the rest is there to be read.</summary>
    const int AnnouncedLength = 400;

    readonly CancellationTokenSource leaving = new();
    ThreadSession? session;
    ApiError? failure;
    ApiError? earlierFailure;
    ElementReference scroller;
    ElementReference jump;
    IJSObjectReference? module;
    IJSObjectReference? scrolling;
    DotNetObjectReference<ThreadView>? self;
    string announcement = "";
    bool following;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>The thread has a new message or another title.</summary>
    [Parameter]
    public EventCallback<ChatThread> OnActivity { get; set; }

    [PersistentState]
    public ChatThread? Thread { get; set; }

    [PersistentState]
    public ListPage<Message>? Newest { get; set; }

    [PersistentState]
    public AssistantLine? Assistant { get; set; }

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

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    /// <summary>Called by the page's script when the person has scrolled near the oldest message. False when there is no more.</summary>
    [JSInvokable]
    public async Task<bool> ShowEarlier()
    {
        earlierFailure = await session!.LoadEarlier(leaving.Token);
        StateHasChanged();
        return earlierFailure is null && session.Conversation.HasEarlier;
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        leaving.Dispose();
        self?.Dispose();
        try
        {
            if (scrolling is not null) await scrolling.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnInitializedAsync()
    {
        await Read();
        if (Assistant is null && Thread is not null && (await Assistants.Get(Thread.AssistantId, leaving.Token)).Value is { } assistant) Assistant = AssistantLine.Of(assistant);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (session is null || following) return;
        following = true;
        if (scrolling is not null) await scrolling.InvokeVoidAsync("stop");
        module ??= await JS.InvokeAsync<IJSObjectReference>("import", leaving.Token, "./Threads/ThreadView.razor.js");
        self ??= DotNetObjectReference.Create(this);
        scrolling = await module.InvokeAsync<IJSObjectReference>("attach", leaving.Token, scroller, jump, self);
        await Follow(session);
    }

    async Task Open()
    {
        (Thread, Newest, session, failure) = (null, null, null, null);
        await Read();
        following = false;
    }

    /// <summary>The thread before its messages: its sequence then covers no message that was not read.</summary>
    async Task Read()
    {
        if (Thread is null || Newest is null)
        {
            var thread = await Threads.Get(Id, leaving.Token);
            var newest = thread.IsSuccess ? await Messages.List(Id, null, new(ThreadSession.FirstPage), leaving.Token) : thread.Error;
            if (!newest.IsSuccess)
            {
                failure = newest.Error;
                return;
            }

            (Thread, Newest) = (thread.Value, newest.Value);
        }

        session = new(Thread!, Newest, Messages, Events, Time);
        session.Changed += () => _ = InvokeAsync(StateHasChanged);
        session.Ended += entry => _ = InvokeAsync(() => Announce(entry));
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

    async Task<ApiError?> Send(string text, string idempotencyKey)
    {
        var error = await session!.Send(text, idempotencyKey, leaving.Token);
        if (error is not null) return error;
        if (scrolling is not null) await scrolling.InvokeVoidAsync("toLatest");
        await RefreshThread();
        return null;
    }

    async Task<ApiError?> Stop() =>
        session!.Conversation.Active is { } active ? await session.Cancel(active, leaving.Token) : null;

    async Task Announce(MessageEntry entry)
    {
        var text = entry.Message.Error?.Message ?? entry.Text;
        announcement = $"{entry.Message.Author.Name}: {(text.Length > AnnouncedLength ? text[..AnnouncedLength] : text)}";
        StateHasChanged();
        await RefreshThread();
    }

    async Task RefreshThread()
    {
        var read = await Threads.Get(Id, leaving.Token);
        if (!read.IsSuccess) return;
        Thread = read.Value;
        await OnActivity.InvokeAsync(Thread);
    }
}
