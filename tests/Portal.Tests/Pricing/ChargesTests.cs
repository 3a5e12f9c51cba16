using CsCheck;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Usage;
using Portal.Limits;
using Portal.Pricing;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Pricing;

public sealed class ChargesTests
{
    const string Path = "/v2/organization/pricing";

    static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CalledTool_WithAPrice_IsChargedWithItsReply()
    {
        var heard = new HeardCharges();
        await using var host = PortalHost.With(services => services.AddSingleton<IChargesWatcher>(heard));
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await Priced(host, $$"""{"project_id":"{{scene.ProjectId}}","kind":"tool","item":"lookup","price":0.005}""");
        await Priced(host, """{"kind":"tool","item":"lookup","price":9}""");
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", """{"id":"1"}""").Call(1, "b", "lookup", """{"id":"2"}""").Done(new(10, 5), "tool_calls"));
        var reply = await scene.Ask(await scene.NewThread(), "Look them up");
        Assert.Equal("requires_action", reply.GetProperty("status").GetString());

        var charges = (await host.Admin.Get($"/v2/projects/{scene.ProjectId}/charges?run_id={reply.GetProperty("run_id").GetString()}"))["data"].EnumerateArray().ToList();
        Assert.Equal([0.005m, 0.005m], charges.Select(charge => charge.GetProperty("amount").GetDecimal()));
        Assert.All(charges, charge => Assert.Equal(("tool", "lookup", 1m, 0.005m), (
            charge.GetProperty("kind").GetString(), charge.GetProperty("item").GetString(), charge.GetProperty("quantity").GetDecimal(), charge.GetProperty("unit_price").GetDecimal())));
        Assert.Equal([(scene.ProjectId, 5_000_000), (scene.ProjectId, 5_000_000)], heard.All.Select(one => (one.ProjectId, one.AmountNanodollars)));
        Assert.Equal((2, 10_000_000), await host.Read(connection => connection.QuerySingle<(long, long)>(
            "SELECT tool_calls, cost_nanodollars FROM usage_days WHERE dimension = 'tool' AND value = 'lookup' AND project_id = @ProjectId", new { scene.ProjectId })));
        Assert.Equal(10_000_000, await host.Read(connection => connection.QuerySingle<long>(
            "SELECT cost_nanodollars FROM usage_hours WHERE dimension = 'kind' AND value = 'tool' AND project_id = @ProjectId", new { scene.ProjectId })));
        var key = await host.Read(connection => connection.QuerySingle<string>("SELECT actor_id FROM usage WHERE project_id = @ProjectId", new { scene.ProjectId }));
        Assert.Equal([("tool:assistant", scene.AssistantId, 10_000_000), ("tool:key", key, 10_000_000)], await host.Read(connection => connection.Query<(string, string, long)>(
            "SELECT dimension, value, cost_nanodollars FROM usage_months WHERE dimension GLOB 'tool:*' AND project_id = @ProjectId ORDER BY dimension", new { scene.ProjectId })));
    }

    [Fact]
    public async Task CalledTool_CountsInTheBudgetsOfThoseItWasCalledFor_AlsoWhereTheSumsAreReadAnew()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await Priced(host, $$"""{"project_id":"{{scene.ProjectId}}","kind":"tool","item":"lookup","price":0.005}""");
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(new(10, 5), "tool_calls"));
        await scene.Ask(await scene.NewThread(), "Look it up");
        var key = await host.Read(connection => connection.QuerySingle<string>("SELECT actor_id FROM usage WHERE project_id = @ProjectId", new { scene.ProjectId }));
        foreach (var scope in new[] { $$"""{"type":"assistant","id":"{{scene.AssistantId}}"}""", $$"""{"type":"key","id":"{{key}}"}""", "null" })
            Assert.Equal(201, (await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", $$"""{"scope":{{scope}},"amount":1,"mode":"soft"}""")).Status);

        // Of it 0.00002 for the model.
        Assert.Equal([0.00502m, 0.00502m, 0.00502m], await Spent());
        await host.Services.GetRequiredService<QuotaBooks>().Load(Cancellation);
        Assert.Equal([0.00502m, 0.00502m, 0.00502m], await Spent());

        async Task<IEnumerable<decimal>> Spent() =>
            (await host.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets"))["data"].EnumerateArray().Select(budget => budget.GetProperty("spent").GetDecimal());
    }

    [Fact]
    public async Task CalledTool_WithoutAPrice_IsNotCharged()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(new(10, 5), "tool_calls"));
        await scene.Ask(await scene.NewThread(), "Look it up");
        Assert.Empty((await host.Admin.Get($"/v2/projects/{scene.ProjectId}/charges"))["data"].EnumerateArray());
    }

    /// <summary>However a month is cut, in whatever zone, its parts add up to its price.</summary>
    [Fact]
    public void Month_CutAnywhere_CostsItsPrice()
    {
        string[] zones = ["UTC", "Europe/Berlin", "America/Santiago", "Asia/Kolkata"];
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[0, zones.Length - 1], Gen.Int[1, 12], Gen.Int[0, 9], Gen.Int[0, 27 * 86_400].Array[0, 5]).Sample((price, zone, month, year, cuts) =>
        {
            var calendar = UsageCalendar.Of(zones[zone]);
            var first = new DateOnly(2024 + year, month, 1);
            var (from, to) = (calendar.Midnight(first), calendar.Midnight(first.AddMonths(1)));
            long[] ends = [from, .. cuts.Select(cut => from + cut).Order(), to];
            var table = new PriceTable([new("price_1", "proj_1", "month", "", price, false, 0, 0)]);
            var days = ends.Zip(ends.Skip(1)).SelectMany(part => MonthCharges.Of(table, "proj_1", calendar, part.First, part.Second)).ToList();
            return days.Sum(day => day.AmountNanodollars) == price && days.Sum(day => day.Quantity) == to - from && days.TrueForAll(day => day.AmountNanodollars >= 0)
                && MonthCharges.Amount(calendar, price, from, to) == price;
        });
    }

    [Fact]
    public async Task Month_IsChargedByTheDay_OnceEach_AlsoWhereTheClockJumps()
    {
        await using var own = await Scene.Set();
        await Priced(own.Host, $$"""{"project_id":"{{own.ProjectId}}","kind":"month","price":31}""");
        Assert.Equal(0, await own.Sweep());
        own.Pass(TimeSpan.FromHours(13));
        Assert.Equal(1, await own.Sweep());
        Assert.Equal(0, await own.Sweep());
        // Half of the tenth, then whole days; the last of a charge is its day's last second.
        Assert.Equal([0.5m], await own.Amounts());
        own.Pass(TimeSpan.FromDays(2));
        Assert.Equal(2, await own.Sweep());
        Assert.Equal([0.5m, 1, 1], await own.Amounts());
        // Ahead by years: no more than 31 days, and nothing again when the clock is right.
        var right = own.Time.GetUtcNow();
        own.Time.AdjustTime(right.AddYears(3));
        Assert.InRange(await own.Sweep(), 1, 31);
        own.Time.AdjustTime(right.AddHours(-30));
        Assert.Equal(0, await own.Sweep());
    }

    [Fact]
    public async Task Month_ChangedAndEnded_IsChargedByWhatHeldWhen()
    {
        await using var own = await Scene.Set();
        await Priced(own.Host, $$"""{"project_id":"{{own.ProjectId}}","kind":"month","price":31}""");
        await Priced(own.Host, $$"""{"project_id":"{{own.ProjectId}}","kind":"month","price":62,"effective_from":{{Seconds(Start.AddHours(18))}}}""");
        await Priced(own.Host, $$"""{"project_id":"{{own.ProjectId}}","kind":"month","price":null,"effective_from":{{Seconds(Start.AddHours(36))}}}""");
        own.Pass(TimeSpan.FromDays(5));
        Assert.Equal(3, await own.Sweep());
        Assert.Equal([0.5m, 0.25m, 1.5m], await own.Amounts());
    }

    [Fact]
    public async Task Memory_IsCountedAsMessagesComeAndGo_AndChargedOverTime()
    {
        await using var own = await Scene.Set();
        var client = own.Client;
        var assistant = await client.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""");
        var text = new string('é', 5_000);
        var thread = await client.Post("/v2/threads", $$"""{"assistant_id":"{{assistant.Id}}","messages":[{"role":"user","content":"{{text}}"},{"role":"assistant","content":"ok"}]}""");
        Assert.True(thread.Status == 201, thread.Body.ToString());
        var bytes = await own.Bytes();
        Assert.InRange(bytes, 10_000, 10_100);
        Assert.Equal(bytes, await own.StoredBytes());

