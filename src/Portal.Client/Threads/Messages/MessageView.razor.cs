using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Api;

namespace Portal.Client.Threads.Messages;

/// <summary>One message. It draws itself anew only when its entry says that it has changed.</summary>
public sealed partial class MessageView
{
    ApiError? failure;
    bool drawn;

    [Parameter, EditorRequired]
    public MessageEntry Entry { get; set; } = null!;

    [CascadingParameter]
    public ThreadSession Thread { get; set; } = null!;

    [CascadingParameter]
    public Session? Viewer { get; set; }

    Message message => Entry.Message;

    string author => IsOwn ? Words["You"] : message.Author.Name;

    bool IsOwn => message.Author.Type switch
    {
        AuthorType.User => message.Author.Id == Viewer?.UserId,
        AuthorType.Visitor => Thread.IsVisitors,
        _ => false,
    };

    string Permalink => $"threads/{Uri.EscapeDataString(message.ThreadId)}?message={Uri.EscapeDataString(Entry.Id)}";

    /// <summary>It goes on after its tools have answered, as the same reply.</summary>
    bool continues => Thread.Conversation.ParentOf(Entry) is { Message.Role: MessageRole.Tool };

    /// <summary>The reply before it is still at work.</summary>
    bool waits => message.Status == MessageStatus.Queued && Thread.Conversation.Active != Entry;

    IReadOnlyList<ToolCallEntry> pending => Thread.Conversation.PendingCalls(Entry);

    /// <summary>Why calls without an output will never get one.</summary>
    string? CallFailure => !Entry.IsEnded ? null : message.Error?.Code == "tool_timeout" ? Words["CallTimedOut"] : message.Error is null ? null : Words["CallNotAnswered"];

    string? Problem => message.Role != MessageRole.Assistant ? null : message.Status switch
    {
        MessageStatus.Failed => message.Error?.Message ?? Words["ReplyFailed"],
        MessageStatus.Interrupted => message.Error?.Message ?? Words["ReplyInterrupted"],
        MessageStatus.Cancelled => Words["Stopped"],
        _ => null,
    };

    /// <summary>Its parent has nothing new for it: what changes comes through the entry, and redraws this message alone.</summary>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        if (drawn) return Task.CompletedTask;
        drawn = true;
        return base.SetParametersAsync(parameters);
    }

    public void Dispose() => Entry.Changed -= Render;

    protected override void OnInitialized() => Entry.Changed += Render;

    void Render() => InvokeAsync(StateHasChanged);

    async Task Act(Func<Task<ApiError?>> action) => failure = await action();

    Task Retry() => Act(() => Thread.Retry(Entry, null, CancellationToken.None));

    Task CancelQueued() => Act(() => Thread.Cancel(Entry, CancellationToken.None));

    void BeginEdit() => Entry.Draft.Edit = Entry.Text;

    void CloseEdit() => Entry.Draft.Edit = null;

    async Task<ApiError?> SaveEdit(string text)
    {
        var error = await Thread.Edit(Entry, text, CancellationToken.None);
        if (error is null) CloseEdit();
        return error;
    }
}
