using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Assistants;
using Portal.Client.Threads.Composing;

namespace Portal.Client.Threads;

/// <summary>The slash menu, and the messages that the server has queued.</summary>
public sealed partial class Composer
{
    readonly CancellationTokenSource leaving = new();
    IReadOnlyList<QueuedMessage> queue = [];
    List<ComposerEntry> entries = [];
    IReadOnlyList<ComposerEntry>? found;
    Assistant? assistant;
    string? typed;
    bool isClosed;
    int chosen;

    [Inject]
    IEnumerable<IComposerCommands> Commands { get; set; } = null!;

    /// <summary>Called by the page's script with what stands after a slash at the beginning of the box; null once it stands there no more.</summary>
    [JSInvokable]
    public async Task Slash(string? text)
    {
        if (Session.IsVisitors) return;
        var opens = typed is null && text is not null;
        (typed, isClosed) = (text, false);
        if (opens) entries = [];
        Find();
        if (!opens) return;
        assistant ??= (await Assistants.Get(Session.Thread.AssistantId, leaving.Token)).Value;
        foreach (var commands in Commands)
        {
            entries.AddRange(await commands.List(new(Session, assistant) { Viewer = Viewer }, leaving.Token));
            Find();
        }
    }

    [JSInvokable]
    public void Move(int step)
    {
        if (found is null) return;
        chosen = (chosen + step + found.Count) % found.Count;
        StateHasChanged();
    }

    [JSInvokable]
    public Task Choose() => ChooseAt(chosen);

    /// <summary>The text stays as it is, and the menu away until more is typed, also where commands still come.</summary>
    [JSInvokable]
    public void CloseMenu()
    {
        isClosed = true;
        Find();
    }

    void Find()
    {
        var matching = typed is null || isClosed ? [] : CommandFilter.Matching(entries, typed);
        (found, chosen) = (matching.Count == 0 ? null : matching, 0);
        StateHasChanged();
    }

    async Task ChooseAt(int place)
    {
        if (found is null || place >= found.Count || writing is null) return;
        var entry = found[place];
        (found, typed) = (null, null);
        await writing.InvokeVoidAsync("replace", "");
        var outcome = await entry.Choose(leaving.Token);
        if (outcome.Insert is not null) await writing.InvokeVoidAsync("replace", outcome.Insert);
        error = outcome.Error;
        StateHasChanged();
    }

    async Task TakeBack(QueuedMessage queued)
    {
        if (queued.Reply.Status != MessageStatus.Queued) return;
        var isLast = queue.Count > 0 && queue[^1].Reply == queued.Reply;
        error = await Session.Cancel(queued.Reply, leaving.Token);
        if (error is not null) return;
        // At the end of the queue the new text takes its place; further up what follows hangs on it, so the new text comes last.
        await PutBack(queued.Message.Text, isLast ? queued.Message.Message.ParentId ?? MessageInput.Root : null);
    }

    async Task Cancel(QueuedMessage queued)
    {
        if (queued.Reply.Status == MessageStatus.Queued) error = await Session.Cancel(queued.Reply, leaving.Token);
    }
}
