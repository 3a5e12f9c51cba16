using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads.Composing;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Threads;

/// <summary>
/// Where a message is written. The page's script holds the text, so that typing waits for nothing; here is what is done
/// with it.
/// </summary>
public sealed partial class Composer : IAsyncDisposable
{
    /// <summary>The second click of a double click on Send must not stop the reply.</summary>
    static readonly TimeSpan DoubleClick = TimeSpan.FromMilliseconds(600);

    ElementReference box;
    ElementReference form;
    IJSObjectReference? module;
    IJSObjectReference? writing;
    DotNetObjectReference<Composer>? self;
    ApiError? error;
    string? note;
    string? replaced;
    TextLength length;
    /// <summary>Runs while Stop has just taken the place of Send, and the second press of a double click would be one on it.</summary>
    ITimer? justSent;
    bool isBlank = true;
    bool byCtrl;

    [Parameter, EditorRequired]
    public ThreadSession Session { get; set; } = null!;

    /// <summary>A message was written; it is on its way.</summary>
    [Parameter]
    public EventCallback OnWritten { get; set; }

    /// <summary>The server has a message of the person's.</summary>
    [Parameter]
    public EventCallback OnSent { get; set; }

    /// <summary>The person is writing; told every few seconds.</summary>
    [Parameter]
    public EventCallback OnTyping { get; set; }

    /// <summary>Null where there is no team: then the assistant answers.</summary>
    [CascadingParameter]
    public TeamSession? Team { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    [Inject]
    IAssistantsService Assistants { get; set; } = null!;

    [Inject]
    OutboxSender Outbox { get; set; } = null!;

    [Inject]
    LiveConnection Live { get; set; } = null!;

    [Inject]
    ComposerWords Words { get; set; } = null!;

    [Inject]
    TimeProvider Time { get; set; } = null!;

    string ThreadId => Session.Thread.Id;

    /// <summary>What is written goes to the customer, in place of the assistant's answer.</summary>
    bool Answers => Team?.IsMine == true;

    bool IsRunning => Session.Conversation.Active is not null;

    /// <summary>Puts text where the caret is.</summary>
    public async Task Insert(string text)
    {
        if (writing is not null) await writing.InvokeVoidAsync("insert", text);
    }

    /// <summary>Puts text below what is written already, and the caret after it.</summary>
    public async Task Append(string text)
    {
        if (writing is not null) await writing.InvokeVoidAsync("append", text);
    }

    /// <summary>Called by the page's script with what was written.</summary>
    /// <returns>False where it stays in the box.</returns>
    [JSInvokable]
    public async Task<bool> Submit(string text, bool reply)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > TextLength.Limit) return false;
        var parent = replaced ?? (Outbox.Of(ThreadId).Count == 0 ? Session.Conversation.ChosenTip : null);
        var role = Answers ? MessageRole.Assistant : MessageRole.User;
        (error, note, replaced) = (null, reply || Answers ? null : "StoredOnly", null);
        justSent?.Dispose();
        justSent = Time.CreateTimer(_ => InvokeAsync(Settle), null, DoubleClick, Timeout.InfiniteTimeSpan);
        await Outbox.Add(ThreadId, new() { Text = text, Role = role, Reply = reply || Answers, ParentId = parent, AfterSequence = Session.Conversation.Sequence });
        await OnWritten.InvokeAsync();
        StateHasChanged();
        return true;
    }

    /// <summary>Called by the page's script when the text became empty or not, or is near its limit.</summary>
    [JSInvokable]
    public void Measured(int characters, int wide, bool blank)
    {
        (length, isBlank, error) = (new(characters, wide), blank, null);
        if (blank) replaced = null;
        else note = replaced is null ? null : "Replaces";
        StateHasChanged();
    }

    /// <summary>Called by the page's script while the person writes.</summary>
    [JSInvokable]
    public Task Typing() => OnTyping.InvokeAsync();

    /// <summary>Called by the page's script when the person has chosen the key in another tab.</summary>
    [JSInvokable]
    public void KeyChosen(bool ctrl)
    {
        byCtrl = ctrl;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        Live.Changed -= Render;
        Outbox.Sent -= TakeSent;
        Outbox.Returned -= TakeReturned;
        leaving.Cancel();
        justSent?.Dispose();
        self?.Dispose();
        try
        {
            if (writing is not null) await writing.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override void OnInitialized()
    {
        Live.Changed += Render;
        Outbox.Sent += TakeSent;
        Outbox.Returned += TakeReturned;
    }

    protected override void OnParametersSet() => queue = SendQueue.Of(Session.Conversation);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        var owner = Viewer?.UserId ?? "";
        module = await JS.InvokeAsync<IJSObjectReference>("import", "./Threads/Composer.razor.js");
        if (leaving.IsCancellationRequested)
        {
            // The person has gone on meanwhile: there is no box any more.
            await module.DisposeAsync();
            return;
        }

        self = DotNetObjectReference.Create(this);
        writing = await module.InvokeAsync<IJSObjectReference>("attach", form, box, self, $"portal-draft-{owner}-{ThreadId}", $"portal-enter-{owner}", TextLength.Near);
        await Outbox.Open(owner);
    }

    void Render() => InvokeAsync(StateHasChanged);

    void TakeSent(string threadId, Message message) => InvokeAsync(async () =>
    {
        if (threadId != ThreadId) return;
        Session.TakePosted(message);
        await OnSent.InvokeAsync();
    });

    void TakeReturned(string threadId, OutboxItem item) => InvokeAsync(async () =>
    {
        if (threadId == ThreadId) await PutBack(item.Text, item.ParentId);
    });

    async Task PutBack(string text, string? parent)
    {
        if (writing is not null) await writing.InvokeVoidAsync("put", text);
        (replaced, note) = (parent, parent is null ? null : "Replaces");
        StateHasChanged();
    }

    async Task SendWithoutReply()
    {
        if (writing is not null) await writing.InvokeVoidAsync("send", false);
    }

    void Settle()
    {
        justSent?.Dispose();
        justSent = null;
        StateHasChanged();
    }

    async Task StopReply()
    {
        error = Session.Conversation.Active is { } active ? await Session.Cancel(active, leaving.Token) : null;
    }

    async Task SetKey(bool ctrl)
    {
        byCtrl = ctrl;
        if (writing is not null) await writing.InvokeVoidAsync("setKey", ctrl);
    }

    static string MarkOf(bool isChosen) => isChosen ? Icons.Material.Outlined.RadioButtonChecked : Icons.Material.Outlined.RadioButtonUnchecked;
}
