using Microsoft.Extensions.DependencyInjection;
using Portal.Chaos;
using Portal.Client.Alerts;
using Portal.Data;
using Portal.Tests.Fakes;

namespace Portal.Tests.Alerts;

/// <summary>Alerts by mail, through a real SMTP conversation over loopback.</summary>
public sealed class AlertMailTests
{
    [Fact]
    public async Task Alert_ReachesEachAddress_OfItsKind()
    {
        await using var server = new MailServer();
        var (portal, _) = AlertScene.Start();
        await using var running = portal;
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        await portal.SaveAlertSettings("""{"emails":["ann@example.org","bob@example.org","cy@example.org"],"kinds":{"bob@example.org":["overshoot"],"cy@example.org":["budget_threshold"]}}""");
        await portal.SignedIn();
        await portal.Raise(AlertScene.Draft(title: "<b>80 %</b> is spent"));
        Assert.Empty(server.Mails);
        await portal.SendDue();
        Assert.Equal(["ann@example.org", "cy@example.org"], server.Mails.Select(To).Order());
        var mail = server.Mails.First();
        Assert.Contains("Subject: Warning: <b>80 %</b> is spent", mail);
        Assert.Contains("&lt;b&gt;80 %&lt;/b&gt; is spent", mail);
        var alert = await portal.NewestAlert();
        Assert.Contains($"{portal.Address}alerts?alert=", mail.Replace("=3D", "=").Replace("=\r\n", "").Replace("=\n", ""));
        Assert.Equal(
            [("mail", "ann@example.org", "delivered"), ("mail", "cy@example.org", "delivered")],
            alert["history"].EnumerateArray().Skip(1).Select(one => (one.GetProperty("type").GetString()!, one.GetProperty("who").GetString()!, one.GetProperty("delivery").GetString()!)));
        await portal.SendDue();
        Assert.Equal(2, server.Mails.Count);
    }

    [Fact]
    public async Task Refused_IsTriedAgain_AndGivenUp_WithTheReasonInTheHistory()
    {
        await using var server = new MailServer { RefuseRecipients = "550 5.1.1 nobody here" };
        var (portal, time) = AlertScene.Start();
        await using var running = portal;
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"]}""");
        await portal.Raise(AlertScene.Draft());
        var waits = new List<long>();
        for (var tries = 1; ; tries++)
        {
            var before = time.Seconds;
            await portal.SendDue();
            var line = (await portal.NewestAlert())["history"][1];
            Assert.Equal(tries, line.GetProperty("attempts").GetInt64());
            Assert.Contains("550 5.1.1 nobody here", line.GetProperty("error").GetString());
            if (line.GetProperty("delivery").GetString() == "failed") break;
            waits.Add((line.GetProperty("next_attempt_at").GetInt64() - before + 30) / 60);
            // Nothing before its time.
            await portal.SendDue();
            time.Advance(TimeSpan.FromSeconds(line.GetProperty("next_attempt_at").GetInt64() - time.Seconds));
        }

        Assert.Equal([1, 5, 15, 60, 240, 720], waits);
        time.Advance(TimeSpan.FromDays(2));
        await portal.SendDue();
        Assert.Equal(7, (await portal.NewestAlert())["history"][1].GetProperty("attempts").GetInt64());
    }

    [Fact]
    public async Task ServerThatComesBack_GetsTheMail()
    {
        await using var server = new MailServer();
        var (portal, time) = AlertScene.Start();
        await using var running = portal;
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"]}""");
        await portal.Raise(AlertScene.Draft());
        await portal.SendDue();
        Assert.Contains("No mail server", (await portal.NewestAlert())["history"][1].GetProperty("error").GetString());
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        time.Advance(TimeSpan.FromMinutes(1));
        await portal.SendDue();
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Muted_IsNotMailed()
    {
        await using var server = new MailServer();
        var (portal, time) = AlertScene.Start();
        await using var running = portal;
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"]}""");
        await portal.Admin.Post("/v2/alert_mutes", $$"""{"kind":"overshoot","until":{{time.Seconds + 60}}}""");
        await portal.Raise(AlertScene.Draft(kind: AlertKind.Overshoot));
        await portal.SendDue();
        Assert.Empty(server.Mails);
        time.Advance(TimeSpan.FromSeconds(61));
        await portal.Raise(AlertScene.Draft(kind: AlertKind.Overshoot));
        await portal.SendDue();
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task FullDisk_SendsNothing_AndGoesOnAfterwards()
    {
        await using var server = new MailServer();
        var (portal, _) = AlertScene.Start(services =>
        {
            services.AddSingleton<SqliteDatabase>();
            services.AddSingleton<BreakableDatabase>();
            services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<BreakableDatabase>());
        });
        await using var running = portal;
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"]}""");
        await portal.Raise(AlertScene.Draft());
        var disk = portal.Services.GetRequiredService<BreakableDatabase>();
        disk.IsFull = true;
        await portal.SendDue();
        Assert.Empty(server.Mails);
        Assert.Contains(portal.Log, line => line.Contains("The disk refused the outbox"));
        disk.IsFull = false;
        await portal.SendDue();
        Assert.Single(server.Mails);
    }

    /// <summary>By the running portal's own clock, with nothing held.</summary>
    [Fact]
    public async Task RunningPortal_SendsByItself()
    {
        await using var server = new MailServer();
        await using var portal = PortalHost.Start();
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"]}""");
        await portal.Raise(AlertScene.Draft());
        await Until.True(async () => (await portal.NewestAlert())["history"][1].GetProperty("delivery").GetString() == "delivered",
            "the mail is delivered", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Single(server.Mails);
    }

    static string To(string mail) => mail.Split('\n').First(line => line.StartsWith("To: ", StringComparison.Ordinal))[4..].Trim();
}
