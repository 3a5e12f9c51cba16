using System.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Alerts;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Pricing;
using Portal.Tests.CommandLine;
using Portal.Tests.Usage;
using Portal.Usage;

namespace Portal.Tests.Pricing;

public sealed class ReconciliationTests
{
    const string Path = "/v2/organization/reconciliation";

    static readonly long At = new DateTimeOffset(2026, 3, 5, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public async Task SumsThatEqualTheirRows_OfCallsAndCharges()
    {
        await using var host = PortalHost.Start();
        await Fill(host);
        var found = await host.Admin.Post(Path, "{}");
        Assert.True(found["ok"].GetBoolean(), found.Body.ToString());
        Assert.Equal((5, 2, 0), (found["rows"].GetInt32(), found["charges"].GetInt32(), found["unverified"].GetInt32()));
        var last = (await host.Admin.Get($"{Path}?limit=1"))["data"][0];
        Assert.Equal(found.Id, last.GetProperty("id").GetString());
        Assert.Single(await host.Audit("usage.reconciled", found.Id));
    }

    [Fact]
    public async Task WrongSums_AreNamed_AndWrittenAnewFromTheirRows()
    {
        await using var host = PortalHost.Start();
        await Fill(host);
        var before = await host.Read(Stored);
        await host.Write(connection => connection.Execute("""
            UPDATE usage_days SET input_tokens = input_tokens + 7 WHERE dimension = 'model';
            DELETE FROM usage_hours WHERE dimension = 'kind';
            UPDATE usage_days SET cost_nanodollars = 9 WHERE dimension = 'tool:assistant';
            DELETE FROM usage_days WHERE dimension = 'tool:member';
            INSERT INTO usage_hours VALUES ('member', 3600, 'proj_x', 'user_x', 1, 1, 0, 0, 0, 0, 0, 0, 0)
            """));
        var found = await host.Admin.Post(Path, "{}");
        Assert.False(found["ok"].GetBoolean());
        var differences = found["differences"].EnumerateArray().ToList();
        Assert.Contains(differences, one => (one.GetProperty("kind").GetString(), one.GetProperty("field").GetString(), one.GetProperty("found").GetInt64() - one.GetProperty("expected").GetInt64()) == ("day", "input_tokens", 7));
        Assert.Contains(differences, one => one.GetProperty("id").GetString() == "kind/tool" && one.GetProperty("found").GetInt64() == 0);
        Assert.Contains(differences, one => one.GetProperty("id").GetString() == "tool:assistant/asst_1" && one.GetProperty("expected").GetInt64() == 5);
        Assert.Contains(differences, one => one.GetProperty("id").GetString() == "tool:member/user_1" && one.GetProperty("found").GetInt64() == 0);
        Assert.Contains(differences, one => one.GetProperty("id").GetString() == "member/user_x" && one.GetProperty("expected").GetInt64() == 0);
        var repaired = await host.Admin.Post(Path, """{"repair":true}""");
        Assert.True(repaired["ok"].GetBoolean(), repaired.Body.ToString());
        Assert.Equal(found["difference_count"].GetInt64(), repaired["repaired"].GetInt64());
        Assert.Equal(before, await host.Read(Stored));

        static List<string> Stored(IDbConnection connection) => new[] { "usage_hours", "usage_days" }.SelectMany(table => connection.Query<string>($"""
            SELECT json_array(dimension, start, project_id, value, runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens,
              reasoning_tokens, cost_nanodollars, provider_cost_nanodollars) FROM {table} ORDER BY dimension, start, project_id, value
            """)).ToList();
    }

    [Fact]
    public async Task CostThatIsNotItsPricesArithmetic_IsNamed_AndNeverChanged()
    {
        await using var host = PortalHost.Start();
        var price = await Fill(host);
        var wrong = UsageRows.Of("proj_1", At) with { CostNanodollars = 131, PriceId = price, RunId = Ids.New("run") };
        await host.AddUsage(wrong);
        await host.Write(connection => connection.Execute("UPDATE charges SET amount_nanodollars = 6 WHERE kind = 'tool'"));
        var found = await host.Admin.Post(Path, """{"repair":true}""");
        Assert.Equal(
            [("amount_nanodollars", 5, 6), ("cost_nanodollars", 130, 131)],
            found["differences"].EnumerateArray().Where(one => one.GetProperty("kind").GetString() == "cost")
                .Select(one => (one.GetProperty("field").GetString()!, one.GetProperty("expected").GetInt32(), one.GetProperty("found").GetInt32())).Order());
        Assert.False(found["ok"].GetBoolean());
        Assert.Equal(131, await host.Read(connection => connection.QuerySingle<long>("SELECT cost_nanodollars FROM usage WHERE id = @Id", new { wrong.Id })));
    }

    [Fact]
    public async Task OnceADay_ItIsChecked_AndADifferenceIsTold()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var told = new HeardAlerts();
        await using var host = PortalHost.With(services => services.AddSingleton<TimeProvider>(time).AddSingleton<IAlerts>(told));
        Assert.Equal(0, (await host.Admin.Get(Path))["data"].GetArrayLength());
        await Fill(host);
        await host.Write(connection => connection.Execute("UPDATE usage_days SET runs = 99"));
        time.Advance(DailyReconciliation.Interval);
        var alert = await told.First.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(AlertKind.Reconciliation, alert.Kind);
    }

