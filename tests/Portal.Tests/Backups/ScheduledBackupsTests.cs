using Microsoft.Extensions.DependencyInjection;
using Portal.Backups;
using Portal.Client.Organization;

namespace Portal.Tests.Backups;

public sealed class ScheduledBackupsTests
{
    const string Path = "/v2/organization/backups";

    [Theory]
    [InlineData("daily", "UTC", "2026-11-23T03:00:00Z", "2026-11-23T03:00:00Z")]
    [InlineData("daily", "UTC", "2026-11-23T02:59:59Z", "2026-11-22T03:00:00Z")]
    [InlineData("daily", "Europe/Berlin", "2026-07-01T00:59:59Z", "2026-06-30T01:00:00Z")]
    [InlineData("daily", "Europe/Berlin", "2026-07-01T01:00:00Z", "2026-07-01T01:00:00Z")]
    [InlineData("weekly", "UTC", "2026-11-25T12:00:00Z", "2026-11-23T03:00:00Z")]
    [InlineData("weekly", "UTC", "2026-11-23T02:00:00Z", "2026-11-16T03:00:00Z")]
    [InlineData("off", "UTC", "2026-11-23T12:00:00Z", null)]
    public void LastDue_IsInTheOrganizationsZone(string interval, string zone, string now, string? due)
    {
        var schedule = new BackupSchedule { Interval = Enum.Parse<BackupInterval>(interval, ignoreCase: true), Hour = 3 };
        var found = ScheduledBackups.LastDue(schedule, TimeZoneInfo.FindSystemTimeZoneById(zone), DateTimeOffset.Parse(now));
        Assert.Equal(due is null ? null : DateTimeOffset.Parse(due), found);
    }

    [Fact]
    public void LastDue_InTheHourThatSummerTimeSkips_IsAnHourLater()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var due = ScheduledBackups.LastDue(new BackupSchedule { Interval = BackupInterval.Daily, Hour = 2 }, zone, DateTimeOffset.Parse("2026-03-29T12:00:00Z"));
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T01:00:00Z"), due);
    }

    [Fact]
    public async Task Schedule_MakesOneADay_AndKeepsTheNewest()
    {
        var time = new MovedTime();
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        var byHand = await portal.Admin.Post(Path, "{}");
        time.MoveToNoon();
        await portal.Admin.Post("/v2/organization/settings", """{"backup":{"interval":"daily","hour":3,"keep":2}}""");
        var seen = new HashSet<string>();
        for (var day = 0; day < 4; day++)
        {
            await Until(time, async () => (await Scheduled(portal)).Any(seen.Add));
            // Several looks at the clock on each day, and still one backup.
            for (var look = 0; look < 5; look++) time.Advance(ScheduledBackups.Interval);
            Assert.All(await Scheduled(portal), backup => Assert.Contains(backup, seen));
            time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(4, seen.Count);
        await Until(time, async () => (await Scheduled(portal)).Count == 2);
        Assert.Equal(200, (await portal.Admin.Get($"{Path}/{byHand.Id}")).Status);
    }

    [Fact]
    public async Task Failure_IsShown_Audited_AndTriedAgainInAnHour()
    {
        var time = new MovedTime();
        await using var portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        var folder = System.IO.Path.Combine(portal.DataDirectory, "backups");
        await File.WriteAllTextAsync(folder, "a file where the folder belongs", TestContext.Current.CancellationToken);
        await portal.Admin.Post("/v2/organization/settings", """{"backup":{"interval":"daily"}}""");
        time.MoveToNoon();
        await Until(time, async () => (await portal.Admin.Get("/v2/organization/status"))["backup_failure"].ValueKind is System.Text.Json.JsonValueKind.String);
        var failed = await portal.Admin.Get("/v2/organization/audit_logs?action=backup.created");
        Assert.Equal("failure", failed["data"][0].GetProperty("outcome").GetString());
        // By the portal's own record: the clock goes on while the test waits to see it.
        var failedAt = failed["data"][0].GetProperty("created_at").GetInt64();
        File.Delete(folder);
        await Until(time, async () => (await portal.Admin.Get("/v2/organization/status"))["backup_failure"].ValueKind is System.Text.Json.JsonValueKind.Null);
        var made = await portal.Admin.Get($"{Path}/{Assert.Single(await Scheduled(portal))}");
        Assert.True(made["created_at"].GetInt64() - failedAt >= 3600, $"Tried again {made["created_at"].GetInt64() - failedAt} s after the failure.");
    }

    static async Task<IReadOnlyList<string>> Scheduled(PortalHost portal) =>
        [.. (await portal.Admin.Get($"{Path}?limit=100"))["data"].EnumerateArray()
            .Where(backup => backup.GetProperty("kind").GetString() == "scheduled").Select(backup => backup.GetProperty("id").GetString()!)];

    static async Task Until(MovedTime time, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(ScheduledBackups.Interval);
        }
    }

    /// <summary>A clock that is moved ahead at once; the schedule looks at it whenever it is, and everything else goes on as ever.</summary>
    sealed class MovedTime : TimeProvider
    {
        readonly List<Looking> looking = [];

        TimeSpan ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

        /// <summary>
        /// To noon of the next day, far from the hour of the schedule. Only once the portal answers: a silo that is still
        /// joining when its clock jumps takes itself for dead and ends the process.
        /// </summary>
        public void MoveToNoon() => ahead = base.GetUtcNow().UtcDateTime.Date.AddHours(36) - base.GetUtcNow().UtcDateTime;

        public void Advance(TimeSpan by)
        {
            ahead += by;
            lock (looking) looking.ForEach(timer => timer.Look());
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (period != ScheduledBackups.Interval) return base.CreateTimer(callback, state, dueTime, period);
            var timer = new Looking(() => callback(state));
            lock (looking) looking.Add(timer);
            return timer;
        }

        sealed class Looking(Action look) : ITimer
        {
            public void Look() => look();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
