using CsCheck;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Access;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Tests.Hosting;

namespace Portal.Tests.Audit;

public sealed class AuditSearchTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Log = "/v2/organization/audit_logs";
    static readonly string[] Vocabulary = ["refund", "Müller", "30-day", "proj_01AB", "asst_77", "10.0.0.7", "Größe", "日本語", "e-mail", "a.b.c"];

    [Fact]
    public async Task Words_AreFoundInActionActorTargetAddressAndChanges()
    {
        var id = await host.AddProject("Searched");
        await host.Admin.Post($"/v2/projects/{id}", """{"description":"Money goes back within thirty-one days."}""");
        Assert.Equal([id, id], await Targets($"query={id.ToUpperInvariant()}"));
        Assert.Equal([id], await Targets($"query=updated+{id}"));
        Assert.Equal([id], await Targets($"query=project.updated+{id}"));
        Assert.Equal([id], await Targets("query=thirty-one+MONEY"));
        Assert.Equal([id], await Targets("query=thirty+within+back"));
        Assert.Empty(await Targets("query=mon"));
        Assert.Empty(await Targets("query=money+elsewhere"));
        Assert.Empty(await Targets($"query=updated%25{id}"));
        Assert.Empty(await Targets("query=%22+%27+*"));
    }

    /// <summary>Where the index ends makes no difference, nor does the order, the size of a page, or a further filter.</summary>
    [Fact]
    public async Task Search_FindsTheSame_WhereverTheIndexEnds()
    {
        await using var own = PortalHost.With(services => services.Remove(services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(AuditIndexer))));
        var indexer = ActivatorUtilities.CreateInstance<AuditIndexer>(own.Services);
        var writer = own.Services.GetRequiredService<AuditWriter>();
        await own.Write(connection =>
        {
            for (var number = 0; number < 350; number++)
            {
                var actor = new AuditActor(ActorType.User, $"user_{number % 5}", Vocabulary[number % Vocabulary.Length], null);
                writer.Append(connection, new CallInfo(actor, null, 0, null), new AuditEntry("thread.read", "thread", $"{Vocabulary[number % 3]}_{number % 11}", number % 2 == 0 ? "proj_a" : "proj_b"));
            }

            return true;
        });
        var all = await own.Read(connection => connection.Query<AuditRow>("SELECT * FROM audit_log ORDER BY sequence").ToList());
        for (var isMore = true; isMore; isMore = await indexer.Advance(TestContext.Current.CancellationToken))
        {
            await Gen.Select(Gen.Int[0, Vocabulary.Length - 1], Gen.Int[0, Vocabulary.Length], Gen.Int[1, 40], Gen.Bool, Gen.Int[0, 2])
                .SampleAsync(async (first, second, limit, ascending, project) =>
                {
                    var query = second == Vocabulary.Length ? Vocabulary[first] : $"{Vocabulary[first]} {Vocabulary[second]}";
                    var within = project == 2 ? null : $"proj_{(char)('a' + project)}";
                    var expected = all.Where(row => AuditWords.Asked(query).All(AuditWords.Of(row).Contains) && (within is null || row.ProjectId == within)).Select(row => row.Sequence);
                    var found = await Pages(own, $"limit={limit}&order={(ascending ? "asc" : "desc")}&query={Uri.EscapeDataString(query)}{(within is null ? "" : $"&project_id={within}")}");
                    Assert.Equal(ascending ? expected : expected.Reverse(), found);
                }, iter: 12, threads: 1);
        }

        Assert.Equal(all[^1].Sequence, await own.Read(AuditWordsRepository.End));
    }

    [Fact]
    public async Task Indexer_CatchesUp()
    {
        await host.AddProject("Indexed");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await host.Read(connection => AuditWordsRepository.End(connection) < AuditRepository.LastSequence(connection))) limit.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task SearchWithoutABeginning_LooksBackThirtyDays()
    {
        await using var own = PortalHost.Start();
        var id = await own.AddProject("Old");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await own.Write(connection => connection.Execute("UPDATE audit_log SET created_at = created_at - 31 * 86400"));
        Assert.Empty((await own.Admin.Get($"{Log}?query={id}"))["data"].EnumerateArray());
        Assert.Single((await own.Admin.Get($"{Log}?query={id}&to={now - (30 * 86_400)}"))["data"].EnumerateArray());
        Assert.Single((await own.Admin.Get($"{Log}?query={id}&from={now - (40 * 86_400)}"))["data"].EnumerateArray());
        Assert.Single((await own.Admin.Get($"{Log}?target_id={id}"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task SearchAmongManyRowsOfOtherKinds_GoesOnWindowByWindow()
    {
        await using var own = PortalHost.Start();
        var id = await own.AddProject("Found");
        await own.Write(connection => connection.Execute("""
            INSERT INTO audit_log (sequence, id, created_at, actor_type, actor_id, actor_name, action, outcome, changes, previous_hash, hash)
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < @Rows)
            SELECT (SELECT MAX(sequence) FROM audit_log) + n, 'evt_filler' || n, unixepoch(), 'system', 'system', 'project', 'thread.read', 'success', '[]', '', ''
            FROM number
            """, new { Rows = (2 * AuditSearch.Window) + 10 }));
        var page = await own.Admin.Get($"{Log}?query=project&action=project.created");
        Assert.Empty(page["data"].EnumerateArray());
        Assert.True(page["has_more"].GetBoolean());
        while (page["has_more"].GetBoolean()) page = await own.Admin.Get($"{Log}?query=project&action=project.created&after={page["last_id"].GetString()}");
        Assert.Equal(id, Assert.Single(page["data"].EnumerateArray()).GetProperty("target").GetProperty("id").GetString());
    }

    static async Task<List<long>> Pages(PortalHost host, string query)
    {
        var found = new List<long>();
        for (string? after = null; ;)
        {
            var page = await host.Admin.Get($"{Log}?{query}{(after is null ? "" : $"&after={after}")}");
            Assert.True(page.Status == 200, $"{page.Status} {page.Body}");
            found.AddRange(page["data"].EnumerateArray().Select(row => row.GetProperty("sequence").GetInt64()));
            if (!page["has_more"].GetBoolean()) return found;
            after = page["last_id"].GetString();
        }
    }

    async Task<IEnumerable<string?>> Targets(string query)
    {
        var page = await host.Admin.Get($"{Log}?limit=100&{query}");
        Assert.Equal(200, page.Status);
        return page["data"].EnumerateArray().Select(row => row.GetProperty("target").GetProperty("id").GetString());
    }
}
