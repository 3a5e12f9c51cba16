using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Sharing;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Sharing;

public sealed class ShareDialogTests : PageTest
{
    readonly FakeSharing sharing = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<ISharingService>(sharing);

    [Fact]
    public void Link_IsShownOnce_ListedAndRevoked()
    {
        var dialogs = DrawDialogs();
        var dialog = Render<ShareDialog>(of => of.Add(it => it.ThreadId, "thread_1"));
        dialog.InvokeAsync(dialog.Instance.Open);
        Assert.Contains("No links.", dialogs.Markup);

        dialogs.Find("select").Change("7");
        Click(dialogs, "Create link");
        Assert.Equal("https://portal.test/shared/secret", dialogs.Find("pre").TextContent);
        Assert.Equal(Clock.GetUtcNow().AddDays(7).ToUnixTimeSeconds(), sharing.Made[0].ExpiresAt);
        dialog.InvokeAsync(dialog.Instance.Open);
        Assert.Empty(dialogs.FindAll("pre"));
        Assert.Single(dialogs.FindAll(".links li"));

        Click(dialogs, "Revoke");

        Assert.Equal(["share_1"], sharing.Revoked);
        Assert.Empty(dialogs.FindAll(".links li"));
    }

    [Fact]
    public void SharedPage_ShowsTheWordsOnly_AndFetchesMore()
    {
        var page = Draw<SharedPage>(Viewer, of => of.Add(it => it.Token, "secret"));

        Assert.Contains("Where is my parcel?", page.Find("article.user").TextContent);
        Assert.NotNull(page.Find("article.assistant strong ~ *, article.assistant .markdown"));
        Assert.Contains("Read only", page.Markup);
        Assert.Empty(page.FindAll("textarea, input"));
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Show more").Click();

        Assert.Equal(3, page.FindAll("article").Count);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Show more");
    }

    [Fact]
    public void SharedPage_OfARevokedLink_SaysSo()
    {
        var page = Draw<SharedPage>(Viewer, of => of.Add(it => it.Token, "revoked"));

        Assert.Contains("Not found", page.Find("[role=alert]").TextContent);
    }

    static void Click(IRenderedComponent<MudBlazor.MudDialogProvider> dialogs, string text) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    sealed class FakeSharing : ISharingService
    {
        readonly List<ThreadShare> kept = [];

        public List<ThreadShareInput> Made { get; } = [];

        public List<string> Revoked { get; } = [];

        public Task<Result<ListPage<ThreadShare>>> List(string threadId, ListQuery query, CancellationToken cancellation) =>
            Task.FromResult<Result<ListPage<ThreadShare>>>(Page([.. kept]));

        public Task<Result<ThreadShare>> Create(string threadId, ThreadShareInput input, CancellationToken cancellation)
        {
            Made.Add(input);
            var share = new ThreadShare($"share_{Made.Count}", threadId, "https://portal.test/shared/secret", new("user_1", "Ada"), 1_795_000_000, input.ExpiresAt, null, null);
            kept.Add(share with { Url = null });
            return Task.FromResult<Result<ThreadShare>>(share);
        }

        public Task<Result<Deleted>> Revoke(string threadId, string id, CancellationToken cancellation)
        {
            Revoked.Add(id);
            kept.RemoveAll(share => share.Id == id);
            return Task.FromResult<Result<Deleted>>(new Deleted(id, "thread.share.deleted"));
        }

        public Task<Result<SharedThread>> Read(string token, ListQuery query, CancellationToken cancellation) => Task.FromResult<Result<SharedThread>>(token == "revoked"
            ? ApiError.NotFound("link", token)
            : new SharedThread(new("Parcel", "Helper", 1_795_000_000), query.After is null
                ? new([Say("msg_1", MessageRole.User, "Where is my parcel?"), Say("msg_2", MessageRole.Assistant, "On its **way**")], "msg_1", "msg_2", true)
                : new([Say("msg_3", MessageRole.User, "Thanks")], "msg_3", "msg_3", false)));

        static SharedMessage Say(string id, MessageRole role, string text) =>
            new(id, role, new(role == MessageRole.User ? AuthorType.User : AuthorType.Assistant, "Ada"), text, MessageStatus.Completed, 1_795_000_000, 1_795_000_000);
    }
}
