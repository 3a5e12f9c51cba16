using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Pricing;

namespace Portal.Tests.Pricing;

public sealed class PriceBookTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/pricing";

    static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Read_List_ByProjectAndKind()
    {
        var project = await host.AddProject();
        var run = await Made($$"""{"project_id":"{{project}}","kind":"run","price":0.02}""");
        var tool = await Made($$"""{"project_id":"{{project}}","kind":"tool","item":"list_{{project[^6..]}}","price":0.001}""");
        var coming = await Made($$"""{"project_id":"{{project}}","kind":"run","price":null,"effective_from":{{Now + 1_000}}}""");
        Assert.Equal(("price", "in_force", 0.02m), (run["object"].GetString(), run["status"].GetString(), run["price"].GetDecimal()));
        Assert.Equal(("coming", System.Text.Json.JsonValueKind.Null), (coming["status"].GetString(), coming["price"].ValueKind));
        Assert.Equal(coming["effective_from"].GetInt64(), (await host.Admin.Get($"{Path}/{run.Id}"))["effective_until"].GetInt64());
        Assert.Equal([coming.Id, tool.Id, run.Id], await Ids($"{Path}?project_id={project}"));
        Assert.Equal([coming.Id, run.Id], await Ids($"{Path}?project_id={project}&kind=run"));
        var first = await host.Admin.Get($"{Path}?project_id={project}&limit=2");
        Assert.True(first["has_more"].GetBoolean());
        Assert.Equal([run.Id], await Ids($"{Path}?project_id={project}&limit=2&after={first["last_id"].GetString()}"));
        var own = await Made($$"""{"kind":"memory","price":0.5,"effective_from":{{Now + 5_000}}}""");
        Assert.Equal([own.Id], await Ids($"{Path}?project_id=organization"));
        Assert.Contains(run.Id, Assert.Single(await host.Audit("price.created", run.Id)).Changes);
    }

    [Theory]
    [InlineData("""{"kind":"run","price":1}""", "project_id")]
    [InlineData("""{"kind":"month","price":1}""", "project_id")]
    [InlineData("""{"kind":"tool","price":1}""", "item")]
    [InlineData("""{"kind":"memory","item":"x","price":1}""", "item")]
    [InlineData("""{"kind":"tool","item":"two words","price":1}""", "item")]
    [InlineData("""{"kind":"memory","price":-0.000000001}""", "price")]
    [InlineData("""{"kind":"memory","price":1000000.01}""", "price")]
    [InlineData("""{"kind":"memory","price":0.0000000001}""", "price")]
    [InlineData("""{"kind":"memory"}""", "price")]
    [InlineData("""{"kind":"weekly","price":1}""", "kind")]
    [InlineData("""{"kind":"memory","price":1,"effective_from":99999999999}""", "effective_from")]
    [InlineData("""{"kind":"run","project_id":"proj_none","price":1}""", "project_id")]
    public async Task Create_WrongField_IsNamed(string body, string param)
    {
        var answer = await host.Admin.Post(Path, body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Past_IsRefused_BeyondAMinute()
    {
        var project = await host.AddProject();
        Assert.Equal((400, "effective_from"), await Refused($$"""{"project_id":"{{project}}","kind":"run","price":1,"effective_from":{{Now - 120}}}"""));
        await Made($$"""{"project_id":"{{project}}","kind":"run","price":1,"effective_from":{{Now - 30}}}""");
    }

    [Fact]
    public async Task SameMoment_IsAConflict_AlsoForTwentyAtOnce()
    {
        var body = $$"""{"project_id":"{{await host.AddProject()}}","kind":"tokens","price":1,"effective_from":{{Now + 100}}}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Admin.Post(Path, body)));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal((409, "price_exists", "effective_from"), (answer.Status, answer.Code, answer.Param)));
    }

    [Fact]
    public async Task Delete_OnlyWhatHasNotBegun()
    {
        var project = await host.AddProject();
        var begun = await Made($$"""{"project_id":"{{project}}","kind":"run","price":1}""");
        var coming = await Made($$"""{"project_id":"{{project}}","kind":"run","price":2,"effective_from":{{Now + 100}}}""");
        var refused = await host.Admin.Delete($"{Path}/{begun.Id}");
        Assert.Equal((409, "price_has_begun"), (refused.Status, refused.Code));
        Assert.Equal("price.deleted", (await host.Admin.Delete($"{Path}/{coming.Id}"))["object"].GetString());
        Assert.Equal(404, (await host.Admin.Get($"{Path}/{coming.Id}")).Status);
        Assert.Single(await host.Audit("price.deleted", coming.Id));
    }

    [Fact]
    public async Task FindOwn_FollowsTheBook_AtOnce()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        var project = await own.AddProject();
        var book = own.Services.GetRequiredService<IPriceBook>();
        Assert.Null(await book.FindOwn(project, Cancellation));
        var run = await own.Admin.Post(Path, $$"""{"project_id":"{{project}}","kind":"run","price":0}""");
        Assert.Equal(new OwnPrice(run.Id, 0, 0), await book.FindOwn(project, Cancellation));
        var tokens = await own.Admin.Post(Path, $$"""{"project_id":"{{project}}","kind":"tokens","price":0.002,"effective_from":{{Seconds(100)}}}""");
        var end = await own.Admin.Post(Path, $$"""{"project_id":"{{project}}","kind":"run","price":null,"effective_from":{{Seconds(200)}}}""");
        await own.Admin.Post(Path, $$"""{"project_id":"{{project}}","kind":"tokens","price":null,"effective_from":{{Seconds(300)}}}""");
        Assert.Equal(201, end.Status);
        Assert.Equal(run.Id, (await book.FindOwn(project, Cancellation))!.Id);
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(new OwnPrice($"{run.Id}+{tokens.Id}", 0, 2_000_000), await book.FindOwn(project, Cancellation));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(new OwnPrice(tokens.Id, 0, 2_000_000), await book.FindOwn(project, Cancellation));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Null(await book.FindOwn(project, Cancellation));

        long Seconds(int later) => time.GetUtcNow().ToUnixTimeSeconds() + later;
    }

    [Fact]
    public void MemoryAndTools_HaveTheProjectsPrice_ElseTheOrganizations_ElseNone()
    {
        var table = new PriceTable(
        [
            Row("organization", "", 10, 5), Row("ends everywhere", "", 50, null), Row("own", "proj_1", 20, 0), Row("own ends", "proj_1", 30, null),
        ]);
        Assert.Equal([null, "organization", "own", "organization", null], new long[] { 9, 15, 25, 40, 60 }.Select(at => table.At("proj_1", "memory", "", at)?.Id));
        Assert.Equal([(10, 20, "organization"), (20, 30, "own"), (30, 50, "organization")],
            table.Stretches("proj_1", "memory", "", 0, 100).Select(stretch => (stretch.From, stretch.To, stretch.Price.Id)));

        static PriceEntryRow Row(string id, string project, long from, long? price) => new(id, project, "memory", "", price ?? 0, price is null, from, from);
    }

    async Task<Answered> Made(string body)
    {
        var answer = await host.Admin.Post(Path, body);
        Assert.True(answer.Status == 201, $"{answer.Status} {answer.Body}");
        return answer;
    }

    async Task<(int, string?)> Refused(string body) => await host.Admin.Post(Path, body) is var answer ? (answer.Status, answer.Param) : default;

    async Task<IEnumerable<string?>> Ids(string path) => (await host.Admin.Get(path))["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString());
}
