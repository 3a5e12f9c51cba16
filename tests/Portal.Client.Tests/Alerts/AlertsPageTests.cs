using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Alerts;

public sealed class AlertsPageTests : PageTest
{
    readonly FakeAlerts alerts = new();

    protected override void Register(IServiceCollection services)
    {
        services.AddSingleton<IAlertsService>(alerts).AddSingleton<IAlertsEvents>(alerts);
        services.AddSingleton(Refusing.Everything<IProjectsService>());
    }

    [Fact]
    public void Filters_StandInTheAddress_AndOpenOnesAreFirst()
    {
        GoTo("/alerts?project=proj_1&kind=overshoot");
        var page = Draw<AlertsPage>(Owner);
        Assert.Equal(new AlertFilter(AlertStatus.Open, AlertKind.Overshoot, "proj_1"), alerts.Asked);
        Assert.Contains("No alert fits", page.Markup);
        page.Find("#alert-status").Change("all");
        Assert.Equal("/alerts?project=proj_1&kind=overshoot&status=all", Address);
    }

    [Fact]
    public void Panel_ShowsTheHistory_AndAcknowledges()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        GoTo("/alerts?alert=alert_1");
        var page = Draw<AlertsPage>(Owner);
        var panel = page.Find(".side-panel");
        Assert.Contains("Raise it.", panel.TextContent);
        Assert.Contains("Mail to ann@example.org", panel.TextContent);
        Assert.Contains("The server refused.", panel.TextContent);
        Assert.Matches(@"\(2 tries\)\s+Due again\s", panel.TextContent);

        Button(page, "Acknowledge").Click();

        Assert.Equal(AlertStatus.Acknowledged, alerts.All[0].Status);
        Assert.Contains("Acknowledged", page.Find(".side-panel .chip-good").TextContent);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Acknowledge");
        GoTo("/alerts?status=all");
        Assert.Contains("Acknowledged", page.Find("tbody").TextContent);
    }

    [Fact]
    public void Mute_IsOfTheAlertsKindAndProject_ForTheChosenTime()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        GoTo("/alerts?alert=alert_1");
        var page = Draw<AlertsPage>(Owner);
        Button(page, "Mute").Click();
        Assert.Equal(new AlertMuteInput { Kind = AlertKind.BudgetThreshold, ProjectId = "proj_1", Until = Clock.GetUtcNow().AddDays(7).ToUnixTimeSeconds() }, alerts.Muted);
        Assert.Contains("Muted.", page.Markup);
    }

    [Fact]
    public void Viewer_ReadsIt_ButChangesNothing()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        GoTo("/alerts?alert=alert_1");
        var page = Draw<AlertsPage>(Viewer);
        Assert.Contains("Mail to ann@example.org", page.Markup);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() is "Acknowledge" or "Mute");
        Assert.DoesNotContain("alerts/delivery", page.Markup);
    }

    [Fact]
    public void Refusal_StandsInThePanel()
    {
        alerts.All = [FakeAlerts.Make("alert_1")];
        GoTo("/alerts?alert=alert_1");
        var page = Draw<AlertsPage>(Owner);
        alerts.Refusal = Refused;
        Button(page, "Acknowledge").Click();
        Assert.Contains(Refused.Message, page.Find(".side-panel").TextContent);
    }

    [Fact]
    public void Failed_SaysSo_AndIsTriedAgain()
    {
        alerts.Refusal = Refused;
        var page = Draw<AlertsPage>(Owner);
        Assert.Contains(Refused.Message, page.Markup);
        alerts.Refusal = null;
        Button(page, "Try again").Click();
        Assert.Contains("No open alerts", page.Markup);
    }

    [Fact]
    public void Muted_IsListed_AndUnmuted()
    {
        alerts.Mutes.Add(new("mute_1", AlertKind.Overshoot, null, Clock.GetUtcNow().AddDays(2).ToUnixTimeSeconds(), "user_1", 0));
        var page = Draw<AlertMutesPage>(Owner);
        Assert.Contains("All projects", page.Find("tbody").TextContent);
        Button(page, "Unmute").Click();
        Assert.Contains("Nothing is muted", page.Markup);
    }

    static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
