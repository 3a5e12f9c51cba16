using Portal.Client.Limits;
using Portal.Limits;
using static Portal.Tests.Limits.Ledgers;

namespace Portal.Tests.Limits;

public sealed class LedgerTests
{
    static readonly Scope Project = Scope.Project("p");

    [Fact]
    public void Try_AtAFlatPrice_LetsExactlyAsManyInAsAreLeft()
    {
        var ledger = With(Budget(Project, 10));
        var granted = Enumerable.Range(0, 50).Count(number => ledger.Try(Call($"c{number}", price: PerRun(Dollar)), Start).Grant is not null);
        Assert.Equal(10, granted);
    }

    [Fact]
    public void Try_WhereOneScopeHasNoRoom_ReservesInNone()
    {
        var ledger = With(Budget(Scope.Organization, 1_000), Budget(Project, 5));
        var (grant, block) = ledger.Try(Call("c", price: PerRun(6 * Dollar)), Start);
        Assert.Null(grant);
        Assert.Equal((LimitKind.Budget, Project, true), (block!.Kind, block.Scope, block.IsFinal));
        Assert.Equal(default, ledger.AccountOf(Scope.Organization).Reserved);
        Assert.Equal(0, ledger.AccountOf(Scope.Organization).Threads);
    }

    [Fact]
    public void Try_AtTokenPrices_CutsTheOutputToWhatIsLeft()
    {
        var ledger = With(Budget(Project, 100));
        var (grant, _) = ledger.Try(Call("c", input: 10, output: 4_000), Start);
        // 90 dollars are left for output at two dollars each; a part of a nano-dollar may be lost to rounding.
        Assert.InRange(grant!.Output, 44, 45);
        Assert.Equal(LimitKind.Budget, grant.Narrowed!.Kind);
        Assert.InRange(ledger.AccountOf(Project).Reserved.Nanodollars, 97 * Dollar, 100 * Dollar);
    }

    [Fact]
    public void Try_WhereOnlyOthersReservationsStandInTheWay_IsNotFinal()
    {
        var ledger = With(Budget(Project, 100));
        Assert.NotNull(ledger.Try(Call("c1", input: 10, output: 4_000), Start).Grant);
        var (_, block) = ledger.Try(Call("c2"), Start);
        Assert.False(block!.IsFinal);
        ledger.Charge("c1", Scopes(), 30 * Dollar, Start);
        ledger.Settle("c1", Scopes(), new Amount(20, 30 * Dollar), Today, Start);
        Assert.NotNull(ledger.Try(Call("c2"), Start).Grant);
    }

    [Fact]
    public void LastMinute_HoldsWhatEachScopeUsed_ToTheSecond()
    {
        var ledger = new Ledger();
        ledger.Replay(Scopes("p", "k1"), 40, At(-20).Ticks);
        ledger.Try(Call("c1") with { Scopes = Scopes("p", "k1") }, At(10));
        ledger.Settle("c1", Scopes("p", "k1"), new Amount(30, 0), Today, At(15));
        ledger.Try(Call("c2") with { Scopes = Scopes("p", "k2") }, At(20));
        ledger.Release("c2", At(20));
        Assert.Equal((70, 2), Used(Project, 39));
        Assert.Equal((30, 1), Used(Project, 40));
        Assert.Equal((30, 1), Used(new Scope(ScopeType.Key, "k1", "p"), 60));
        Assert.Equal((0, 0), Used(new Scope(ScopeType.Key, "k2", "p"), 60));
        Assert.Equal((30, 0), Used(Project, 72));
        Assert.Equal((0, 0), Used(Project, 75));

        (long, long) Used(Scope scope, double seconds) =>
            (ledger.AccountOf(scope).LastTokens.Read(At(seconds).Ticks), ledger.AccountOf(scope).LastRequests.Read(At(seconds).Ticks));
    }

    [Fact]
    public void Charge_BeyondWhatWasReserved_TakesWhatIsLeftAndTellsTheRest()
    {
        var ledger = With(Budget(Project, 100));
        ledger.Try(Call("c1", input: 10, output: 20), Start);
        Assert.Equal((80 * Dollar, 0L), ledger.Charge("c1", Scopes(), 80 * Dollar, Start));
        Assert.Equal((100 * Dollar, 20 * Dollar), ledger.Charge("c1", Scopes(), 120 * Dollar, Start));
        ledger.Settle("c1", Scopes(), new Amount(60, 100 * Dollar), Today, Start);
        Assert.Equal(100 * Dollar, ledger.AccountOf(Project).Month(Today).Nanodollars);
        Assert.Equal(default, ledger.AccountOf(Project).Reserved);
    }

