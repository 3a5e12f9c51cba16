using Microsoft.Extensions.Time.Testing;
using Portal.Client.Limits;
using Portal.Limits;
using static Portal.Tests.Limits.Ledgers;

namespace Portal.Tests.Limits;

public sealed class QuotaTests : IDisposable
{
    readonly FakeTimeProvider time = new();
    readonly Quota quota;

    public QuotaTests() => quota = new Quota(time);

    [Fact]
    public async Task Begin_WhereOthersReservationsStandInTheWay_WaitsInOrder()
    {
        Set(With(Budget(Scope.Project("p"), 1)).Book);
        Assert.NotNull(Begin("c1").Grant);
        var second = Begin("c2");
        var third = Begin("c3");
        Assert.False(second.Waiting!.IsCompleted);
        quota.Release("c1");
        Assert.NotNull((await second.Waiting!).Grant);
        Assert.False(third.Waiting!.IsCompleted);
        quota.Release("c2");
        Assert.NotNull((await third.Waiting!).Grant);
    }

    [Fact]
    public async Task Begin_ManyThatWereAdmittedTogether_DoNotWaitForEachOther()
    {
        // Ten are let in, each with a dollar; each then needs all ten.
        Set(With(Budget(Scope.Project("p"), 10)).Book);
        for (var number = 0; number < 10; number++) Assert.NotNull(Begin($"c{number}", 0).Grant);
        var whole = Enumerable.Range(0, 10).Select(number => quota.Begin(Call($"c{number}", price: PerRun(10 * Dollar)), TimeSpan.FromSeconds(60))).ToList();
        // The last of them finds nobody holding anything.
        for (var served = 0; served < 10; served++)
        {
            var granted = Assert.Single(whole, attempt => attempt.Grant is not null || attempt.Waiting is { IsCompleted: true });
            var at = whole.IndexOf(granted);
            if (granted.Waiting is { } waiting) Assert.NotNull((await waiting).Grant);
            quota.Release($"c{at}");
            whole[at] = new Attempt(null, null);
        }
    }

    [Fact]
    public async Task Begin_WaitsNoLongerThanItsPatience()
    {
        Set(With(Budget(Scope.Project("p"), 1)).Book);
        Begin("c1");
        var second = Begin("c2", 30);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(second.Waiting!.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LimitKind.Budget, (await second.Waiting!).Block!.Kind);
    }

    [Fact]
    public async Task Begin_WhereOthersReservationsWouldCutTheReply_WaitsForTheWhole()
    {
        // $210 for one call, and nearly two of them.
        Set(With(Budget(Scope.Project("p"), 400)).Book);
        Assert.Null(quota.Begin(Call("c1"), TimeSpan.FromSeconds(60)).Grant!.Narrowed);
        var second = quota.Begin(Call("c2"), TimeSpan.FromSeconds(60));
        Assert.False(second.Waiting!.IsCompleted);
        Assert.False(second.Block!.IsFinal);
        quota.Charge("c1", Scopes(), 20 * Dollar);
        quota.Change((ledger, now) => ledger.Settle("c1", Scopes(), new Amount(15, 20 * Dollar), Today, now));
        Assert.Equal(new Grant(100, null), (await second.Waiting!).Grant);
    }

    [Fact]
    public async Task Begin_WhereOthersKeepTheirRoom_TakesWhatIsLeftAtTheEndOfItsPatience()
    {
        Set(With(Budget(Scope.Project("p"), 400)).Book);
        Assert.NotNull(quota.Begin(Call("c1"), TimeSpan.FromSeconds(60)).Grant);
        var second = quota.Begin(Call("c2"), TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(31));
        var grant = (await second.Waiting!).Grant!;
        Assert.InRange(grant.Output, 89, 90);
        Assert.Equal(LimitKind.Budget, grant.Narrowed!.Kind);
    }

    [Fact]
    public void Begin_WhereTheWholeWouldNotFitAnyway_DoesNotWait()
    {
        Set(With(Budget(Scope.Project("p"), 250)).Book);
        Assert.NotNull(quota.Begin(Call("small", 1, 10), TimeSpan.FromSeconds(60)).Grant);
        Assert.Equal(LimitKind.Budget, quota.Begin(Call("large", 10, 4_000), TimeSpan.FromSeconds(60)).Grant!.Narrowed!.Kind);
        Assert.NotNull(quota.Begin(Call("none", 10, 50), TimeSpan.FromSeconds(60)).Waiting);
    }

    [Fact]
    public async Task Begin_WhatTimeGives_IsGivenWithoutAnybodyAsking()
    {
        Set(With(LimitsOf(Scope.Project("p"), new LimitsInput { RequestsPerMinute = 1 })).Book);
        Assert.NotNull(Begin("c1").Grant);
        var second = Begin("c2", 120);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.NotNull((await second.Waiting!).Grant);
    }

