using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Alerts.Digests;
using Portal.Api;
using Portal.Chaos;
using Portal.Client.Alerts;
using Portal.Outbox;
using Portal.Tests.Fakes;

namespace Portal.Tests.Alerts;

public sealed class OutboxRetentionTests
{
    const long Day = 86_400;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DeliveryStatus.Delivered, 29, true)]
    [InlineData(DeliveryStatus.Delivered, 31, false)]
    [InlineData(DeliveryStatus.Failed, 89, true)]
    [InlineData(DeliveryStatus.Failed, 91, false)]
    [InlineData(DeliveryStatus.Pending, 400, true)]
    public async Task Sweep_DeletesByHowItEnded_AndWhen(DeliveryStatus status, int daysAgo, bool stays)
    {
        await using var portal = PortalHost.Start();
        // When it was made does not matter.
        await Add(portal, status, daysAgo, 1);
        Assert.Equal(stays ? 0 : 1, await Sweep(portal));
        Assert.Equal(stays ? 1 : 0, await Count(portal));
    }

    [Fact]
    public async Task Sweep_OfMany_LeavesNone()
    {
        await using var portal = PortalHost.Start();
        await Add(portal, DeliveryStatus.Delivered, 40, 1_200);
        await Add(portal, DeliveryStatus.Failed, 40, 3);
        Assert.Equal(1_200, await Sweep(portal));
        Assert.Equal(3, await Count(portal));
    }

    [Fact]
    public async Task RunningPortal_SweepsByItself()
    {
        var time = new HeldTime(OutboxRetention.Interval);
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await Add(portal, DeliveryStatus.Delivered, 20, 1);
        time.Advance(TimeSpan.FromDays(11));
        Assert.True(time.Fire(OutboxRetention.Interval) > 0);
        await Until.True(async () => await Count(portal) == 0, "it is deleted", TimeSpan.FromSeconds(30), Cancellation);
    }

    /// <summary>So that a clock that was years ahead writes none of the last days' again when it is right.</summary>
    [Fact]
    public async Task Digests_OfLongAgo_AreForgotten_TheNewestNever()
    {
        var time = new HeldTime(OutboxWorker.Interval, DigestWorker.Interval);
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await portal.SaveAlertSettings("""{"emails":["ann@example.org"],"digest":"daily"}""");
        for (var day = 0; day < 15; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await Write();
        }

        time.Advance(TimeSpan.FromDays(365));
        await Write();
        Assert.Equal(10, await portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM digests")));
        time.Advance(TimeSpan.FromDays(-365));
        await Write();
        Assert.Equal(16, await portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE event = 'digest'")));

        Task Write() => portal.Services.GetRequiredService<DigestWorker>().WriteDue(Cancellation);
    }

    static Task<int> Sweep(PortalHost portal) => portal.Services.GetRequiredService<OutboxRetention>().Sweep(Cancellation);

    static Task<int> Count(PortalHost portal) => portal.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox"));

    static Task<bool> Add(PortalHost portal, DeliveryStatus status, int daysAgo, int count) => portal.Write(connection =>
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var row = OutboxRow.New(OutboxRow.Webhook, "hook_1", "example.org", "alert.opened", null, "{}", now - (500 * Day)) with
        {
            Status = Wire.Word(status),
            // It stays away from the worker.
            NextAttemptAt = status is DeliveryStatus.Pending ? now + (Day / 2) : null,
            FinishedAt = status is DeliveryStatus.Pending ? null : now - (daysAgo * Day),
        };
        for (var number = 0; number < count; number++) OutboxRepository.Insert(connection, row with { Id = Ids.New("dlv") });
        return true;
    });
}
