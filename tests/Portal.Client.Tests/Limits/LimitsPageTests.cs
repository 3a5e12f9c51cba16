using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Limits;
using Portal.Client.Runs;

namespace Portal.Client.Tests.Limits;

public sealed class LimitsPageTests : LimitsTest
{
    static readonly LimitDetail Lowered = new(60_000, 30_000, 24_000, 6_000, FakeLimits.Now + 24, "Lowered to 50% for calls to Local: it answered 429.");

    [Fact]
    public void WithoutLimits_SaysSo_AndLeadsToSettingThem()
    {
        GoTo("/limits?project=proj_1");

        var page = Draw<LimitsPage>(Owner);

        Assert.Contains("No limit is set for this project", page.Markup, StringComparison.Ordinal);
        Assert.Equal(5, page.FindAll(".gauge").Count);
        Assert.All(page.FindAll(".gauge .caption"), word => Assert.Equal("No limit", word.TextContent));
        Assert.Contains("limits?project=proj_1&open=limits", page.FindAll("a").Where(link => link.TextContent == "Set limits").Select(link => link.GetAttribute("href")));
        Assert.Equal("limits?project=proj_1&open=budget", page.Find("header .button-primary").GetAttribute("href"));
        Assert.Contains("Nothing limits", page.Find(".look").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Gauges_SayHowMuchIsUsed_AsNumberBarAndWord_AndWhy()
    {
        fake.Limits = FakeLimits.Make(ScopeType.Project, "proj_1", ("tokens_per_minute", Lowered), ("concurrent_threads", new(5, 5, 5, 0, null, "As it was set.")));
        GoTo("/limits?project=proj_1");

        var gauges = Draw<LimitsPage>(Owner).FindAll(".gauge");

        Assert.Equal("24,000 of 30,000", string.Join(' ', gauges[0].QuerySelectorAll(".gauge-value > *").Select(part => part.TextContent)));
        Assert.Equal("width:80%", gauges[0].QuerySelector(".fill")!.GetAttribute("style"));
        Assert.Equal("Tokens a minute: 80 % used", gauges[0].QuerySelector(".meter")!.GetAttribute("aria-label"));
        Assert.Contains("Nearly used up", gauges[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("it answered 429. Set: 60,000.", gauges[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Used up", gauges[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Free again as replies end.", gauges[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void OneLook_SaysWhoIsLimited_WhatIsLeft_AndWhatChanged()
    {
        fake.Budgets.Add(FakeLimits.Month);
        fake.Refusals.Add(FakeLimits.Refused);
        fake.State = new([new("proj_1", "thread_1", LimitKind.ConcurrentThreads, "This project may have 5 replies in the making.")],
            [new("prov_1", "Local", 0.5, FakeLimits.Now + 12, FakeLimits.Now - 30, "It answered 429.")]);
        GoTo("/limits?project=proj_1");

        var page = Draw<LimitsPage>(Owner);

        var look = page.FindAll(".look > section");
        Assert.Equal("1 call waits, 14 refused in the last hour", look[0].QuerySelector(".big")!.TextContent);
        Assert.Contains("This project may have 5 replies in the making.", look[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("14 % left", look[1].QuerySelector(".big")!.TextContent);
        Assert.Contains("$43.00 of $50.00", look[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["Calls to Local were lowered.", "Key Importer was refused 14 times: budget.", "The budget “$50.00 a month, Support desk” was made."],
            look[2].QuerySelectorAll("li > span:first-child").Select(change => change.TextContent));
        Assert.Equal("threads/thread_1", page.Find(".waiting a").GetAttribute("href"));
        Assert.Contains("Not asked at the moment", page.Find(".loads").TextContent, StringComparison.Ordinal);
        Assert.Equal("width:50%", page.Find(".loads .fill").GetAttribute("style"));
        Assert.Equal("limits/refusals/ref_1", page.Find("tbody a").GetAttribute("href"));
    }

    [Fact]
    public void OneLook_OfMoreRefusalsThanAreRead_SaysAtLeast()
    {
        fake.Refusals.AddRange(Enumerable.Range(0, LimitsSnapshot.NewestRefusals).Select(number => FakeLimits.Refused with { Id = $"ref_{number}", Count = 1 }));
        GoTo("/limits?project=proj_1");

        Assert.Equal("at least 20 refused in the last hour", Draw<LimitsPage>(Owner).Find(".big").TextContent);
    }

    [Fact]
    public void Budget_ShowsWhatIsSpentAndHeld_AgainstItsThresholds()
    {
        fake.Budgets.Add(FakeLimits.Month);
        GoTo("/limits?project=proj_1");

        var budget = Draw<LimitsPage>(Owner).Find(".budgets > li");

        Assert.Equal("width:84%", budget.QuerySelector(".fill")!.GetAttribute("style"));
        Assert.Equal("width:2%", budget.QuerySelector(".held")!.GetAttribute("style"));
        Assert.Equal(["left:50%", "left:80%"], budget.QuerySelectorAll(".tick").Select(tick => tick.GetAttribute("style")));
        Assert.Equal("84 % spent, 2 % held for calls under way", budget.QuerySelector(".meter")!.GetAttribute("aria-label"));
        foreach (var word in new[] { "84 % spent", "Hard", "Calls are refused when it is used up", "Alerts at 50, 80, 100 %." })
            Assert.Contains(word, budget.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_SnapshotsTakeThePlaceOfWhatWasRead()
    {
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Owner);
        Assert.Equal(["proj_1"], fake.Followed);
        Assert.Empty(page.FindAll(".budgets > li"));

        fake.Say(now => now with { Budgets = [FakeLimits.Month] });

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".budgets > li")));
        Assert.Contains("Live", page.Find("header .chip").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void HubAway_IsReadAgainFromTimeToTime()
    {
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Owner);
        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(1, fake.Reads);

        Services.GetRequiredService<LiveConnection>().Set(LiveState.Reconnecting);
        fake.Budgets.Add(FakeLimits.Month);
        Clock.Advance(TimeSpan.FromSeconds(16));

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".budgets > li")));
        Assert.Contains("Read every 15 s", page.Find("header .chip").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RightLost_SaysSo()
    {
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Owner);
        fake.Unread = Refused;

        fake.End();

        page.WaitForAssertion(() => Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherProject_IsReadAndFollowedInstead()
    {
        GoTo("/limits?project=proj_1");
        Draw<LimitsPage>(Owner);

        GoTo("/limits?project=proj_2");

        Assert.Equal(["proj_1", "proj_2"], fake.Followed);
        Assert.Equal(2, fake.Reads);
    }

    [Fact]
    public void Viewer_SeesAProjectWithoutItsButtons_AndOfTheOrganizationOnlyWhatIsTheirs()
    {
        fake.Budgets.Add(FakeLimits.Month);
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Viewer);
        Assert.Single(page.FindAll(".budgets > li"));
        Assert.Empty(page.FindAll("header a, .budgets button, .side-panel"));

        GoTo("/limits");

        page.WaitForAssertion(() => Assert.Contains("choose one of yours", page.Find(".notice").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".budgets, .gauge"));
    }

    [Fact]
    public void LimitsOfOneKey_StandInTheTable_TheProjectsOwnDoNot()
    {
        fake.Scopes.Add(FakeLimits.Make(ScopeType.Project, "proj_1"));
        fake.Scopes.Add(FakeLimits.Make(ScopeType.Key, "key_1", ("tokens_per_day", new(1_000, 1_000, 250, 750, FakeLimits.Now, null))) with { ScopeName = "Importer" });
        GoTo("/limits?project=proj_1");

        var rows = Draw<LimitsPage>(Owner).FindAll("tbody tr");

        Assert.Equal("Key Importer", Assert.Single(rows).QuerySelector("a")!.TextContent);
        Assert.Contains("250 of 1,000", rows[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void OlderRefusals_AreAPageAway()
    {
        fake.Refusals.Add(FakeLimits.Refused);
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Owner);
        Assert.Contains("after=ref_1", page.Find("a[rel=next]").GetAttribute("href"), StringComparison.Ordinal);

        GoTo("/limits?project=proj_1&after=ref_1");

        page.WaitForAssertion(() => Assert.Contains("Older key", page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Budget_IsDeletedAfterAQuestion_ThatSaysWhatIsLost()
    {
        fake.Budgets.Add(FakeLimits.Month);
        GoTo("/limits?project=proj_1");
        var dialogs = DrawDialogs();
        var page = Draw<LimitsPage>(Owner);

        Press(page, "Delete $50.00 a month, Support desk");
        Assert.Contains("What it would have refused is let through from now on", dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(fake.Deleted);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Delete budget").Click();

        Assert.Equal(["bud_1"], fake.Deleted);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".budgets > li")));
    }

    [Fact]
    public void Failure_CanBeTriedAgain()
    {
        fake.Unread = Refused;
        GoTo("/limits?project=proj_1");
        var page = Draw<LimitsPage>(Owner);
        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        fake.Unread = null;
        Press(page, "Try again");

        Assert.Equal(5, page.FindAll(".gauge").Count);
    }
}
