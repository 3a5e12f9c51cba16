using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;

namespace Portal.Client.Threads.Inspect;

/// <summary>Beside the conversation: what the assistant did, what it has in mind, and what is kept about the thread.</summary>
public sealed partial class InspectPanel : IDisposable
{
    readonly CancellationTokenSource leaving = new();
    ElementReference panel;
    ApiError? failure;
    Message? elsewhere;
    Run? run;
    (string? Id, MessageStatus? Status) read;

    [CascadingParameter]
    public ThreadSession Session { get; set; } = null!;

    [Parameter, EditorRequired]
    public ChatThread Thread { get; set; } = null!;

    [Parameter]
    public AssistantLine? Assistant { get; set; }

    [Parameter, EditorRequired]
    public string Tab { get; set; } = InspectTabs.Run;

    /// <summary>The reply that was chosen; null for the latest.</summary>
    [Parameter]
    public string? ReplyId { get; set; }

    /// <summary>It was opened by hand: then the focus goes to it.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    [Parameter]
    public EventCallback Close { get; set; }

    [Parameter]
    public EventCallback<ChatThread> Saved { get; set; }

    [Inject]
    IRunsService Runs { get; set; } = null!;

    [Inject]
    IMessagesService Messages { get; set; } = null!;

    Message? Shown => ReplyId is null ? Session.Conversation.LastReply?.Message
        : Session.Conversation.TryGet(ReplyId, out var entry) ? entry.Message
        : elsewhere?.Id == ReplyId ? elsewhere : null;

    string Beginning
    {
        get
        {
            var text = (Shown?.Content?.PlainText ?? "").ReplaceLineEndings(" ");
            return text.Length <= 60 ? text : $"{text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)]}…";
        }
    }

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (ReplyId is not null && Shown is null)
        {
            var found = await Messages.Get(Thread.Id, ReplyId, leaving.Token);
            (elsewhere, failure) = (found.Value, found.Error);
        }

        if (read == (Shown?.Id, Shown?.Status)) return;
        await Read();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && TakesFocus) await panel.FocusAsync();
    }

    async Task Read()
    {
        var asked = read = (Shown?.Id, Shown?.Status);
        if (Shown?.RunId is not { } id)
        {
            run = null;
            return;
        }

        if (run?.Id != id) run = null;
        var answer = await Runs.Get(id, leaving.Token);
        // Another reply was chosen meanwhile, or this one has gone on; that answer counts.
        if (asked != read) return;
        (run, failure) = (answer.Value, answer.Error);
    }

    Task Press(KeyboardEventArgs press) => press.Key == "Escape" ? Close.InvokeAsync() : Task.CompletedTask;
}
