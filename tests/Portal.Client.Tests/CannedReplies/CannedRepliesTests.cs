using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.CannedReplies;
using Portal.Client.Handling;
using Portal.Client.Tests.Shared;
using Portal.Client.Tests.Threads;
using Portal.Client.Threads;
using Portal.Client.Threads.Composing;

namespace Portal.Client.Tests.CannedReplies;

public sealed class CannedRepliesTests : PageTest
{
    readonly FakeReplies replies = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<ICannedRepliesService>(replies);

    [Fact]
    public async Task Slash_OffersTheProjectsReplies_FilledIn()
    {
        var entry = Assert.Single(await Commands());

        var outcome = await entry.Choose(CancellationToken.None);

        Assert.Equal(("hello", "Greet the customer", "Canned replies"), (entry.Name, entry.Title, entry.Group));
        Assert.Equal("Hello {{customer.name}}, I am Ada. It is 23 Nov 2026.", outcome.Insert);
        Assert.Contains("Nothing stands here for customer.name", outcome.Error!.Message);
    }

    [Fact]
    public void Section_MakesOne_AndSaysWhatIsWrongBesideTheField()
    {
        var section = Draw(mayManage: true);
        Click(section, "New canned reply");
        section.FindAll("input")[0].Input("good bye");
        section.FindAll("input")[1].Input("Say goodbye");
        section.Find("textarea").Input("Bye {{customer.nam}}");
        Assert.Contains("No variable is called customer.nam.", section.Markup);
        section.Find("form").Submit();
        Assert.Contains("one word", section.Find("#field-canned-name-error").TextContent);

        section.FindAll("input")[0].Input("hello");
        section.Find("form").Submit();
        Assert.Contains("is taken", section.Find("#field-canned-name-error").TextContent);
        section.FindAll("input")[0].Input("bye");
        section.Find("form").Submit();

        Assert.Equal(["/hello", "/bye"], section.FindAll("li .mono").Select(name => name.TextContent));
        Assert.Empty(section.FindAll("form"));
    }

    [Fact]
    public void Section_DeletesAfterAsking()
    {
        var dialogs = DrawDialogs();
        var section = Draw(mayManage: true);

        section.Find("[aria-label='Delete hello']").Click();
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Delete").Click();

        Assert.Contains("No canned replies yet.", section.Markup);
    }

    [Fact]
    public void Section_ForThoseWhoDoNotManage_HasNoButtons() => Assert.Empty(Draw(mayManage: false).FindAll("button"));

    async Task<IReadOnlyList<ComposerEntry>> Commands()
    {
        var chat = new FakeChat();
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, Clock);
        var commands = new CannedCommands(replies, Services.GetRequiredService<HandlingWords>(), Clock);
        return await commands.List(new(session, null) { Viewer = Owner }, CancellationToken.None);
    }

    IRenderedComponent<CannedRepliesSection> Draw(bool mayManage) =>
        Render<CannedRepliesSection>(of => of.Add(it => it.ProjectId, "proj_1").Add(it => it.MayManage, mayManage));

    static void Click(IRenderedComponent<CannedRepliesSection> section, string text) =>
        section.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    sealed class FakeReplies : ICannedRepliesService
    {
        readonly List<CannedReply> kept = [New("hello", "Greet the customer", "Hello {{customer.name}}, I am {{user.name}}. It is {{today}}.")];

        public Task<Result<ListPage<CannedReply>>> List(string projectId, CannedReplyOrder sort, ListQuery query, CancellationToken cancellation) =>
            Task.FromResult<Result<ListPage<CannedReply>>>(Page([.. kept]));

        public Task<Result<CannedReply>> Get(string projectId, string id, CancellationToken cancellation) =>
            Task.FromResult<Result<CannedReply>>(kept.Single(reply => reply.Id == id));

        public Task<Result<CannedReply>> Create(string projectId, CannedReplyInput input, CancellationToken cancellation)
        {
            if (kept.Exists(reply => reply.Name == input.Name)) return Task.FromResult<Result<CannedReply>>(ApiError.Conflict($"'{input.Name}' is taken.", "name_taken"));
            kept.Add(New(input.Name, input.Title, input.Text));
            return Task.FromResult<Result<CannedReply>>(kept[^1]);
        }

        public Task<Result<CannedReply>> Update(string projectId, string id, CannedReplyInput input, CancellationToken cancellation) => Create(projectId, input, cancellation);

        public Task<Result<Deleted>> Delete(string projectId, string id, CancellationToken cancellation)
        {
            kept.RemoveAll(reply => reply.Id == id);
            return Task.FromResult<Result<Deleted>>(new Deleted(id, "canned_reply.deleted"));
        }

        static CannedReply New(string name, string title, string text) => new($"canned_{name}", "proj_1", name, title, text, "user_1", 0, 0);
    }
}
