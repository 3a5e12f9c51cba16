using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Alerts;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Alerts;

/// <summary>The list of alerts while it changes.</summary>
public sealed class AlertsPageLiveTests : PageTest
{
    readonly FakeAlerts alerts = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IAlertsService>(alerts).AddSingleton<IAlertsEvents>(alerts).AddSingleton(Refusing.Everything<IProjectsService>());

    [Fact]
    public void NewAlerts_WaitUntilTheyAreAskedFor()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        var page = Draw();
        foreach (var id in new[] { "alert_2", "alert_3" })
        {
            alerts.All.Insert(0, FakeAlerts.Make(id));
            alerts.Say();
        }

        page.WaitForAssertion(() => Assert.Equal("Show 2 new alerts", page.Find(".unseen button").TextContent.Trim()));
        Assert.Single(page.FindAll("tbody tr"));

        page.Find(".unseen button").Click();

        // Where a live list is just being taken, the click is answered after it.
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll(".unseen button"));
    }

    [Fact]
    public void AlertThatEnds_SaysSoInItsPlace_AndIsNoNewOne()
    {
        alerts.All = [FakeAlerts.Make("alert_2"), FakeAlerts.Make("alert_1")];
        var page = Draw();

        alerts.All[0] = alerts.All[0] with { Status = AlertStatus.Acknowledged, AcknowledgedByName = "Ben" };
        alerts.Say();

        page.WaitForAssertion(() => Assert.Contains("Acknowledged", page.FindAll("tbody tr")[0].TextContent));
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll(".unseen button"));
    }

    [Fact]
    public void AlertThatMovesUpFromTheNextPage_IsNoNewOne()
    {
        (alerts.All, alerts.Size) = ([FakeAlerts.Make("alert_3"), FakeAlerts.Make("alert_2"), FakeAlerts.Make("alert_1")], 2);
        var page = Draw();

        alerts.All[0] = alerts.All[0] with { Status = AlertStatus.Acknowledged, AcknowledgedByName = "Ben" };
        alerts.Say();
        page.WaitForAssertion(() => Assert.Contains("Acknowledged", page.FindAll("tbody tr")[0].TextContent));
        Assert.Empty(page.FindAll(".unseen button"));

        alerts.All.Insert(0, FakeAlerts.Make("alert_4"));
        alerts.Say();
        page.WaitForAssertion(() => Assert.Equal("Show 1 new alert", page.Find(".unseen button").TextContent.Trim()));
    }

    [Fact]
    public void OpenPanel_StaysAndFollows()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        GoTo("/alerts?alert=alert_1");
        var page = Draw();
        page.FindAll(".side-panel select")[1].Change("30");

        alerts.All[0] = alerts.All[0] with { Status = AlertStatus.Acknowledged, AcknowledgedByName = "Ben" };
        alerts.Say();

        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll(".side-panel button"), button => button.TextContent.Trim() == "Acknowledge"));
        Assert.Contains("Acknowledged", page.Find(".side-panel").TextContent);
        // What was chosen there and not yet sent.
        Assert.Equal("30", page.FindAll(".side-panel select")[1].GetAttribute("value"));
    }

    [Fact]
    public void EmptyList_TakesWhatComes()
    {
        var page = Draw();
        Assert.Contains("No open alerts", page.Markup);
        alerts.All = [FakeAlerts.Make("alert_1")];
        alerts.Say();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void HubAway_IsReadAgainFromTimeToTime()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        var page = Draw();
        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(1, alerts.Reads);
        Assert.Contains("Live", page.Find("header .chip").TextContent);

        Services.GetRequiredService<LiveConnection>().Set(LiveState.Reconnecting);
        alerts.All.Insert(0, FakeAlerts.Make("alert_2"));
        Clock.Advance(TimeSpan.FromSeconds(16));

        page.WaitForAssertion(() => Assert.Equal("Show 1 new alert", page.Find(".unseen button").TextContent.Trim()));
        Assert.Contains("Read every 15 s", page.Find("header .chip").TextContent);

        // What cannot be read leaves what is shown.
        alerts.Refusal = Refused;
        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(3, alerts.Reads);
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public void RightLost_SaysSo()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        var page = Draw();
        alerts.Refusal = Refused;
        alerts.End();
        page.WaitForAssertion(() => Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent));
    }

    [Fact]
    public void OtherFilters_AreFollowedInstead_OtherAlertsInThePanelAreNot()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        Draw();
        GoTo("/alerts?alert=alert_1");
        GoTo("/alerts?kind=overshoot&alert=alert_1");
        Assert.Equal([new AlertFilter(AlertStatus.Open), new AlertFilter(AlertStatus.Open, AlertKind.Overshoot)], alerts.Followed);
    }

    IRenderedComponent<AlertsPage> Draw() => Draw<AlertsPage>(Owner);
}
