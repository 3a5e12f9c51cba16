using Portal.Alerts.Spend;

namespace Portal.Tests.Alerts;

public sealed class SpendPatternTests
{
    const long Dollar = 1_000_000_000;

    /// <summary>Weekends at a tenth, noise of 15 %, growth of a tenth each month: nobody is told of it.</summary>
    [Fact]
    public void QuietYear_RaisesNothing()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var days = Year(seed);
            for (var at = 1; at < days.Length; at++)
                Assert.True(SpendPattern.UsualWhereFarOff(days[at], days.AsSpan(0, at)) is null, $"Year {seed}, day {at}: {days[at] / (double)Dollar:0.00}");
        }
    }

    [Fact]
    public void FiveTimesTheUsual_IsFarOff_OnEachDayOfTheYear()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var days = Year(seed);
            for (var at = SpendPattern.Days; at < days.Length; at++)
            {
                if (at % 7 >= 5) continue;
                var usual = SpendPattern.UsualWhereFarOff(5 * days[at], days.AsSpan(0, at));
                Assert.NotNull(usual);
                Assert.InRange(usual.Value, days[at] * 0.4, days[at] * 2.5);
            }
        }
    }

    [Fact]
    public void EarlierExceptions_HideNoLaterOne()
    {
        var days = Enumerable.Repeat(20 * Dollar, 56).ToArray();
        (days[10], days[49], days[50]) = (100 * Dollar, 100 * Dollar, 100 * Dollar);
        Assert.Equal(20 * Dollar, SpendPattern.UsualWhereFarOff(100 * Dollar, days));
    }

    [Fact]
    public void Cents_AreNoAlert()
    {
        var days = Enumerable.Repeat(Dollar / 100, 56).ToArray();
        Assert.Null(SpendPattern.UsualWhereFarOff(4 * Dollar, days));
        Assert.NotNull(SpendPattern.UsualWhereFarOff(6 * Dollar, days));
    }

    [Fact]
    public void FewerThanFourWeeks_AreNoPattern()
    {
        Assert.Null(SpendPattern.UsualWhereFarOff(1_000 * Dollar, Enumerable.Repeat(Dollar, 27).ToArray()));
        Assert.NotNull(SpendPattern.UsualWhereFarOff(1_000 * Dollar, Enumerable.Repeat(Dollar, 28).ToArray()));
        // Days before the first spend are no days of the pattern.
        Assert.Null(SpendPattern.UsualWhereFarOff(1_000 * Dollar, [.. Enumerable.Repeat(0L, 40), .. Enumerable.Repeat(Dollar, 16)]));
        Assert.Null(SpendPattern.UsualWhereFarOff(1_000 * Dollar, new long[56]));
        Assert.Null(SpendPattern.UsualWhereFarOff(1_000 * Dollar, []));
    }

    [Fact]
    public void BatchOfEveryOtherWeek_IsNoAlertEachTime()
    {
        var days = new long[56];
        for (var at = 0; at < days.Length; at += 14) days[at] = 40 * Dollar;
        Assert.Null(SpendPattern.UsualWhereFarOff(44 * Dollar, days));
        Assert.NotNull(SpendPattern.UsualWhereFarOff(200 * Dollar, days));
    }

    [Fact]
    public void Driver_IsWhoseChangeExplainsIt_NotWhoAlwaysTookAll()
    {
        SpendChange[] changes =
        [
            new("assistant", "asst_only", 50 * Dollar, 10 * Dollar), new("key", "key_new", 41 * Dollar, Dollar),
            new("key", "key_old", 9 * Dollar, 9 * Dollar), new("model", "gpt", 50 * Dollar, 10 * Dollar),
        ];
        Assert.Equal("key_new", SpendChanges.Driver(changes, 50 * Dollar, 10 * Dollar)!.Value);
        Assert.Equal("asst_only", SpendChanges.Driver(changes[..1], 50 * Dollar, 10 * Dollar)!.Value);
        Assert.Null(SpendChanges.Driver(changes, Dollar, 10 * Dollar));
    }

    static long[] Year(int seed)
    {
        var random = new Random(seed);
        var days = new long[365];
        for (var at = 0; at < days.Length; at++)
        {
            var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var level = (at % 7 >= 5 ? 4 : 40) * Math.Pow(1.1, at / 30d) * Math.Max(0.2, 1 + (0.15 * noise));
            days[at] = (long)(level * Dollar);
        }

        return days;
    }
}
