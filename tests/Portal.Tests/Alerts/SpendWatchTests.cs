using Microsoft.Extensions.DependencyInjection;
using Portal.Alerts.Spend;
using Portal.Chaos;
using Portal.Tests.Costs;
using Portal.Tests.Fakes;
using Portal.Tests.Usage;
using Portal.Usage;

namespace Portal.Tests.Alerts;

public sealed class SpendWatchTests : IAsyncLifetime
{
    const long Dollar = 1_000_000_000;
    const int Days = 100;

    readonly HeldTime time = new(SpendWatch.Interval, Portal.Outbox.OutboxWorker.Interval);
    readonly PortalHost portal;
    string project = "";
    string assistant = "";

    public SpendWatchTests() => portal = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));

    /// <summary>Noon of the last day.</summary>
    DateTimeOffset Noon { get; set; }

    public async ValueTask InitializeAsync()
    {
        project = await portal.AddProject();
        assistant = (await portal.Admin.Post("/v2/assistants", """{"name":"Invoice reader","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, project))).Id;
        Noon = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddHours(36), TimeSpan.Zero);
        time.MoveTo(Noon);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task QuietMonths_RaiseNothing_AndADayOfFiveTimesThat_OneThatNamesTheDriver()
    {
        await AddDays(_ => 1);
        await Check();
        Assert.Empty(await Anomalies());

        await portal.AddUsage(Row(0, 46, assistant));
        await Check();
        var alert = Assert.Single(await Anomalies());
        var message = alert.GetProperty("message").GetString()!;
        Assert.Equal("Unusual spend in Support", alert.GetProperty("title").GetString());
        Assert.Contains("$56.00", message);
        Assert.Contains("so far, where such a day usually takes $10.00.", message);
        Assert.Contains("the assistant Invoice reader: $47.00 instead of $1.00.", message);
        Assert.Equal($"costs?project={project}&period={Noon:yyyy-MM-dd}..{Noon:yyyy-MM-dd}&by=assistant", alert.GetProperty("link").GetString());

        // The same day, an hour later, and when it is over: told of once.
        await portal.AddUsage(Row(0, 30, assistant));
        time.Advance(TimeSpan.FromHours(1));
        await Check();
        time.Advance(TimeSpan.FromDays(1));
        await Check();
        Assert.Single(await Anomalies());
    }

    [Fact]
    public async Task DayThatIsOver_IsSeen_AlsoWhereThePortalWasStopped()
    {
        await AddDays(day => day == 1 ? 5 : 1);
        await Check();
        Assert.Contains("$50.00 on " + Noon.AddDays(-1).ToString("dddd, d MMMM"), Assert.Single(await Anomalies()).GetProperty("message").GetString());
        Assert.DoesNotContain("so far", (await Anomalies())[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task ToolThatCostsMuch_IsNamedAsTheDriver()
    {
        await AddDays(_ => 1);
        foreach (var week in Enumerable.Range(0, 9)) await portal.AddCharge(project, "tool", "web_search", At(7 * week), 1);
        await Check();
        Assert.Empty(await Anomalies());

        await portal.AddCharge(project, "tool", "web_search", At(0), 48);
        await Check();
        var alert = Assert.Single(await Anomalies());
        Assert.Contains("$59.00 on ", alert.GetProperty("message").GetString());
        Assert.Contains("usually takes $11.00. What changed most is the tool web_search: $49.00 instead of $1.00.", alert.GetProperty("message").GetString());
        Assert.EndsWith("&by=tool", alert.GetProperty("link").GetString());
    }

    [Fact]
    public async Task MemoryThatCostsMuch_IsNamedAsTheDriver()
    {
        await AddDays(_ => 1);
        await portal.AddCharge(project, "memory", "", At(0), 50);
        await Check();
        Assert.Contains("What changed most is the memory: $50.00 instead of $0.", Assert.Single(await Anomalies()).GetProperty("message").GetString());
    }

    /// <summary>It is charged for a whole day at once, and from its first day on.</summary>
    [Fact]
    public async Task FlatPrice_IsNoAnomalyWhereItBegins_AndHidesNone()
    {
        await AddDays(_ => 1);
        for (var day = 5; day > 0; day--)
        {
            await portal.AddCharge(project, "month", "", At(day), 200);
            await Check();
        }

        Assert.Empty(await Anomalies());
        await portal.AddUsage(Row(0, 46, assistant));
        await Check();
        var message = Assert.Single(await Anomalies()).GetProperty("message").GetString()!;
        Assert.StartsWith("$56.00 beside the flat price on ", message);
        Assert.Contains("usually takes $10.00.", message);
    }

    [Fact]
    public async Task RunningWatch_LooksByItself_EachHour()
    {
        await AddDays(day => day == 0 ? 6 : 1);
        Assert.True(time.Fire(SpendWatch.Interval) > 0);
        await Until.True(async () => (await Anomalies()).Length == 1, "it is told of", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    Task Check() => portal.Services.GetRequiredService<SpendWatch>().Check(TestContext.Current.CancellationToken);

    async Task<System.Text.Json.JsonElement[]> Anomalies() => [.. (await portal.Admin.Get("/v2/alerts?kind=spend_anomaly"))["data"].EnumerateArray()];

    long At(int daysAgo) => Noon.AddDays(-daysAgo).AddHours(-3).ToUnixTimeSeconds();

    /// <summary>Each day ten dollars, nine of them by another assistant, times the factor.</summary>
    Task AddDays(Func<int, int> factor) => portal.AddUsage([.. Enumerable.Range(0, Days).SelectMany(day =>
        new[] { Row(day, 9 * factor(day), "asst_other"), Row(day, factor(day), assistant) })]);

    UsageRow Row(int daysAgo, long dollars, string assistantId) =>
        UsageRows.Of(project, At(daysAgo)) with { AssistantId = assistantId, CostNanodollars = dollars * Dollar };
}
