using CsCheck;
using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Limits;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;
using Portal.Usage;
using static Portal.Tests.Limits.Ledgers;

namespace Portal.Tests.Limits;

/// <summary>Days and months as the organization's clocks have them.</summary>
public sealed class PeriodsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Santiago")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Pacific/Apia")]
    public void AYearOfHours_EachBudgetBeginsAnewAtItsMidnight_WithLeapDayAndDaylightSaving(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var calendar = new UsageCalendar(zone);
        var ledger = With(Budget(Scope.Project("p"), 1_000_000, BudgetPeriod.Day), Budget(Scope.Organization, 1_000_000));
        var (inDay, inMonth) = (0L, 0L);
        var before = default(DateTime);
        // 2028 has a leap day.
        for (var at = new DateTimeOffset(2027, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(); at < new DateTimeOffset(2029, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(); at += 1_800)
        {
            var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(at), zone).DateTime;
            if (local.Date != before.Date) inDay = 0;
            if ((local.Year, local.Month) != (before.Year, before.Month)) inMonth = 0;
            before = local;
            (inDay, inMonth) = (inDay + Dollar, inMonth + Dollar);
            var now = At(0, calendar.DayOf(at));
            ledger.Spend(Scopes(), new Amount(1, Dollar), calendar.DayOf(at), now);
            Assert.Equal(inDay, ledger.AccountOf(Scope.Project("p")).Day(now.Day).Nanodollars);
            Assert.Equal(inMonth, ledger.AccountOf(Scope.Organization).Month(now.Day).Nanodollars);
        }
    }

    [Theory]
    [InlineData(2026, 1, 31)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 12, 31)]
    public void LastSecondOfAMonth_IsStillOfIt(int year, int month, int day)
    {
        var calendar = UsageCalendar.Of("Europe/Berlin");
        var end = calendar.Midnight(new DateOnly(year, month, day).AddDays(1));
        Assert.Equal(new DateOnly(year, month, day), calendar.DayOf(end - 1));
        Assert.Equal(end, calendar.EndOf(UsageInterval.Month, end - 1));
        Assert.True(calendar.EndOf(UsageInterval.Month, end) > end);
    }

    [Fact]
    public async Task Sums_ThatAreReadAtTheStart_AreThoseOfTheRows_InAnyZone()
    {
        var now = new DateTimeOffset(2026, 3, 30, 11, 20, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        await Gen.Select(Gen.Int[0, 40 * 86_400].Array[1, 30], Gen.Int[0, 3].Select(at => new[] { "UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns" }[at])).SampleAsync(async (ages, zone) =>
        {
            var project = await host.AddProject();
            var rows = ages.Select((age, number) => UsageRows.Of(project, now - age) with
            {
                MessageId = $"msg_{project}_{number}", ActorType = number % 2 == 0 ? "key" : "user", ActorId = $"actor_{number % 3}", AssistantId = $"asst_{number % 2}", CostNanodollars = 1_000 + number,
            }).ToArray();
            await host.AddUsage(rows);
            var calendar = UsageCalendar.Of(zone);
            var from = calendar.StartOf(UsageInterval.Month, now);
            var sums = (await host.Read(connection => UsageScopes.Sums(connection, calendar, from, now))).Where(sum => sum.ProjectId == project).ToList();
            foreach (var (dimension, of) in new (string, Func<UsageRow, string?>)[]
                     { ("project", row => row.ProjectId), ("assistant", row => row.AssistantId), ("key", row => row.ActorType == "key" ? row.ActorId : null), ("member", row => row.ActorType == "user" ? row.ActorId : null) })
            {
                var expected = rows.Where(row => row.CreatedAt >= from && of(row) is not null).GroupBy(row => (calendar.DayOf(row.CreatedAt), of(row)))
                    .Select(group => $"{group.Key} {group.Sum(row => row.InputTokens + row.OutputTokens)} {group.Sum(row => row.CostNanodollars)}").Order();
                var read = sums.Where(sum => sum.Dimension == dimension).GroupBy(sum => (calendar.DayOf(sum.Start), sum.Value))
                    .Where(group => group.Sum(sum => sum.Tokens) != 0)
                    .Select(group => $"{group.Key} {group.Sum(sum => sum.Tokens)} {group.Sum(sum => sum.CostNanodollars)}").Order();
                Assert.Equal(expected, read);
            }
        }, iter: 20, threads: 1);
    }
}
