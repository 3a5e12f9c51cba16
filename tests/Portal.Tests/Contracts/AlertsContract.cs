using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Webhooks;
using Portal.Tests.Alerts;

namespace Portal.Tests.Contracts;

public abstract class AlertsContract(PortalHost host, Side side) : Contract<IAlertsService>(host, side)
{
    [Fact]
    public async Task Alert_IsListedReadAndAcknowledged()
    {
        var project = await Host.AddProject();
        await Host.Raise(AlertScene.Draft(project), AlertScene.Draft(project, kind: AlertKind.Overshoot));
        var page = Ok(await Service.List(new(AlertStatus.Open, AlertKind.Overshoot, project), new(1), Cancellation));
        var listed = Assert.Single(page.Data);
        Assert.Equal(("Support", null), (listed.ProjectName, listed.History));
        Assert.Equal(AlertEventType.Opened, Ok(await Service.Get(listed.Id, Cancellation)).History![0].Type);
        Assert.Equal(AlertStatus.Acknowledged, Ok(await Service.Update(listed.Id, new() { Status = AlertStatus.Acknowledged }, Cancellation)).Status);
        Refused(await Service.Update(listed.Id, new() { Status = AlertStatus.Open }, Cancellation), 409, "already_acknowledged");
        Assert.Single(Ok(await Service.List(new(AlertStatus.Open, null, project), ListQuery.Default, Cancellation)).Data);
        Refused(await Service.Get("alert_none", Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Mute_IsMadeListedReadAndEnded()
    {
        var project = await Host.AddProject();
        var until = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600;
        var made = Ok(await Service.Mute(new() { Kind = AlertKind.Overshoot, ProjectId = project, Until = until }, Cancellation));
        Assert.Equal(made, Ok(await Service.GetMute(made.Id, Cancellation)));
        Assert.Contains(made, Ok(await Service.ListMutes(new(100), Cancellation)).Data);
        Assert.Equal(new Deleted(made.Id, "alert_mute.deleted"), Ok(await Service.Unmute(made.Id, Cancellation)));
        Refused(await Service.Mute(new() { Kind = AlertKind.Overshoot, ProjectId = "proj_none", Until = until }, Cancellation), 404, "not_found", "project_id");
    }

    [Fact]
    public async Task Delivery_IsSavedAndRead()
    {
        var service = Another<IAlertDeliveryService>();
        var saved = Ok(await service.Update(new()
        {
            Emails = ["ann@example.org"],
            Kinds = new Dictionary<string, IReadOnlyList<AlertKind>> { ["ann@example.org"] = [AlertKind.Overshoot] },
            Digest = DigestInterval.Weekly,
            DigestWeekday = DigestWeekday.Sunday,
            DisplayCurrency = new() { Code = "EUR", Rate = 0.92m },
        }, Cancellation));
        var read = Ok(await service.Get(Cancellation));
        Assert.Equal((saved.Digest, saved.DigestWeekday, saved.DisplayCurrency), (read.Digest, read.DigestWeekday, read.DisplayCurrency));
        Assert.Equal([AlertKind.Overshoot], read.Kinds["ann@example.org"]);
        Refused(await service.Update(new() { Emails = ["nobody"] }, Cancellation), 400, "invalid_value", "emails[0]");
        Ok(await service.Update(new(), Cancellation));
    }

    [Fact]
    public async Task Webhook_IsMadeChangedTestedAndDeleted()
    {
        var service = Another<IWebhooksService>();
        var input = new WebhookInput { Url = "https://127.0.0.1:9/x", Events = ["*"], Enabled = false };
        var made = Ok(await service.Create(input, Cancellation));
        Assert.StartsWith("whsec_", made.Secret);
        Assert.Null(Ok(await service.Get(made.Id, Cancellation)).Secret);
        Assert.Contains(made.Id, Ok(await service.List(new(100), Cancellation)).Data.Select(hook => hook.Id));
        Assert.Equal(["alert.opened"], Ok(await service.Update(made.Id, input with { Events = [WebhookEvents.AlertOpened] }, Cancellation)).Events);
        Assert.NotEqual(made.Secret, Ok(await service.Rotate(made.Id, new(), Cancellation)).Secret);
        var test = Ok(await service.Test(made.Id, Cancellation));
        Assert.Equal(test.Id, Assert.Single(Ok(await service.ListDeliveries(made.Id, null, ListQuery.Default, Cancellation)).Data).Id);
        Refused(await service.Redeliver(made.Id, new() { From = 0 }, Cancellation), 409, "webhook_disabled");
        Assert.Equal("webhook.deleted", Ok(await service.Delete(made.Id, Cancellation)).Object);
    }
}

public abstract class AlertsEventsContract(PortalHost host, Side side) : Contract<IAlertsEvents>(host, side)
{
    [Fact]
    public async Task Follow_GivesTheNewestThatFit_ThenWhatChanges()
    {
        var project = await Host.AddProject();
        await Host.Raise(AlertScene.Draft(project), AlertScene.Draft(project, kind: AlertKind.Overshoot));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        leaving.CancelAfter(TimeSpan.FromSeconds(20));
        await using var live = Service.Follow(new(AlertStatus.Open, AlertKind.Overshoot, project), leaving.Token).GetAsyncEnumerator(leaving.Token);
        Assert.True(await live.MoveNextAsync());
        var first = Assert.Single(live.Current.Data);
        Assert.Equal(("Support", AlertKind.Overshoot), (first.ProjectName, first.Kind));
        await Host.Raise(AlertScene.Draft(project, kind: AlertKind.Overshoot, title: "Another"));
        while (live.Current.Data.Count == 1) Assert.True(await live.MoveNextAsync());
        Assert.Equal(["Another", first.Title], live.Current.Data.Select(one => one.Title));
        Ok(await Another<IAlertsService>().Update(first.Id, new() { Status = AlertStatus.Acknowledged }, Cancellation));
        while (live.Current.Data.Count == 2) Assert.True(await live.MoveNextAsync());
        Assert.Equal("Another", Assert.Single(live.Current.Data).Title);
    }
}

public sealed class AlertsEventsOnServer(PortalHost host) : AlertsEventsContract(host, Side.Server);

public sealed class AlertsEventsInBrowser(PortalHost host) : AlertsEventsContract(host, Side.Browser);

public sealed class AlertsOnServer(PortalHost host) : AlertsContract(host, Side.Server);

public sealed class AlertsInBrowser(PortalHost host) : AlertsContract(host, Side.Browser);