    [Fact]
    public void Charge_OfACallFromBeforeTheStart_IsHeldToTheBudget()
    {
        var ledger = With(Budget(Project, 5));
        Assert.Equal((5 * Dollar, 3 * Dollar), ledger.Charge("old", Scopes(), 8 * Dollar, Start));
        ledger.Settle("old", Scopes(), new Amount(4, 5 * Dollar), Today, Start);
        Assert.Equal(default, ledger.AccountOf(Project).Reserved);
        Assert.Equal(0, ledger.Open);
    }

    [Fact]
    public void Try_WithoutAPrice_IsRefusedUnderAHardBudget_AndNotWithoutOne()
    {
        Assert.Equal(LimitKind.Unpriced, With(Budget(Project, 5)).Try(Call("c", price: Unpriced), Start).Block!.Kind);
        Assert.NotNull(new Ledger().Try(Call("c", price: Unpriced), Start).Grant);
    }

    [Fact]
    public void Try_OfWhatCostsNothing_IsNoMatterOfMoney()
    {
        var ledger = With(Budget(Project, 5));
        ledger.Spend(Scopes(), new Amount(0, 9 * Dollar), Today, Start);
        Assert.NotNull(ledger.Try(Call("c", price: Free), Start).Grant);
        Assert.True(ledger.Try(Call("d"), Start).Block!.IsFinal);
    }

