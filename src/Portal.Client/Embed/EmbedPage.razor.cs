using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Messages;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Embed;

/// <summary>
/// The chat that a customer's site shows to its visitors. The script beside it gets the visitor's token, from the site's own
/// script where the page stands within a site, and a new one before it runs out.
/// </summary>
public sealed partial class EmbedPage(
    IEmbedService embed, IThreadsService threads, IMessagesService messages, IThreadEvents events, IHandlingService handling, VisitorAccess visitor,
    OutboxSender outbox, EmbedWords words, IPageStatus status, IJSRuntime js, TimeProvider time) : PageBase, IAsyncDisposable
{
    ThreadSession? session;
    ChatThread? thread;
    MessageList? list;
    DotNetObjectReference<EmbedPage>? self;
    IJSObjectReference? module;
    IJSObjectReference? site;
    ApiError? problem;
    string? first;
    bool framed;
    bool isIn;
    bool beginning;
    bool asking;
    int told;

    [Parameter]
    public string AssistantId { get; set; } = "";

    [PersistentState]
    public EmbedLook? Look { get; set; }

    EmbedWords Words => words;

    bool IsPersonHere => thread is { TakenOverBy: not null } or { WaitingFor: WaitingFor.Person };

    string? State => thread switch
    {
        { Status: not ThreadStatus.Active } => Words["Closed"],
        { TakenOverBy: { } person } => Words.Format("PersonAnswers", HandlingWords.Name(person.Name)),
        { WaitingFor: WaitingFor.Person } => Words["PersonAsked"],
        _ => null,
    };

    string Theme => EmbedTheme.Of(Look);

    /// <summary>Called by the page's script with another token, before the present one runs out.</summary>
    [JSInvokable]
    public void Renew(string token) => visitor.Token = token;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        self?.Dispose();
        try
        {
            if (site is not null) await site.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Look ??= (await embed.GetLook(AssistantId, Closing)).Value;
        if (Look is null) status.NotFound();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Look is null) return;
        module = await js.InvokeAsync<IJSObjectReference>("import", "./Embed/EmbedPage.razor.js");
        self = DotNetObjectReference.Create(this);
        site = await module.InvokeAsync<IJSObjectReference>("attach", self, AssistantId);
        framed = await site.InvokeAsync<bool>("isFramed");
        await Enter();
    }

    async Task Enter()
    {
        (problem, isIn) = (null, false);
        StateHasChanged();
        var pass = await site!.InvokeAsync<EmbedPass>("enter");
        problem = pass.Token is null ? new ApiError(pass.Status, pass.Message ?? Words["NotReached"]) : null;
        if (pass.Token is not null)
        {
            (visitor.Token, isIn) = (pass.Token, true);
            if (pass.ThreadId is not null) await Open();
        }

        StateHasChanged();
    }

    /// <summary>Opens the conversation, a new one where there is none, and follows it.</summary>
    async Task<bool> Open()
    {
        var opened = await embed.OpenThread(Closing);
        if (!opened.IsSuccess) return Failed(opened.Error);
        var newest = await messages.List(opened.Value.Id, null, new(ThreadSession.FirstPage), Closing);
        if (!newest.IsSuccess) return Failed(newest.Error);
        (thread, problem) = (opened.Value, null);
        session = new(thread, newest.Value, messages, events, time) { IsVisitors = true };
        session.Changed += () => _ = InvokeAsync(Changed);
        session.Happened += happened => _ = InvokeAsync(Refresh);
        told = Answers;
        _ = Follow(session);
        return true;
    }

    bool Failed(ApiError error)
    {
        problem = error;
        return false;
    }

    async Task Begin()
    {
        if (string.IsNullOrWhiteSpace(first) || beginning) return;
        beginning = true;
        await outbox.Open(AssistantId);
        if (await Open())
        {
            await outbox.Add(session!.Thread.Id, new() { Text = first });
            first = null;
        }

        beginning = false;
    }

    Task Press(KeyboardEventArgs key) => key is { Key: "Enter", ShiftKey: false, Repeat: false } ? Begin() : Task.CompletedTask;

    async Task Follow(ThreadSession followed)
    {
        try
        {
            await followed.Follow(Closing);
            await Task.Delay(TimeSpan.FromSeconds(2), time, Closing);
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            return;
        }

        // The server gives no more of it: the token ran out while the computer slept, or the site is allowed no longer.
        session = null;
        await Enter();
    }

    async Task AskForPerson()
    {
        asking = true;
        var asked = await handling.RequestPerson(session!.Thread.Id, new(), Closing);
        (thread, problem, asking) = (asked.Value ?? thread, asked.Error, false);
    }

    async Task Refresh()
    {
        if (session is null) return;
        var read = await threads.Get(session.Thread.Id, Closing);
        thread = read.Value ?? thread;
        // What a person has closed goes on as a new conversation.
        if (thread is { Status: not ThreadStatus.Active }) session = null;
        StateHasChanged();
    }

    async Task ToLatest()
    {
        if (list is not null) await list.ToLatest();
    }

    async Task Changed()
    {
        StateHasChanged();
        if (Answers <= told) return;
        told = Answers;
        if (site is not null) await site.InvokeVoidAsync("answered");
    }

    /// <summary>What was said to the visitor so far.</summary>
    int Answers => session?.Conversation.Branch.Count(entry => entry.Message.Role is MessageRole.Assistant && entry.IsEnded) ?? 0;

    async Task Close() => await site!.InvokeVoidAsync("close");
}

/// <param name="Token">Null where the visitor was not let in.</param>
public sealed record EmbedPass(string? Token, string? ThreadId, int Status, string? Message);