        await Priced(own.Host, $$"""{"project_id":"{{own.ProjectId}}","kind":"memory","price":1000000}""");
        Assert.Equal(0, await own.Sweep());
        own.Pass(TimeSpan.FromHours(1));
        Assert.Equal(1, await own.Sweep());
        Assert.Equal(0, await own.Sweep());
        Assert.Equal([Math.Round(bytes * 3_600m / 1_000_000_000 / 2_629_800 * 1_000_000, 9)], await own.Amounts());

        // A portal that stood still for half a day charges it at the last reading, also when the thread has gone meanwhile.
        Assert.Equal(200, (await client.Delete($"/v2/threads/{thread.Id}")).Status);
        Assert.Equal(0, await own.Bytes());
        own.Pass(TimeSpan.FromHours(12));
        Assert.Equal(2, await own.Sweep());
        Assert.Equal(bytes * 13 * 3_600, await own.Host.Read(connection => connection.QuerySingle<long>("SELECT SUM(quantity) FROM charges")));
        own.Pass(TimeSpan.FromHours(1));
        Assert.Equal(0, await own.Sweep());
    }

    /// <summary>So that no day seems dear because a portal was away before it.</summary>
    [Fact]
    public async Task Memory_OfDaysThatThePortalDidNotRun_CountsOnEachOfThem()
    {
        await using var own = await Scene.Set();
        await own.Host.Admin.Post("/v2/organization/settings", """{"time_zone":"Asia/Kolkata"}""");
        await own.Host.Write(connection => connection.Execute("INSERT INTO memory_use (project_id, bytes, sampled_bytes) VALUES (@ProjectId, 1000000000, 0)", new { own.ProjectId }));
        await Priced(own.Host, """{"kind":"memory","price":2629.8}""");
        await own.Sweep();
        own.Pass(TimeSpan.FromDays(3));
        Assert.Equal(4, await own.Sweep());
        // From half past five in the afternoon of Kolkata, a dollar in a thousand seconds.
        Assert.Equal([23.4m, 86.4m, 86.4m, 63], await own.Amounts());
        var costs = await own.Host.Admin.Get($"/v2/projects/{own.ProjectId}/costs?from={Seconds(Start)}&to={Seconds(Start.AddDays(4))}&bucket=day");
        Assert.Equal([23.4m, 86.4m, 86.4m, 63], costs["data"].EnumerateArray().Select(bucket => bucket.GetProperty("memory").GetDecimal()));
    }

    [Fact]
    public async Task Memory_ClockBackOrFarAhead_IsNeverNegative_AndBounded()
    {
        await using var own = await Scene.Set();
        await own.Host.Write(connection => connection.Execute("INSERT INTO memory_use (project_id, bytes, sampled_bytes) VALUES (@ProjectId, 1000000000, 0)", new { own.ProjectId }));
        await Priced(own.Host, """{"kind":"memory","price":1}""");
        await own.Sweep();
        own.Time.AdjustTime(Start.AddDays(-2));
        Assert.Equal(0, await own.Sweep());
        own.Time.AdjustTime(Start.AddYears(5));
        Assert.Equal(32, await own.Sweep());
        Assert.Equal(31L * 86_400 * 1_000_000_000, await own.Host.Read(connection => connection.QuerySingle<long>("SELECT SUM(quantity) FROM charges")));
    }

    static async Task Priced(PortalHost host, string body)
    {
        var made = await host.Admin.Post(Path, body);
        Assert.True(made.Status == 201, $"{made.Status} {made.Body}");
    }

    static long Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds();

    sealed class HeardCharges : IChargesWatcher
    {
        public List<ChargeRow> All { get; } = [];

        public void Charged(ChargeRow charge) => All.Add(charge);
    }

    /// <summary>A portal whose clock stands until it is set, and which charges when it is told to.</summary>
    sealed class Scene(PortalHost host, FakeTimeProvider time, string projectId, HttpClient client) : IAsyncDisposable
    {
        public PortalHost Host => host;

        public FakeTimeProvider Time => time;

        public string ProjectId => projectId;

        public HttpClient Client => client;

        public static async Task<Scene> Set()
        {
            var time = new FakeTimeProvider(Start);
            var host = PortalHost.With(services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.Remove(services.Single(service => service.ImplementationFactory?.Method.ReturnType == typeof(ChargeSweep) && service.ServiceType.Name == "IHostedService"));
            });
            var project = await host.AddProject();
            return new Scene(host, time, project, host.Client(await host.AddKey(project)));
        }

        /// <summary>Without the timers of all else that would go off meanwhile.</summary>
        public void Pass(TimeSpan span) => time.AdjustTime(time.GetUtcNow() + span);

        public Task<int> Sweep() => host.Services.GetRequiredService<ChargeSweep>().Sweep(Cancellation);

        public async Task<List<decimal>> Amounts() =>
            [.. (await host.Admin.Get($"/v2/projects/{projectId}/charges?order=asc"))["data"].EnumerateArray().Select(charge => charge.GetProperty("amount").GetDecimal())];

        public Task<long> Bytes() => host.Read(connection => MemoryCharges.Bytes(connection, projectId));

        public Task<long> StoredBytes() => host.Read(connection => connection.QuerySingle<long>("""
            SELECT SUM(octet_length(COALESCE(m.content, '')) + octet_length(m.tool_calls) + octet_length(m.reasoning))
            FROM messages m JOIN threads t ON t.id = m.thread_id WHERE t.project_id = @projectId
            """, new { projectId }));

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await host.DisposeAsync();
        }
    }
}