    [Fact]
    public async Task CommandLine_ReportsRepairsAndAnswersByItsExitCode()
    {
        var folder = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        await using (var host = PortalHost.Over(folder))
        {
            await Fill(host);
            await host.Write(connection => connection.Execute("UPDATE usage_days SET runs = 99 WHERE dimension = 'project'"));
        }

        var found = await PortalCommand.Run(folder, "usage", "reconcile", "--json");
        Assert.Equal((1, "sums_differ"), (found.ExitCode, found.Json.GetProperty("code").GetString()));
        Assert.Contains("project/proj_1 runs: 99 in place of 3", found.Error);
        var repaired = await PortalCommand.Run(folder, "usage", "reconcile", "--repair", "--json");
        Assert.Equal((0, true), (repaired.ExitCode, repaired.Json.GetProperty("repaired").GetInt64() > 0));
        var equal = await PortalCommand.Run(folder, "usage", "reconcile");
        Assert.Equal((0, "Sums equal rows: 5 calls, 2 charges."), (equal.ExitCode, equal.Output));
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>The id of a price of 1,000 nano-dollars for 1,000 tokens.</returns>
    static async Task<string> Fill(PortalHost host)
    {
        await host.Write(connection =>
        {
            PricesRepository.Insert(connection, new("price_tokens", "proj_1", "tokens", "", 1_000, false, 0, 0));
            PricesRepository.Insert(connection, new("price_tool", "", "tool", "lookup", 5, false, 0, 0));
            PricesRepository.Insert(connection, new("price_memory", "", "memory", "", 2_629_800, false, 0, 0));
            ChargesRepository.Insert(connection, new(Ids.New("chg"), "proj_1", "tool", "lookup", "asst_1", "run_1", At, At, 1, "price_tool", 5, At, "msg_1/call_1", "user", "user_1"));
            ChargesRepository.Insert(connection, ChargeRow.OfStretch("proj_1", "memory", At, At + 3_600, 3_600_000_000_000, "price_memory", 3_600));
            return true;
        });
        var row = UsageRows.Of("proj_1", At) with { CostNanodollars = 130, PriceId = "price_tokens" };
        await host.AddUsage(
            row, Other(row, 0), Other(row, 40) with { ActorType = "key", ActorId = "key_1", Tier = null }, Other(row, 1) with { CreatedAt = At + 90_000, ToolCalls = 3 },
            Other(row, 0) with { CostNanodollars = 100, OvershootNanodollars = 30, ProjectId = "proj_2", FirstOfRun = true, PaysRun = true });
        return "price_tokens";

        // A call with so many more tokens of input.
        static UsageRow Other(UsageRow row, int more) => row with { Id = Ids.New("use"), MessageId = Ids.New("msg"), InputTokens = row.InputTokens + more, CostNanodollars = row.CostNanodollars + more };
    }

    sealed class HeardAlerts : IAlerts
    {
        public TaskCompletionSource<AlertDraft> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Raise(IDbConnection connection, AlertDraft alert) => First.TrySetResult(alert);
    }
}
