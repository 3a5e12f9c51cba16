using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Providers;
using Portal.Models.Gateway;

namespace Portal.Tests.Models.Gateway;

public sealed class ProviderCircuitsTests
{
    readonly FakeTimeProvider time = new();
    readonly ProviderCircuits health;

    public ProviderCircuitsTests() => health = new(Options.Create(new GatewayOptions { CircuitFailures = 2, CircuitSeconds = 30 }), time);

    [Fact]
    public void Status_FollowsTheCalls()
    {
        Assert.Equal(ProviderStatus.Unknown, health.Status("p"));
        health.Succeeded("p");
        Assert.Equal(ProviderStatus.Healthy, health.Status("p"));
        health.Failed("p", counts: true);
        Assert.Equal(ProviderStatus.Degraded, health.Status("p"));
        health.Failed("p", counts: true);
        Assert.Equal(ProviderStatus.Open, health.Status("p"));
        Assert.Equal(ProviderStatus.Unknown, health.Status("another"));
    }

    [Fact]
    public void Open_AfterItsRest_LetsOneTrialThrough()
    {
        Open();
        Assert.False(health.TryEnter("p"));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(health.TryEnter("p"));
        Assert.False(health.TryEnter("p"));
        health.Succeeded("p");
        Assert.True(health.TryEnter("p"));
        Assert.True(health.TryEnter("p"));
    }

    [Fact]
    public void Open_FailedTrial_RestsAgain()
    {
        Open();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(health.TryEnter("p"));
        health.Failed("p", counts: true);
        Assert.False(health.TryEnter("p"));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(health.TryEnter("p"));
    }

    [Fact]
    public void Open_TrialGivenUp_LeavesThePlaceToTheNext()
    {
        Open();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(health.TryEnter("p"));
        health.Left("p");
        Assert.True(health.TryEnter("p"));
    }

    [Fact]
    public void Failed_ByTheRequest_NeverOpens()
    {
        for (var call = 0; call < 100; call++) health.Failed("p", counts: false);
        Assert.Equal(ProviderStatus.Degraded, health.Status("p"));
        Assert.True(health.TryEnter("p"));
    }

    [Fact]
    public void Forget_BeginsAnew()
    {
        Open();
        health.Forget("p");
        Assert.True(health.TryEnter("p"));
        Assert.Equal(ProviderStatus.Unknown, health.Status("p"));
    }

    void Open()
    {
        health.Failed("p", counts: true);
        health.Failed("p", counts: true);
    }
}
