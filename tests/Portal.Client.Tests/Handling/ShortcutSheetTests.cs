using Bunit;
using Portal.Client.Handling;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Handling;

public sealed class ShortcutSheetTests : PageTest
{
    [Fact]
    public void Sheet_ListsEveryShortcutByGroup_InWords()
    {
        var sheet = Render<ShortcutSheet>();

        Assert.Equal(["Everywhere", "Where one writes", "In the command menu", "In the list of threads", "Among the messages", "In a note", "In the side panel"], sheet.FindAll("h3").Select(title => title.TextContent));
        Assert.Equal(Shortcuts.All.Sum(group => group.Shortcuts.Count), sheet.FindAll("dt").Count);
        Assert.All(sheet.FindAll("dt"), name => Assert.DoesNotContain("Keys.", name.TextContent));
        Assert.Equal(["Alt", "Enter"], sheet.FindAll("dl > div").Single(line => line.TextContent.Contains("without asking")).QuerySelectorAll("kbd").Select(key => key.TextContent));
    }

    [Fact]
    public void Script_IsAttached()
    {
        Render<ShortcutSheet>();

        Assert.Contains(JSInterop.Invocations, call => call.Identifier == "import" && (string)call.Arguments[0]! == "./Handling/ShortcutSheet.razor.js");
    }
}
