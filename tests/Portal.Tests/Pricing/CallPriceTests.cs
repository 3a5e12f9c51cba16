using CsCheck;
using Portal.Models;
using Portal.Pricing;

namespace Portal.Tests.Pricing;

public sealed class CallPriceTests
{
    static readonly Gen<long> Nanodollars = Gen.OneOf(Gen.Const(0L), Gen.Long[1, 1_000], Gen.Long[1, 100_000_000_000]);

    static readonly Gen<CallPrice> AnyPrice = Gen.OneOf(
        Gen.Select(Nanodollars, Nanodollars, Nanodollars, Nanodollars, (input, cached, output, reasoning) => new CallPrice(new ModelPrice(input, cached, output, reasoning), "m@1", null)),
        Gen.Select(Nanodollars, Nanodollars, (run, tokens) => new CallPrice(null, null, new OwnPrice("price_1", run, tokens))));

    static readonly Gen<TokenCount> AnyCount = Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 100], Gen.Long[0, 1_000_000], Gen.Long[0, 100])
        .Select((input, cached, output, reasoning) => new TokenCount(input, input * cached / 100, output, output * reasoning / 100));

    /// <summary>Whatever of the tokens is cached or reasoning.</summary>
    [Fact]
    public void OutputFor_MoneyAndInput_NeverCostsMore() => Gen.Select(AnyPrice, AnyCount, Gen.Long[0, 1_000_000_000_000], Gen.Bool).Sample((price, count, money, first) =>
    {
        var output = price.OutputFor(money, count.Input, first);
        if (output < 0) return price.MostCost(count.Input, 0, first) > money;
        var taken = Math.Min(output, 1_000_000_000);
        return price.Cost(new TokenCount(count.Input, count.Cached, taken, taken / 3), first) <= money
            && price.Cost(new TokenCount(count.Input, count.Cached, taken, taken), first) <= money
            && price.MostCost(count.Input, taken, first) <= money;
    });

    /// <summary>No more is left over than one token and what rounding takes.</summary>
    [Fact]
    public void OutputFor_LeavesAtMostATokenUnused() => Gen.Select(AnyPrice, Gen.Long[0, 100_000], Gen.Long[0, 1_000_000_000_000]).Sample((price, input, money) =>
    {
        var output = price.OutputFor(money, input, false);
        return output is < 0 or > 1_000_000_000_000 || price.MostCost(input, output + 2 + Spare(price), false) >= money;

        // So many tokens does a nano-dollar or two pay for.
        static long Spare(CallPrice price) => price.Own is { } own ? 2_000 / Math.Max(1, own.Per1kTokens) : 2_000_000 / Math.Max(1, Math.Max(price.Model!.Output, price.Model.Reasoning));
    });

    [Fact]
    public void MostCost_IsTheMost() => Gen.Select(AnyPrice, AnyCount, Gen.Bool).Sample((price, count, first) =>
        price.Cost(count, first) <= price.MostCost(count.Input, count.Output, first));

    /// <summary>Split in two, a call costs the same but for what rounding each adds or takes.</summary>
    [Fact]
    public void Cost_AddsUp() => Gen.Select(AnyPrice, AnyCount, AnyCount).Sample((price, one, other) =>
    {
        var both = new TokenCount(one.Input + other.Input, one.Cached + other.Cached, one.Output + other.Output, one.Reasoning + other.Reasoning);
        return Math.Abs(price.Cost(both, false)!.Value - price.Cost(one, false)!.Value - price.Cost(other, false)!.Value) <= 1;
    });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    [InlineData(5, 2)]
    [InlineData(7, 4)]
    public void Cost_IsRoundedOnce_HalvesToEven(long halfNanodollars, long expected)
    {
        // Half a nano-dollar a token.
        Assert.Equal(expected, new CallPrice(new ModelPrice(500_000, 500_000, 500_000, 500_000), "m@1", null).Cost(new TokenCount(halfNanodollars, 0, 0, 0), false));
        Assert.Equal(expected, new CallPrice(null, null, new OwnPrice("price_1", 0, 500)).Cost(new TokenCount(halfNanodollars, 0, 0, 0), false));
    }

    [Fact]
    public void OwnPrice_StandsInPlaceOfTheModels_AndARunIsPaidOnce()
    {
        var price = new CallPrice(new ModelPrice(1_000_000, 1_000_000, 1_000_000, 1_000_000), "m@1", new OwnPrice("price_1", 700, 1_000));
        var count = new TokenCount(2_000, 0, 1_000, 0);
        Assert.Equal((3_700, 3_000, 3_000), (price.Cost(count, true), price.Cost(count, false), price.ProviderCost(count)));
        Assert.Equal("price_1", price.Id);
        Assert.Null(new CallPrice(null, null, null).Cost(count, true));
        Assert.Equal(0, new CallPrice(null, null, new OwnPrice("price_1", 0, 0)).Cost(count, true));
    }

    [Fact]
    public void OutputFor_AMillionDollarsAtTheLeastPrice_IsANumber()
    {
        Assert.True(new CallPrice(new ModelPrice(0, 0, 1, 1), "m@1", null).OutputFor(1_000_000_000_000_000, 10, true) > int.MaxValue);
        Assert.Equal(long.MaxValue, new CallPrice(null, null, new OwnPrice("price_1", 5, 0)).OutputFor(5, 10, true));
        Assert.Equal(-1, new CallPrice(null, null, new OwnPrice("price_1", 5, 0)).OutputFor(4, 10, true));
    }
}
