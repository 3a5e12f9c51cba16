using Portal.Costs;

namespace Portal.Tests.Costs;

public sealed class ForecastTests
{
    /// <summary>Monday first: an office that rests on the weekend.</summary>
    static readonly double[] Office = [1.2, 1.3, 1.25, 1.2, 1.05, 0.15, 0.1];

    static readonly double[] Even = [1, 1, 1, 1, 1, 1, 1];

    [Theory]
    [InlineData(0, 0.10, 0)]
    [InlineData(0, 0.25, 0)]
    [InlineData(0.05, 0.20, 0)]
    [InlineData(-0.05, 0.20, 0)]
    [InlineData(0.02, 0.15, 0.03)]
    public void Range_HoldsWhatCame_AboutAsOftenAsItSays(double growthAMonth, double noise, double outliers)
    {
        var (held, made, off) = (0, 0, new List<double>());
        foreach (var seed in Enumerable.Range(1, 8))
        {
            // From November 2027 to the end of 2028: a leap year.
            var (first, year) = Simulate(new DateOnly(2027, 11, 1), 426, Office, growthAMonth, noise, outliers, seed);
            for (var today = 60; today < year.Length - 31; today += 3)
            {
                var day = first.AddDays(today);
                var (from, days) = (today - day.Day + 1, DateTime.DaysInMonth(day.Year, day.Month));
                var forecast = Forecast.Of(year[..today], day, year[from..today].Sum(), 1)!;
                var came = year[from..(from + days)].Sum();
                made++;
                if (forecast.Low <= came && came <= forecast.High) held++;
                off.Add((double)(Math.Abs(forecast.Expected - came) / came));
            }
        }

        Assert.InRange((double)held / made, 0.72, 0.88);
        Assert.True(off.Average() < 0.08, $"On the mean day of the month the forecast is off by {off.Average():P1}.");
    }

    [Fact]
    public void Weekdays_AreForeseen()
    {
        // Monday the 23rd of November 2026: what is left are five working days, a weekend and a Monday.
        var today = new DateOnly(2026, 11, 23);
        var (_, past) = Simulate(today.AddDays(-56), 56, Office, 0, 0, 0, 1);
        var forecast = Forecast.Of(past, today, 1_000, 1)!;
        Assert.InRange(forecast.Expected, 1_000 + 740, 1_000 + 750);
        Assert.InRange(forecast.High - forecast.Low, 0, 0.5m);
        var (on, earliest, latest) = forecast.UsedUp(1_130)!.Value;
        Assert.Equal((today.AddDays(1), today.AddDays(1), (DateOnly?)today.AddDays(1)), (on!.Value, earliest, latest));
        // The weekend passes before it is used up.
        Assert.Equal(new DateOnly(2026, 11, 30), forecast.UsedUp(1_000 + 640)!.Value.On);
    }

    [Fact]
    public void RestOfToday_CountsInPart()
    {
        var today = new DateOnly(2026, 11, 30);
        var past = Enumerable.Repeat(10m, 56).ToArray();
        Assert.Equal(295, Forecast.Of(past, today, 290, 0.5)!.Expected);
        Assert.Equal(290, Forecast.Of(past, today, 290, 0)!.Expected);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(6, 0, false)]
    [InlineData(7, 0, true)]
    [InlineData(6, 50, false)]
    [InlineData(7, 50, true)]
    public void FewDaysSinceTheFirstSpend_GiveNoForecast(int spending, int zerosBefore, bool isThere)
    {
        decimal[] past = [.. Enumerable.Repeat(0m, zerosBefore), .. Enumerable.Repeat(5m, spending)];
        Assert.Equal(isThere, Forecast.Of(past, new DateOnly(2026, 11, 15), 50, 1) is not null);
    }

    [Fact]
    public void NothingSpent_GivesNoForecast() => Assert.Null(Forecast.Of(new decimal[56], new DateOnly(2026, 11, 15), 0, 1));

    /// <summary>Spend that stopped weeks ago does not go on in the forecast.</summary>
    [Fact]
    public void SpendThatStopped_StaysStopped()
    {
        decimal[] past = [.. Enumerable.Repeat(100m, 20), .. Enumerable.Repeat(0m, 36)];
        var forecast = Forecast.Of(past, new DateOnly(2026, 11, 10), 40, 1)!;
        Assert.Equal(40, forecast.Expected);
    }

    [Fact]
    public void OneMadDay_DoesNotMoveTheForecast()
    {
        var past = Enumerable.Repeat(10m, 56).ToArray();
        past[50] = 2_000;
        Assert.InRange(Forecast.Of(past, new DateOnly(2026, 11, 15), 140, 1)!.Expected, 300 - 20, 300 + 40);
    }

    [Fact]
    public void Amount_IsUsedUpOnADayWithARange_OrNotAtAll()
    {
        var today = new DateOnly(2026, 11, 11);
        var (_, past) = Simulate(today.AddDays(-56), 56, Even, 0, 0.3, 0, 3);
        var forecast = Forecast.Of(past, today, 1_000, 1)!;
        var (on, earliest, latest) = forecast.UsedUp(2_000)!.Value;
        Assert.InRange(on!.Value.Day, 19, 23);
        Assert.InRange(earliest, today, on.Value);
        Assert.True(latest >= on);
        Assert.Null(forecast.UsedUp(10_000));
        Assert.Equal((today, today, (DateOnly?)today), forecast.UsedUp(900)!.Value);
    }

    /// <summary>The last of February, of a leap year and of another: the month ends where it ends.</summary>
    [Theory]
    [InlineData(2028, 2, 20, 10)]
    [InlineData(2027, 2, 20, 9)]
    [InlineData(2026, 12, 31, 1)]
    public void Month_EndsOnItsLastDay(int year, int month, int day, int left)
    {
        var past = Enumerable.Repeat(10m, 56).ToArray();
        Assert.Equal(10m * left, Forecast.Of(past, new DateOnly(year, month, day), 0, 1)!.Expected);
    }

    static (DateOnly First, decimal[] Days) Simulate(DateOnly first, int count, double[] pattern, double growthAMonth, double noise, double outliers, int seed)
    {
        var (random, drift) = (new Random(seed), 0d);
        return (first, [.. Enumerable.Range(0, count).Select(at =>
        {
            // Weeks differ as wholes as well, and come back slowly.
            if (at % 7 == 0) drift = (0.6 * drift) + (0.3 * noise * Normal(random));
            var level = 100 * Math.Pow(1 + growthAMonth, at / 30.4) * Math.Exp(drift + (noise * Normal(random)));
            if (random.NextDouble() < outliers) level *= 3;
            return (decimal)(level * pattern[((int)first.AddDays(at).DayOfWeek + 6) % 7]);
        })]);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