    [Fact]
    public void Begin_BehindOneThatWaits_DoesNotOvertake()
    {
        Set(With(LimitsOf(Scope.Project("p"), new LimitsInput { TokensPerMinute = 100 })).Book);
        Assert.NotNull(quota.Begin(Call("c1", 10, 80, Free), TimeSpan.FromSeconds(60)).Grant);
        Assert.NotNull(quota.Begin(Call("big", 10, 80, Free), TimeSpan.FromSeconds(60)).Waiting);
        Assert.NotNull(quota.Begin(Call("small", 1, 1, Free), TimeSpan.FromSeconds(60)).Waiting);
    }

    [Fact]
    public void Begin_WhoNeedsOtherRoom_IsNotHeldUp()
    {
        Set(new LimitBook([LimitsOf(new Scope(ScopeType.Key, "slow", "p"), new LimitsInput { RequestsPerMinute = 1 })], [Budget(Scope.Project("p"), 10)]));
        Assert.NotNull(quota.Begin(Of("c1", "slow", Free), TimeSpan.FromSeconds(60)).Grant);
        Assert.NotNull(quota.Begin(Of("c2", "slow", Free), TimeSpan.FromSeconds(60)).Waiting);
        Assert.NotNull(quota.Begin(Of("c3", "quick", Free), TimeSpan.FromSeconds(60)).Grant);
        // One waits for money; what costs nothing passes.
        Assert.NotNull(quota.Begin(Of("c4", "quick", PerRun(9 * Dollar)), TimeSpan.FromSeconds(60)).Grant);
        Assert.NotNull(quota.Begin(Of("c5", "quick", PerRun(9 * Dollar)), TimeSpan.FromSeconds(60)).Waiting);
        Assert.NotNull(quota.Begin(Of("c6", "quick", Free), TimeSpan.FromSeconds(60)).Grant);
        Assert.NotNull(quota.Begin(Of("c7", "quick", PerRun(Dollar)), TimeSpan.FromSeconds(60)).Waiting);

        static Demand Of(string key, string actor, Portal.Pricing.CallPrice price) => Call(key, price: price) with { Scopes = Scopes("p", actor) };
    }

    [Fact]
    public async Task Begin_WhoHadLeastForItsWeight_GoesFirst()
    {
        Set(With(LimitsOf(Scope.Organization, new LimitsInput { ConcurrentThreads = 1 })).Book);
        Assert.NotNull(quota.Begin(Call("h1", 10, 900, Free, "hog"), TimeSpan.Zero).Grant);
        var hog = quota.Begin(Call("h2", 10, 90, Free, "hog"), TimeSpan.FromSeconds(60));
        var small = quota.Begin(Call("s1", 10, 90, Free, "small"), TimeSpan.FromSeconds(60));
        quota.Release("other");
        quota.Look((ledger, now) => ledger.Settle("h1", Scopes("hog"), new Amount(910, 0), Today, now));
        Assert.NotNull((await small.Waiting!).Grant);
        Assert.False(hog.Waiting!.IsCompleted);
    }

    [Fact]
    public async Task Begin_TenThousandAtOnce_LetsInExactlyAThousand()
    {
        Set(With(Budget(Scope.Project("p"), 1_000)).Book);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(number => Task.Run(() => Begin($"c{number}", 0))));
        Assert.Equal(1_000, attempts.Count(attempt => attempt.Grant is not null));
        Assert.All(attempts.Where(attempt => attempt.Grant is null), attempt => Assert.Equal("budget_exceeded", attempt.Block!.Code));
    }

    [Fact]
    public void Changed_TellsOfChanges_AndOfNoLook()
    {
        var told = 0;
        quota.Changed += () => told++;
        quota.Look((ledger, _) => ledger.Open);
        Assert.Equal(0, told);
        Begin("c1");
        quota.Release("c1");
        quota.Change((ledger, _) => ledger.Book = LimitBook.Empty);
        Assert.Equal(3, told);
    }

    [Fact]
    public void Changed_TellsOfALook_ByWhichSomebodyIsLetGoOn()
    {
        Set(With(LimitsOf(Scope.Project("p"), new LimitsInput { RequestsPerMinute = 1 })).Book);
        Begin("c1");
        var second = Begin("c2", 120);
        quota.Look((ledger, now) => ledger.Settle("c1", Scopes("p"), new Amount(1, 0), Today, now));
        var told = 0;
        quota.Changed += () => told++;
        quota.Look((ledger, now) => ledger.Book = LimitBook.Empty);
        Assert.Equal((true, 1), (second.Waiting!.IsCompleted, told));
    }

    public void Dispose() => quota.Dispose();

    Attempt Begin(string key, int patience = 60) => quota.Begin(Call(key, price: PerRun(Dollar)), TimeSpan.FromSeconds(patience));

    void Set(LimitBook book) => quota.Look((ledger, _) => ledger.Book = book);
}
