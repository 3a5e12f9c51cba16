using Bunit;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Tests.Shared;

public sealed class OneClickTests : PageTest
{
    [Fact]
    public void Undo_TakesItBack_AndIsGone()
    {
        var undone = 0;
        var notice = Render<UndoNotice>();
        notice.InvokeAsync(() => notice.Instance.Show("Paused.", () => Answer(null, () => undone++)));
        Assert.Contains("Paused.", notice.Find("[role=status]").TextContent, StringComparison.Ordinal);

        notice.Find("button").Click();

        Assert.Equal(1, undone);
        Assert.Empty(notice.FindAll("button"));
    }

    [Fact]
    public void Undo_ThatFails_StaysWithItsReason()
    {
        var notice = Render<UndoNotice>();
        notice.InvokeAsync(() => notice.Instance.Show("Paused.", () => Answer(Refused)));

        notice.Find("button").Click();

        Assert.Contains(Refused.Message, notice.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(notice.FindAll("button"));
    }

    [Fact]
    public void TypedConfirmation_WaitsForTheName()
    {
        var (dialogs, confirmed) = (DrawDialogs(), 0);
        var confirm = Render<ConfirmDialog>(of => of
            .Add(shown => shown.Title, "Archive")
            .Add(shown => shown.Verb, "Archive project")
            .Add(shown => shown.TypeToConfirm, "Support  desk")
            .Add(shown => shown.Action, () => Answer(null, () => confirmed++)));
        confirm.InvokeAsync(confirm.Instance.Open);
        Assert.True(dialogs.FindAll("button")[^1].HasAttribute("disabled"));
        dialogs.Find("input").Input("Support des");
        Assert.True(dialogs.FindAll("button")[^1].HasAttribute("disabled"));

        dialogs.Find("input").Input("Support desk ");
        dialogs.FindAll("button")[^1].Click();

        Assert.Equal(1, confirmed);
    }

    static Task<ApiError?> Answer(ApiError? error, Action? then = null)
    {
        then?.Invoke();
        return Task.FromResult(error);
    }
}
