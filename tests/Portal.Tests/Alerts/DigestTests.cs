using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Alerts.Digests;
using Portal.Chaos;
using Portal.Client.Alerts;
using Portal.Outbox;
using Portal.Tests.Costs;
using Portal.Tests.Fakes;
using Portal.Tests.Usage;

namespace Portal.Tests.Alerts;

public sealed class DigestTests
{
    [Theory]
    [InlineData("daily", "UTC", 8, "monday", "2026-11-25T08:00:00Z", "daily:2026-11-25", "2026-11-24")]
    [InlineData("daily", "UTC", 8, "monday", "2026-11-25T07:59:59Z", "daily:2026-11-24", "2026-11-23")]
    [InlineData("daily", "Asia/Tokyo", 8, "monday", "2026-11-24T23:00:00Z", "daily:2026-11-25", "2026-11-24")]
    [InlineData("weekly", "UTC", 8, "monday", "2026-11-25T12:00:00Z", "weekly:2026-11-23", "2026-11-16")]
    [InlineData("weekly", "UTC", 8, "sunday", "2026-11-25T12:00:00Z", "weekly:2026-11-22", "2026-11-15")]
    [InlineData("daily", "Europe/Berlin", 2, "monday", "2026-03-29T01:00:00Z", "daily:2026-03-29", "2026-03-28")]
    [InlineData("daily", "UTC", 0, "monday", "2028-03-01T00:00:00Z", "daily:2028-03-01", "2028-02-29")]
    public void LastDue_IsInTheOrganizationsZone(string interval, string zone, int hour, string weekday, string now, string key, string first)
    {
        var settings = Settings(Enum.Parse<DigestInterval>(interval, true), hour, Enum.Parse<DigestWeekday>(weekday, true));
        var period = DigestPeriod.LastDue(settings, TimeZoneInfo.FindSystemTimeZoneById(zone), DateTimeOffset.Parse(now))!;
        Assert.Equal((key, DateOnly.Parse(first)), (period.Key, period.First));
    }

    [Fact]
    public void LastDue_Off_IsNone() => Assert.Null(DigestPeriod.LastDue(Settings(DigestInterval.Off, 8, default), TimeZoneInfo.Utc, DateTimeOffset.UtcNow));

    [Fact]
    public async Task Digest_ComesOnceADay_OverClockJumpsAndLooks_InTheMoneyThatIsShown()
    {
        await using var server = new MailServer();
        var time = new HeldTime(OutboxWorker.Interval, DigestWorker.Interval);
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        var project = await portal.AddProject("Support <b>");
        var noon = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddHours(36), TimeSpan.Zero);
        time.MoveTo(noon);
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"],"digest":"daily","digest_hour":8,"display_currency":{"code":"EUR","rate":0.5}}""");
        await portal.SignedIn();
        var day = noon.AddHours(12).ToUnixTimeSeconds() - 3600;
        await portal.AddUsage(
            UsageRows.Of(project, day) with { CostNanodollars = 30_000_000_000 },
            UsageRows.Of(project, day - 86_400) with { CostNanodollars = 20_000_000_000 });
        await portal.Raise(AlertScene.Draft(project, title: "A budget is spent"));

        // It was due before it was switched on.
        await Look(portal);
        Assert.DoesNotContain(server.Mails, mail => IsDigest(mail));
        time.MoveTo(noon.AddDays(1));
        for (var look = 0; look < 3; look++) await Look(portal);
        var mail = Plain(Assert.Single(server.Mails, mail => IsDigest(mail)));
        Assert.Contains("Portal: EUR 15.00 on ", mail);
        Assert.Contains("The day before: EUR 10.00, +50 %.", mail);
        Assert.Contains("- Support <b>: EUR 15.00 (EUR 10.00 before, +50 %)", mail);
        Assert.Contains("<td>Support &lt;b&gt;</td>", mail);
        Assert.Contains("- assistant asst_1: EUR 15.00 (EUR 10.00 before, +50 %)", mail);
        Assert.Contains("A budget is spent: ", mail);

        // Back by a day, and forth again: none twice.
        time.MoveTo(noon.AddHours(1));
        await Look(portal);
        time.MoveTo(noon.AddDays(1).AddHours(2));
        await Look(portal);
        Assert.Single(server.Mails, mail => IsDigest(mail));
        // A year is missed: the last one comes, not each.
        time.MoveTo(noon.AddDays(366));
        await Look(portal);
        await Look(portal);
        Assert.Equal(2, server.Mails.Count(IsDigest));
        Assert.Equal(2, await portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM digests")));
    }

    /// <summary>At midnight, when nobody has charged for the day that ends with it.</summary>
    [Fact]
    public async Task Digest_IsOfTheWholeCost_AlsoOfWhatIsChargedWhenTheDayIsOver()
    {
        await using var server = new MailServer();
        var time = new HeldTime(OutboxWorker.Interval, DigestWorker.Interval);
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        var project = await portal.AddProject();
        var day = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(2), TimeSpan.Zero);
        time.MoveTo(day.AddHours(-1));
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"],"digest":"daily","digest_hour":0}""");
        var price = await portal.Admin.Post(
            "/v2/organization/pricing", $$"""{"project_id":"{{project}}","kind":"month","price":{{10 * DateTime.DaysInMonth(day.Year, day.Month)}},"effective_from":{{day.ToUnixTimeSeconds()}}}""");
        Assert.True(price.Status == 201, price.Body.ToString());
        var noon = day.AddHours(12).ToUnixTimeSeconds();
        await portal.AddUsage(UsageRows.Of(project, noon) with { CostNanodollars = 3_000_000_000 });
        await portal.AddCharge(project, "tool", "web_search", noon, 4);
        await portal.AddCharge(project, "memory", "", noon - 86_400, 2);

        time.MoveTo(day.AddDays(1).AddSeconds(30));
        await Look(portal);
        var mail = Plain(Assert.Single(server.Mails, mail => IsDigest(mail)));
        Assert.Contains("Portal: $17.00 on ", mail);
        Assert.Contains("- Support: $17.00 ($2.00 before, +750 %)", mail);
        Assert.Contains("- flat prices: $10.00 ($0 before)", mail);
        Assert.Contains("- tool web_search: $4.00 ($0 before)", mail);
    }

    [Fact]
    public async Task RunningWorker_WritesByItself()
    {
        var time = new HeldTime(OutboxWorker.Interval, DigestWorker.Interval);
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"],"digest":"daily"}""");
        time.Advance(TimeSpan.FromDays(1));
        Assert.True(time.Fire(DigestWorker.Interval) > 0);
        await Until.True(() => portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE event = 'digest'") == 1),
            "it is written", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    static AlertDelivery Settings(DigestInterval interval, int hour, DigestWeekday weekday) =>
        new([], new Dictionary<string, IReadOnlyList<AlertKind>>(), interval, hour, weekday, null, 0);

    static async Task Look(PortalHost portal)
    {
        await portal.Services.GetRequiredService<DigestWorker>().WriteDue(TestContext.Current.CancellationToken);
        await portal.SendDue();
    }

    static bool IsDigest(string mail) => mail.Contains("By project");

    static string Plain(string mail) => mail.Replace("=\r\n", "").Replace("=\n", "").Replace("=3D", "=").Replace("=20", " ");
}
