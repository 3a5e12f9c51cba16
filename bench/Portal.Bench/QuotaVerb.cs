using System.Diagnostics;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Limits;
using Portal.Models;
using Portal.Pricing;
using Portal.Usage;

namespace Portal.Bench;

/// <summary>What reserving, charging and settling cost a call, in process, with limits and budgets on each scope that it counts in; and the rows of usage that they leave.</summary>
static class QuotaVerb
{
    const int Projects = 50;

    static readonly CallPrice Price = new(new ModelPrice(2_000_000_000, 500_000_000, 8_000_000_000, 8_000_000_000), "m@0", null);

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        using var quota = new Quota(TimeProvider.System);
        quota.Look((ledger, _) => ledger.Book = Book());
        var calls = measurement.Size(200_000, 5_000);
        var times = new List<double>(calls);
        for (var number = 0; number < calls; number++)
        {
            var began = Stopwatch.GetTimestamp();
            Call(quota, number);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        times.Sort();
        measurement.Add($"{calls:#,0} calls, reserve + charge + settle, p50", times[calls / 2], "µs", 50);
        measurement.Add($"{calls:#,0} calls, reserve + charge + settle, p99", times[(int)(calls * 0.99)], "µs");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount * 4).Select(worker => Task.Run(() =>
        {
            for (var number = 0; number < calls / Environment.ProcessorCount / 4; number++) Call(quota, (worker * calls) + number);
        }, cancellation)));
        measurement.Add($"calls from {Environment.ProcessorCount * 4} workers at once", $"{calls / clock.Elapsed.TotalSeconds:#,0}/s", "≥ 20,000/s", calls / clock.Elapsed.TotalSeconds >= 20_000);
        var flat = new CallPrice(null, null, new OwnPrice("price_1", 1_000_000_000, 0));
        quota.Look((ledger, _) => ledger.Book = new LimitBook([], [Budget(Scope.Project("flat"), 1_000)]));
        var attempts = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(number => Task.Run(() =>
            quota.Begin(new Demand($"f{number}", Scope.OfCall("flat", null, ActorType.Key, "k"), $"f{number}", 10, 100, flat), TimeSpan.Zero), cancellation)));
        var served = attempts.Count(attempt => attempt.Grant is not null);
        measurement.Add("10,000 at once at a flat price, room for 1,000", $"{served:#,0} let in", "1,000", served == 1_000);
        await Rows(measurement, cancellation);
    }

    /// <summary>Rows of usage with all their sums, each of them on disk before its writer goes on, from many at once.</summary>
    static async Task Rows(Measurement measurement, CancellationToken cancellation)
    {
        const int Writers = 256;
        var directory = Directory.CreateTempSubdirectory("portal-bench-");
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var keys = new ThreadKeys(new SecretProtector(new EphemeralDataProtectionProvider(), NullLogger<SecretProtector>.Instance));
        var (count, clock) = (measurement.Size(60_000, 2_000), new Stopwatch());
        using (var database = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(new PortalOptions { DataDirectory = directory.FullName }), keys, NullLogger<SqliteDatabase>.Instance))
        {
            clock.Start();
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                for (var number = 0; number < count / Writers; number++)
                {
                    var row = Row(writer, number);
                    await database.Write(connection =>
                    {
                        UsageRepository.Insert(connection, row);
                        return true;
                    }, cancellation);
                }
            }, cancellation)));
            clock.Stop();
        }

        directory.Delete(recursive: true);
        var pace = count / Writers * Writers / clock.Elapsed.TotalSeconds;
        measurement.Add($"{count:#,0} rows of usage with their sums, from {Writers} writers", $"{pace:#,0}/s", "≥ 5,000/s", pace >= 5_000);
    }

    static UsageRow Row(int writer, int number) => new(
        Ids.New("use"), $"proj_{writer % Projects}", $"asst_{writer % 100}", $"thread_{writer}", $"run_{writer}_{number}", Ids.New("msg"), 1, "key", $"key_{writer % Projects}", "gpt-4-fast-2026",
        "fast", "prov_1", "Provider", 900, 100, 300, 0, 4_000_000, 3_000_000, "exact", 0, true, """{"team":"returns"}""", DateTimeOffset.UtcNow.ToUnixTimeSeconds(), "m@0");

    static void Call(Quota quota, int number)
    {
        var (key, scopes) = ($"c{number}", Scope.OfCall($"p{number % Projects}", $"a{number % Projects}", ActorType.Key, $"k{number % Projects}"));
        if (quota.Begin(new Demand(key, scopes, key, 1_000, 500, Price), TimeSpan.Zero).Grant is null) throw new InvalidOperationException("A limit that is far off has refused a call.");
        quota.Charge(key, scopes, 4_000_000);
        quota.Settle(key, scopes, new Amount(1_300, 4_000_000), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    static LimitBook Book()
    {
        var projects = Enumerable.Range(0, Projects).Select(number => Scope.Project($"p{number}")).ToList();
        var limits = new LimitsInput { TokensPerMinute = LimitsInput.MostTokens, RequestsPerMinute = 1_000_000_000, ConcurrentThreads = 1_000_000, TokensPerMonth = LimitsInput.MostTokens };
        return new([LimitsRow.From(Scope.Organization, limits, 0), .. projects.Select(scope => LimitsRow.From(scope, limits, 0))],
            [Budget(Scope.Organization, 100_000_000), .. projects.Select(scope => Budget(scope, 10_000_000))]);
    }

    static BudgetRow Budget(Scope scope, decimal amount) => BudgetRow.From($"bud_{scope.Id}", scope, new BudgetInput { Amount = amount, Mode = BudgetMode.Hard }, 0, 0);
}
