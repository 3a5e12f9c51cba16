using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Portal.Client.Access;
using Portal.Client.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

public sealed partial class NoteBox
{
    ElementReference box;
    IReadOnlyList<PersonName>? found;
    string? sought;
    string? error;
    bool isBusy;

    [Parameter, EditorRequired]
    public TeamSession Team { get; set; } = null!;

    [Parameter]
    public EventCallback OnTyping { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    UnsentNote Draft => Team.Draft;

    /// <summary>Whom a whisper reaches: who answers, else who has the thread.</summary>
    string? HandlerId => Team.Thread.TakenOverBy?.Id ?? Team.Thread.AssigneeId;

    string HandlerName => Team.Thread.TakenOverBy?.Name ?? Team.Thread.Assignee?.Name ?? Words["WhoHasIt"];

    bool MayWhisper => Viewer?.Manages(Team.Thread.ProjectId) == true && HandlerId is { } id && id != Viewer.UserId;

    NoteKind Kind => Draft.Whispers && MayWhisper ? NoteKind.Whisper : NoteKind.Note;

    /// <summary>Puts text below what is written already.</summary>
    public void Append(string more)
    {
        Draft.Text = Draft.Text.Length == 0 || Draft.Text.EndsWith('\n') ? Draft.Text + more : $"{Draft.Text}\n\n{more}";
        StateHasChanged();
    }

    public ValueTask Focus() => box.FocusAsync();

    async Task Type(ChangeEventArgs typed)
    {
        (Draft.Text, error) = ((string?)typed.Value ?? "", null);
        var words = NoteMention.BeingTyped(Draft.Text);
        sought = words;
        if (words is null) found = null;
        await OnTyping.InvokeAsync();
        if (words is null) return;
        var answer = await People.Find(Team.Thread.ProjectId, words, Viewer, CancellationToken.None);
        // A later key press has asked already; its answer counts.
        if (words != sought) return;
        (found, error) = (answer.Value, answer.Error?.Message);
    }

    async Task Press(KeyboardEventArgs press)
    {
        if (press.Key is "Escape") (found, sought) = (null, null);
        else if (press is { Key: "Enter", CtrlKey: true } or { Key: "Enter", MetaKey: true }) await Add();
    }

    async Task Mention(PersonName person)
    {
        Draft.Text = NoteMention.Complete(Draft.Text, person.Name);
        if (!Draft.Mentioned.Contains(person)) Draft.Mentioned.Add(person);
        (found, sought) = (null, null);
        await Focus();
    }

    async Task Add()
    {
        if (isBusy || string.IsNullOrWhiteSpace(Draft.Text)) return;
        var input = new NoteInput
        {
            Text = Draft.Text.Trim(),
            Kind = Kind,
            Mentions = [.. Draft.Mentioned.Where(person => Draft.Text.Contains($"@{person.Name}", StringComparison.Ordinal)).Select(person => person.Id)],
        };
        foreach (var (_, wrong) in ContractRules.Check(input))
        {
            error = wrong;
            return;
        }

        isBusy = true;
        error = (await Team.AddNote(input, Draft.Key, CancellationToken.None))?.Message;
        isBusy = false;
        if (error is not null) return;
        found = null;
        Draft.Clear();
    }
}

/// <summary>A note while it is being written.</summary>
public sealed class UnsentNote
{
    public string Text { get; set; } = "";

    public List<PersonName> Mentioned { get; } = [];

    public bool Whispers { get; set; }

    /// <summary>The same for all attempts to add the note, so that it counts once.</summary>
    public string Key { get; private set; } = NewKey();

    public void Clear()
    {
        (Text, Key) = ("", NewKey());
        Mentioned.Clear();
    }

    static string NewKey() => Guid.NewGuid().ToString("N");
}

/// <summary>A mention at the end of what is written: an at sign at a word's beginning, and a name.</summary>
static class NoteMention
{
    /// <summary>Longer than any part of a name that one types to find somebody.</summary>
    const int Longest = 40;

    /// <returns>What stands after the at sign; null where no mention is being typed.</returns>
    public static string? BeingTyped(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0 || (at > 0 && !char.IsWhiteSpace(text[at - 1]))) return null;
        var words = text[(at + 1)..];
        return words.Length > Longest || words.AsSpan().ContainsAny('\n', ' ') ? null : words;
    }

    public static string Complete(string text, string name) => $"{text[..text.LastIndexOf('@')]}@{name} ";
}
