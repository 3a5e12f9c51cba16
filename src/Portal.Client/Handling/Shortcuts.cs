namespace Portal.Client.Handling;

/// <param name="Title">The name of the group's text.</param>
sealed record ShortcutGroup(string Title, IReadOnlyList<Shortcut> Shortcuts);

/// <param name="Keys">Each way to press it; the keys of one are held together.</param>
/// <param name="Does">The name of the text that says what it does.</param>
sealed record Shortcut(string Does, params IReadOnlyList<IReadOnlyList<string>> Keys);

/// <summary>The keys that the desk listens to.</summary>
static class Shortcuts
{
    public static readonly IReadOnlyList<ShortcutGroup> All =
    [
        new("Keys.Everywhere", [new("Keys.Palette", ["Ctrl", "K"]), new("Keys.Sheet", ["?"])]),
        new("Keys.Write",
        [
            new("Keys.Send", ["Enter"]), new("Keys.SendAlways", ["Ctrl", "Enter"]), new("Keys.NewLine", ["Shift", "Enter"]),
            new("Keys.NoReply", ["Alt", "Enter"]), new("Keys.Slash", ["/"]),
        ]),
        new("Keys.Menu", [new("Keys.Choose", ["↑"], ["↓"]), new("Keys.Take", ["Enter"], ["Tab"]), new("Keys.CloseMenu", ["Esc"])]),
        new("Keys.List",
        [
            new("Keys.NextThread", ["↓"], ["J"]), new("Keys.PreviousThread", ["↑"], ["K"]), new("Keys.FirstThread", ["Home"]), new("Keys.LastThread", ["End"]),
            new("Keys.OpenThread", ["Enter"]), new("Keys.SelectThread", ["X"]), new("Keys.EndSelection", ["Esc"]),
        ]),
        new("Keys.Messages",
        [
            new("Keys.Next", ["↓"], ["J"]), new("Keys.Previous", ["↑"], ["K"]), new("Keys.First", ["Home"]), new("Keys.Last", ["End"]),
            new("Keys.Versions", ["←"], ["→"]), new("Keys.Back", ["Esc"]),
        ]),
        new("Keys.Notes", [new("Keys.Mention", ["@"]), new("Keys.AddNote", ["Ctrl", "Enter"])]),
        new("Keys.Panel", [new("Keys.ClosePanel", ["Esc"])]),
    ];
}
