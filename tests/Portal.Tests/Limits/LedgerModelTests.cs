using CsCheck;
using Portal.Client.Limits;
using Portal.Limits;
using static Portal.Tests.Limits.Ledgers;

namespace Portal.Tests.Limits;

/// <summary>
/// Any interleaving of reserving, charging, settling, giving up, dying and time going by, beside a reference that keeps nothing but a list
/// of what happened and adds it up anew each time.
/// </summary>
public sealed class LedgerModelTests
{
    const long Amount = 200 * Dollar;
    const long DayTokens = 150;
    const long MinuteTokens = 90;
    const int Requests = 6;
    const int Threads = 3;

    enum Step { Reserve, Charge, Settle, Release, Crash, Wait, NextDay }

    static readonly Gen<(Step Step, int Call, int Project, int Size)> Steps = Gen.Select(
        Gen.Frequency((8, Gen.Const(Step.Reserve)), (4, Gen.Const(Step.Charge)), (4, Gen.Const(Step.Settle)), (2, Gen.Const(Step.Release)), (1, Gen.Const(Step.Crash)), (4, Gen.Const(Step.Wait)), (1, Gen.Const(Step.NextDay))),
        Gen.Int[0, 7], Gen.Int[0, 1], Gen.Int[1, 40]);

    static readonly LimitBook Book = new(
        [LimitsOf(Scope.Project("p0"), new LimitsInput { TokensPerDay = DayTokens, TokensPerMinute = MinuteTokens, RequestsPerMinute = Requests }), LimitsOf(Scope.Organization, new LimitsInput { ConcurrentThreads = Threads })],
        [Budget(Scope.Organization, Amount / Dollar)]);

    sealed record OpenCall(string Project, long Tokens, long Money, long? Charged);

    sealed record Row(string Project, DateOnly Day, long Tokens, long Money);

    [Fact]
    public void Ledger_IsNeverAboveALimit_AndLeaksNothing() => Steps.Array[1, 80].Sample(steps =>
    {
        var ledger = new Ledger { Book = Book };
        var (open, rows, taken) = (new Dictionary<string, OpenCall>(), new List<Row>(), new List<(double At, long Tokens, int Requests)>());
        var (seconds, day) = (0.0, Today);
        foreach (var (step, number, projectNumber, size) in steps)
        {
            var (key, project, now) = ($"c{number}", $"p{projectNumber}", At(seconds, day));
            switch (step)
            {
                case Step.Reserve when !open.ContainsKey(key):
                    var (grant, _) = ledger.Try(Call(key, size, 20, project: project), now);
                    var expected = Reference(open, rows, taken, project, size, seconds, day);
                    Assert.Equal(expected, grant?.Output);
                    if (grant is null) break;
                    open[key] = new OpenCall(project, size + grant.Output, (size + (2 * grant.Output)) * Dollar, null);
                    if (project == "p0") taken.Add((seconds, size + grant.Output, 1));
                    break;
                case Step.Charge when open.TryGetValue(key, out var call):
                    var cost = size * 3 * Dollar;
                    var (charged, overshoot) = ledger.Charge(key, Scopes(call.Project), cost, now);
                    var left = Amount - rows.Where(row => Month(row.Day) == Month(day)).Sum(row => row.Money) - open.Values.Sum(one => one.Charged ?? one.Money);
                    Assert.Equal(Math.Min(cost, (call.Charged ?? call.Money) + Math.Max(0, left)), charged);
                    Assert.Equal(cost, charged + overshoot);
                    open[key] = call with { Charged = charged };
                    break;
                case Step.Settle when open.TryGetValue(key, out var call) && call.Charged is { } money:
                    var tokens = Math.Min(size, call.Tokens);
                    ledger.Settle(key, Scopes(call.Project), new Amount(tokens, money), day, now);
                    open.Remove(key);
                    rows.Add(new Row(call.Project, day, tokens, money));
                    if (call.Project == "p0") taken.Add((seconds, tokens - call.Tokens, 0));
                    break;
                case Step.Release when open.TryGetValue(key, out var call):
                    ledger.Release(key, now);
                    open.Remove(key);
                    if (call.Project == "p0") taken.Add((seconds, -call.Tokens, -1));
                    break;
                case Step.Crash:
                    // Rows survive, reservations do not. The minute's calls are replayed from rows elsewhere; here the minute begins anew.
                    ledger = new Ledger { Book = Book };
                    ledger.Load(rows.SelectMany(row => Scopes(row.Project).Select(scope => (scope, row.Day, new Amount(row.Tokens, row.Money)))), []);
                    open.Clear();
                    taken.Clear();
                    break;
                case Step.Wait: seconds += size; break;
                case Step.NextDay: day = day.AddDays(1); break;
            }

            var held = open.Values.Sum(one => one.Charged ?? one.Money);
            Assert.Equal(held, ledger.AccountOf(Scope.Organization).Reserved.Nanodollars);
            Assert.True(held + ledger.AccountOf(Scope.Organization).Month(day).Nanodollars <= Amount);
            Assert.Equal(open.Count, ledger.AccountOf(Scope.Organization).Threads);
        }

        foreach (var key in open.Keys) ledger.Release(key, At(seconds, day));
        foreach (var scope in Scopes("p0").Concat(Scopes("p1")))
        {
            Assert.Equal(default, ledger.AccountOf(scope).Reserved);
            Assert.Equal(0, ledger.AccountOf(scope).Threads);
        }
    }, iter: 3_000, threads: 1);

    /// <summary>Tokens of output that fit; null where the call must not go.</summary>
    static long? Reference(
        Dictionary<string, OpenCall> open, List<Row> rows, List<(double At, long Tokens, int Requests)> taken, string project, long input, double seconds, DateOnly day)
    {
        if (open.Count >= Threads) return null;
        var output = 20L;
        var money = Amount - rows.Where(row => Month(row.Day) == Month(day)).Sum(row => row.Money) - open.Values.Sum(one => one.Charged ?? one.Money) - (input * Dollar);
        if (money < 0) return null;
        // One nano-dollar is kept for rounding.
        output = Math.Min(output, (money - 1) / (2 * Dollar));
        if (project == "p0")
            output = Math.Min(output, DayTokens - rows.Where(row => row.Project == "p0" && row.Day == day).Sum(row => row.Tokens) - open.Values.Where(one => one.Project == "p0").Sum(one => one.Tokens) - input);
        if (output < Ledger.LeastOutput) return null;
        if (project != "p0") return output;
        var level = Level(taken.Select(one => (one.At, (decimal)one.Tokens)), MinuteTokens, seconds);
        var requests = Level(taken.Select(one => (one.At, (decimal)one.Requests)), Requests, seconds);
        return level + Math.Min(input + output, MinuteTokens) <= MinuteTokens && requests + 1 <= Requests ? output : null;
    }

    /// <summary>Of a bucket that drains by its size in a minute and never below nothing.</summary>
    static decimal Level(IEnumerable<(double At, decimal Amount)> events, long size, double now)
    {
        var (level, at) = (0m, 0m);
        foreach (var (when, amount) in events)
        {
            level = Math.Max(0, level - (((decimal)when - at) * size / 60));
            (level, at) = (Math.Max(0, level + amount), (decimal)when);
        }

        return Math.Max(0, level - (((decimal)now - at) * size / 60));
    }

    static (int, int) Month(DateOnly day) => (day.Year, day.Month);
}
