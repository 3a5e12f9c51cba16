using Portal.Client.Costs;
using Portal.Client.Usage;

namespace Portal.Client.Tests.Costs;

public sealed class CostViewTests
{
    [Theory]
    [InlineData("this_month", UsageInterval.Day)]
    [InlineData("last_90_days", UsageInterval.Day)]
    [InlineData("last_12_months", UsageInterval.Month)]
    [InlineData("2026-03", UsageInterval.Day)]
    [InlineData("2026-03-05..2026-03-05", UsageInterval.Hour)]
    [InlineData("2026-03-05..2026-03-06", UsageInterval.Hour)]
    [InlineData("2026-03-05..2026-03-07", UsageInterval.Day)]
    [InlineData("2026-01-01..2026-04-03", UsageInterval.Month)]
    public void Bucket_GoesWithTheStretch(string period, UsageInterval bucket) => Assert.Equal(bucket, CostView.Of(null, period, null).Bucket);

    [Theory]
    [InlineData("2026-03-05", "2026-03-05", "2026-03-05..2026-03-05")]
    [InlineData("2026-03-01", "2026-03-31", "2026-03")]
    [InlineData("2026-02-01", "2026-02-28", "2026-02")]
    [InlineData("2026-03-01", "2026-04-30", "2026-03-01..2026-04-30")]
    public void Days_AreAPeriod(string first, string last, string period) => Assert.Equal(period, CostView.PeriodOf(DateOnly.Parse(first), DateOnly.Parse(last)));

    [Fact]
    public void Stretch_HasAWiderOne_UntilTheYear()
    {
        var (first, last) = (new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 9));
        Assert.Equal("2026-03", CostView.Of(null, "2026-03-05..2026-03-09", null).Wider(first, last));
        Assert.Equal("last_12_months", CostView.Of(null, "2026-03", null).Wider(new(2026, 3, 1), new(2026, 3, 31)));
        Assert.Equal("last_12_months", CostView.Of(null, "2026-03-30..2026-04-02", null).Wider(new(2026, 3, 30), new(2026, 4, 2)));
        Assert.Null(CostView.Of(null, "last_12_months", null).Wider(first, last));
    }

    [Fact]
    public void Group_KeepsItsColour_WhateverIsShownBesideIt()
    {
        var colours = new GroupColours();
        var first = colours.Of(["a", "b", "c", "d", "e", "f"]);
        Assert.Equal(6, first.Distinct().Count());
        Assert.Equal([first[3], first[0]], colours.Of(["d", "a"]));
        var others = colours.Of(["x", "a", "y", "z", "d", "w"]);
        Assert.Equal((first[0], first[3], 6), (others[1], others[4], others.Distinct().Count()));
        Assert.Equal(first, new GroupColours().Of(["a", "b", "c", "d", "e", "f"]));
    }

    [Theory]
    [InlineData("0.0031", "0.004")]
    [InlineData("1", "1")]
    [InlineData("11", "15")]
    [InlineData("640", "800")]
    [InlineData("0", "0")]
    public void Scale_EndsAtARoundNumber(string most, string top) => Assert.Equal(decimal.Parse(top), CostSeries.RoundUp(decimal.Parse(most)));
}
