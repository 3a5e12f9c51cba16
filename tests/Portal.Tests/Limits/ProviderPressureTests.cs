using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Portal.Models.Gateway;

namespace Portal.Tests.Limits;

public sealed class ProviderPressureTests
{
    readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero));
    readonly ProviderPressure pressure;

    public ProviderPressureTests() => pressure = new ProviderPressure(time);

    [Fact]
    public void Refused_HalvesAtOnce_AndComesBackStepByStep()
    {
        Assert.Equal(1, pressure.Read("p").Factor);
        pressure.Refused("p", null);
        Assert.Equal(0.5, pressure.Read("p").Factor);
        Assert.Contains("429", pressure.Read("p").Reason);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0.6, pressure.Read("p").Factor, 6);
        time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(1, pressure.Read("p").Factor, 6);
        Assert.Null(pressure.Read("p").Reason);
    }

    [Fact]
    public void Refused_ManyTogether_CountOnce_AndNeverBelowTheLeast()
    {
        for (var number = 0; number < 50; number++) pressure.Refused("p", null);
        Assert.Equal(0.5, pressure.Read("p").Factor);
        for (var number = 0; number < 20; number++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            pressure.Refused("p", null);
        }

        Assert.InRange(pressure.Read("p").Factor, ProviderPressure.Least, 0.2);
    }

    [Fact]
    public void Refused_WithRetryAfter_RestsUntilThen_AndNoLongerThanFiveMinutes()
    {
        pressure.Refused("p", TimeSpan.FromSeconds(30));
        Assert.Equal(time.GetUtcNow().AddSeconds(30), pressure.Read("p").RestsUntil);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(pressure.Read("p").RestsUntil);
        pressure.Refused("p", TimeSpan.FromDays(300));
        Assert.Equal(time.GetUtcNow().AddMinutes(5), pressure.Read("p").RestsUntil);
    }

    [Fact]
    public void Answered_SlowlyFiveTimesInARow_LowersByAFifth()
    {
        for (var number = 0; number < 20; number++) pressure.Answered("p", 200, null);
        for (var number = 0; number < 4; number++) pressure.Answered("p", 5_000, null);
        Assert.Equal(1, pressure.Read("p").Factor);
        pressure.Answered("p", 5_000, null);
        Assert.Equal(0.8, pressure.Read("p").Factor, 6);
        Assert.Equal(1, pressure.Read("other").Factor);
    }

    [Fact]
    public void Answered_WithNothingLeft_LowersBeforeTheFirstRefusal()
    {
        pressure.Answered("p", 200, new ProviderHeadroom(true, TimeSpan.FromSeconds(6)));
        Assert.Equal((0.5, time.GetUtcNow().AddSeconds(6)), (pressure.Read("p").Factor, pressure.Read("p").RestsUntil));
    }

    [Theory]
    [InlineData("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "6m0s", true, 360.0)]
    [InlineData("x-ratelimit-remaining-requests", "12", "x-ratelimit-reset-requests", "20ms", false, 0.02)]
    [InlineData("anthropic-ratelimit-requests-remaining", "0", "anthropic-ratelimit-requests-reset", "2026-03-05T12:00:30Z", true, 30.0)]
    [InlineData("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "1.5", true, 1.5)]
    [InlineData("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "soon", true, null)]
    [InlineData("x-ratelimit-remaining-tokens", "-5", "x-ratelimit-reset-tokens", "999999h", true, null)]
    public void Headers_AreRead(string remainingName, string remaining, string resetName, string reset, bool isUsedUp, double? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(remainingName, remaining);
        response.Headers.TryAddWithoutValidation(resetName, reset);
        var read = RateLimitHeaders.Read(response.Headers, time.GetUtcNow())!;
        Assert.Equal(isUsedUp, read.IsUsedUp);
        Assert.Equal(seconds?.ToString(CultureInfo.InvariantCulture), read.ResetsAfter?.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Headers_ThatSayNothing_AreNothing()
    {
        using var response = new HttpResponseMessage();
        Assert.Null(RateLimitHeaders.Read(response.Headers, time.GetUtcNow()));
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-tokens", "many");
        Assert.Null(RateLimitHeaders.Read(response.Headers, time.GetUtcNow()));
    }
}