    [Fact]
    public void Try_OverAMaxRunCost_CountsWhatTheRunHasSpent()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { MaxRunCost = 100 }));
        Assert.InRange(ledger.Try(Call("c1", input: 10, output: 500), Start).Grant!.Output, 44, 45);
        Assert.Equal(LimitKind.MaxRunCost, ledger.Try(Call("c2", input: 10, output: 500) with { RunSpent = 95 * Dollar }, Start).Block!.Kind);
    }

    [Theory]
    [InlineData(LimitKind.TokensPerDay)]
    [InlineData(LimitKind.TokensPerMonth)]
    public void Try_OverTokensOfADayOrMonth_IsCutThenRefused_AndBeginsAnew(LimitKind kind)
    {
        var ledger = With(LimitsOf(Project, kind is LimitKind.TokensPerDay ? new LimitsInput { TokensPerDay = 100 } : new LimitsInput { TokensPerMonth = 100 }));
        Assert.Equal(90, ledger.Try(Call("c1", input: 10, output: 500), Start).Grant!.Output);
        ledger.Settle("c1", Scopes(), new Amount(95, 0), Today, Start);
        Assert.Equal((kind, true), (ledger.Try(Call("c2"), Start).Block!.Kind, ledger.Try(Call("c2"), Start).Block!.IsFinal));
        Assert.NotNull(ledger.Try(Call("c3"), At(0, Today.AddMonths(1))).Grant);
    }

    [Fact]
    public void Try_OverTokensOfAMinute_SaysHowLongToWait_AndRefills()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { TokensPerMinute = 600 }));
        Assert.NotNull(ledger.Try(Call("c1", input: 100, output: 500), Start).Grant);
        var (_, block) = ledger.Try(Call("c2", input: 100, output: 200), Start);
        Assert.Equal((LimitKind.TokensPerMinute, TimeSpan.FromSeconds(30)), (block!.Kind, block.Wait!.Value));
        Assert.Null(ledger.Try(Call("c2", input: 100, output: 200), At(29.9)).Grant);
        Assert.NotNull(ledger.Try(Call("c2", input: 100, output: 200), At(30)).Grant);
    }

    [Fact]
    public void Settle_GivesBackToTheMinuteWhatWasNotUsed()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { TokensPerMinute = 600 }));
        ledger.Try(Call("c1", input: 100, output: 500), Start);
        ledger.Settle("c1", Scopes(), new Amount(150, 0), Today, Start);
        Assert.NotNull(ledger.Try(Call("c2", input: 100, output: 350), Start).Grant);
        Assert.Null(ledger.Try(Call("c3", input: 1, output: 1), Start).Grant);
    }

    [Fact]
    public void Try_OfMoreThanAWholeMinute_HasAMinuteForItself()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { TokensPerMinute = 100 }));
        Assert.NotNull(ledger.Try(Call("c1", input: 100, output: 5_000), Start).Grant);
        Assert.Null(ledger.Try(Call("c2", input: 1, output: 1), At(1)).Grant);
    }

    [Fact]
    public void Try_OverRequestsAndThreads_CountsAThreadOnce()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { RequestsPerMinute = 3, ConcurrentThreads = 1 }));
        Assert.NotNull(ledger.Try(Call("c1", thread: "t"), Start).Grant);
        Assert.NotNull(ledger.Try(Call("c2", thread: "t"), Start).Grant);
        Assert.Equal("concurrency_exceeded", ledger.Try(Call("c3", thread: "other"), Start).Block!.Code);
        Assert.NotNull(ledger.Try(Call("c3", thread: "t"), Start).Grant);
        Assert.Equal(LimitKind.RequestsPerMinute, ledger.Try(Call("c4", thread: "t"), Start).Block!.Kind);
    }

    [Fact]
    public void Try_InPlaceOfAnAdmission_TakesWhatItHeld_OrLeavesItAsItWas()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { TokensPerMinute = 600, RequestsPerMinute = 1 }));
        ledger.Try(Call("c", input: 5, output: 16), Start);
        Assert.NotNull(ledger.Try(Call("c", input: 100, output: 500), Start).Grant);
        Assert.Equal(1, ledger.Open);
        var reserved = ledger.AccountOf(Project).Reserved;
        ledger.Book = new LimitBook([LimitsOf(Project, new LimitsInput { TokensPerDay = 50 })], []);
        Assert.NotNull(ledger.Try(Call("c", input: 100, output: 500), Start).Block);
        Assert.Equal(reserved, ledger.AccountOf(Project).Reserved);
    }

    [Fact]
    public void Settle_TellsOfEachThresholdThatIsPassed_Once()
    {
        var ledger = With(Budget(Project, 100));
        Assert.Empty(ledger.Spend(Scopes(), new Amount(0, 49 * Dollar), Today, Start));
        Assert.Equal([50, 80], ledger.Spend(Scopes(), new Amount(0, 40 * Dollar), Today, Start).Select(crossing => crossing.Percent));
        Assert.Empty(ledger.Spend(Scopes(), new Amount(0, 1 * Dollar), Today, Start));
        Assert.Equal([50, 80], ledger.Passed(Start).Select(crossing => crossing.Percent));
    }

    [Fact]
    public void Load_CountsARowThatWasReadBeforeItWasSettled_Once()
    {
        var ledger = With(Budget(Project, 100));
        ledger.Try(Call("c1", input: 10, output: 20), Start);
        ledger.Load([(Project, Today, new Amount(30, 50 * Dollar))], ["c1"]);
        ledger.Settle("c1", Scopes(), new Amount(30, 50 * Dollar), Today, Start);
        Assert.Equal(50 * Dollar, ledger.AccountOf(Project).Month(Today).Nanodollars);
        Assert.Equal(default, ledger.AccountOf(Project).Reserved);
    }

    [Fact]
    public void Replay_ACallOfTheLastMinuteStillCounts_AfterARestart()
    {
        var ledger = With(LimitsOf(Project, new LimitsInput { TokensPerMinute = 600 }));
        ledger.Replay(Scopes(), 600, At(-30).Ticks);
        Assert.Null(ledger.Try(Call("c", input: 100, output: 201), Start).Grant);
        Assert.NotNull(ledger.Try(Call("c", input: 100, output: 200), Start).Grant);
    }

    [Fact]
    public void Spend_OfADayThatIsOver_StaysInItsDay_WhateverTheClockDoes()
    {
        var ledger = With(Budget(Project, 10, BudgetPeriod.Day));
        ledger.Spend(Scopes(), new Amount(0, 10 * Dollar), Today, Start);
        // The clock jumps a day ahead, and back.
        Assert.NotNull(ledger.Try(Call("c1", price: PerRun(Dollar)), At(1, Today.AddDays(1))).Grant);
        ledger.Release("c1", At(2));
        Assert.True(ledger.Try(Call("c2", price: PerRun(Dollar)), At(3)).Block!.IsFinal);
    }

    [Fact]
    public void Try_WhenTheOrganizationIsShort_LeavesTheLastQuarterToWhoHadLess()
    {
        var ledger = With(LimitsOf(Scope.Organization, new LimitsInput { TokensPerMinute = 1_000 }));
        for (var number = 0; number < 7; number++) Assert.NotNull(ledger.Try(Call($"h{number}", input: 50, output: 50, price: Free, project: "hog"), Start).Grant);
        Assert.NotNull(ledger.Try(Call("s", input: 25, output: 25, price: Free, project: "small"), Start).Grant);
        var (_, block) = ledger.Try(Call("h9", input: 50, output: 50, price: Free, project: "hog"), Start);
        Assert.Equal(LimitKind.FairShare, block!.Kind);
        Assert.NotNull(ledger.Try(Call("s2", input: 50, output: 50, price: Free, project: "small"), Start).Grant);
    }

    [Fact]
    public void Try_WhileAProviderPushesBack_IsHeldToTheLoweredLimit()
    {
        var ledger = new Ledger();
        var lowered = new Pressure("prov", 100, 0, "429");
        Assert.NotNull(ledger.Try(Call("c1", input: 20, output: 80) with { Pressure = () => lowered }, Start).Grant);
        Assert.Equal(LimitKind.Provider, ledger.Try(Call("c2", input: 20, output: 80) with { Pressure = () => lowered }, Start).Block!.Kind);
        // Others' calls go to providers that are well.
        Assert.NotNull(ledger.Try(Call("c3", input: 20, output: 80), Start).Grant);
    }
}
