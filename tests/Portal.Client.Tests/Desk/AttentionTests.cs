using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Tests.Shared;
using Portal.Client.Tests.Threads;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Desk;

public sealed class AttentionTests : PageTest
{
    readonly FakeDesk desk = new();
    readonly FakeThreads threads = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IDeskEvents>(desk)
        .AddSingleton<IDeskService>(desk)
        .AddSingleton<IThreadsService>(threads);

    [Fact]
    public void Bell_SaysWhatNeedsThePerson_AndLeadsThere()
    {
        var bell = OpenBell();
        Assert.Contains("Nothing needs you.", bell.Find(".menu-panel").TextContent);

        desk.Say(new DeskSnapshot([], [Make("attn_1", "thread_1", AttentionReason.Reply, null)]));
        desk.Say(new AttentionAdded(Make("attn_2", "thread_2", AttentionReason.PersonRequested, "Mia")));

        bell.WaitForAssertion(() => Assert.Equal("Attention: 2 things need you", bell.Find("summary .visually-hidden").TextContent));
        Assert.Equal(["Mia asks for a person", "The reply is ready"], bell.FindAll(".reason").Select(reason => reason.TextContent));
        Assert.Equal(["threads/thread_2", "threads/thread_1"], bell.FindAll("a.menu-item").Select(link => link.GetAttribute("href")));
        Assert.Equal(1, desk.Followers);
    }

    [Fact]
    public void Bell_IsClearedByTheServerOrByThePerson()
    {
        var bell = OpenBell();
        desk.Say(new DeskSnapshot([], [Make("attn_1", "thread_1", AttentionReason.Reply, null), Make("attn_2", "thread_2", AttentionReason.Tool, null)]));
        desk.Say(new AttentionCleared("thread_1"));
        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".count").TextContent));

        ClearAll(bell);

        Assert.Null(Assert.Single(desk.Cleared).ThreadId);
        Assert.Empty(bell.FindAll(".count"));
    }

    [Fact]
    public void Bell_ClearingRefused_SaysSoAndKeepsAll()
    {
        desk.Failure = Refused;
        var bell = OpenBell();
        desk.Say(new AttentionAdded(Make("attn_1", "thread_1", AttentionReason.Reply, null)));
        bell.WaitForElement(".count");

        ClearAll(bell);

        Assert.Equal("Portal could not be reached.", bell.Find("[role=alert]").TextContent);
        Assert.Equal("1", bell.Find(".count").TextContent);
    }

    [Fact]
    public void Reasons_AllHaveWords()
    {
        var words = Services.GetRequiredService<DeskWords>();
        foreach (var reason in Enum.GetValues<AttentionReason>())
        {
            Assert.DoesNotContain("AttentionReason", words.Reason(Make("attn_1", "thread_1", reason, null)), StringComparison.Ordinal);
            Assert.DoesNotContain("{0}", words.Reason(Make("attn_1", "thread_1", reason, "Mia")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Teller_GivesTheTabItsNumber_AndTellsWhetherTheThreadIsOpen()
    {
        GoTo("threads/thread_1");
        Draw<AttentionTeller>(Owner);

        desk.Say(new AttentionAdded(Make("attn_1", "thread_1", AttentionReason.Tool, null)));
        desk.Say(new AttentionAdded(Make("attn_2", "thread_2", AttentionReason.Mentioned, "Mia")));

        var told = Render<AttentionBell>(of => of.Add(it => it.Id, "bell"));
        told.WaitForAssertion(() => Assert.Equal(2, JSInterop.Invocations["tell"].Count));
        Assert.Equal([0, 1, 2], JSInterop.Invocations["badge"].Select(call => call.Arguments[0]));
        Assert.Equal(["attn_1", "thread_1", "A reply waits for a tool", "Refund", true], JSInterop.Invocations["tell"][0].Arguments);
        Assert.Equal(["attn_2", "thread_2", "Mia mentioned you", "Refund", false], JSInterop.Invocations["tell"][1].Arguments);
    }

    [Fact]
    public void Settings_AskTheBrowserOnlyByTheButton()
    {
        var module = JSInterop.SetupModule("./Desk/AttentionSettings.razor.js");
        module.Setup<string>("read").SetResult("default");
        module.Setup<string>("ask").SetResult("granted notify");
        module.Setup<string>("save", true, true).SetResult("granted notify sound");
        var settings = Draw<AttentionSettings>(Owner);
        Assert.Empty(module.Invocations["ask"]);

        settings.Find("button").Click();
        Assert.True(settings.FindAll("input")[0].HasAttribute("checked"));
        settings.FindAll("input")[1].Change(true);

        Assert.True(settings.FindAll("input")[1].HasAttribute("checked"));
    }

    [Fact]
    public void Settings_BlockedByTheBrowser_SaysWhereToChangeIt()
    {
        JSInterop.SetupModule("./Desk/AttentionSettings.razor.js").Setup<string>("read").SetResult("denied");

        var settings = Draw<AttentionSettings>(Owner);

        Assert.Contains("blocks notifications", settings.Markup);
        Assert.Empty(settings.FindAll("button"));
    }

    [Fact]
    public async Task Attendance_OutOfSight_SeesNothing_UntilItIsBack()
    {
        var thread = FakeThreads.Make("thread_1", "Refund") with { LastSequence = 5 };
        var there = Attend(thread);
        Assert.Equal(["view thread_1  5"], threads.Calls);
        await there.InvokeAsync(() => there.Instance.Hidden(true));

        there.Render(of => of.Add(it => it.Thread, thread with { LastSequence = 9, Unread = 1 }));
        Assert.Single(threads.Calls);
        await there.InvokeAsync(() => there.Instance.Hidden(false));

        Assert.Equal(["view thread_1  5", "view thread_1  9"], threads.Calls);
    }

    IRenderedComponent<ThreadAttendance> Attend(ChatThread thread)
    {
        JSInterop.SetupModule("./Desk/ThreadAttendance.razor.js").SetupModule("watch", _ => true).Setup<bool>("isHidden").SetResult(false);
        threads.Stored.Add(thread);
        return Draw<ThreadAttendance>(Owner, of => of.Add(it => it.Id, "thread_1").Add(it => it.Thread, thread));
    }

    IRenderedComponent<AttentionBell> OpenBell()
    {
        Services.GetRequiredService<LiveDesk>().Follow();
        return Draw<AttentionBell>(Owner, of => of.Add(it => it.Id, "bell"));
    }

    static void ClearAll(IRenderedComponent<AttentionBell> bell) => bell.FindAll("button").First(button => button.TextContent.Contains("Clear all", StringComparison.Ordinal)).Click();

    static Attention Make(string id, string thread, AttentionReason reason, string? actor) =>
        new(id, thread, "proj_1", "Refund", reason, actor is null ? null : new PersonName("user_7", actor), null, 1_795_000_000);
}
