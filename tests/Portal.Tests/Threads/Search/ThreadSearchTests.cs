using System.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Threads;
using Portal.Tests.Fakes;
using Portal.Threads;
using Portal.Threads.Search;

namespace Portal.Tests.Threads.Search;

public sealed class ThreadSearchTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_FindsTitlesMessagesAndReplies_AndShowsWhere()
    {
        await using var scene = await ChatScene.Set(host);
        var titled = await scene.NewThread(""","title":"Broken lámp" """);
        var said = await scene.NewThread(""","title":"Other" """);
        var message = (await scene.Say(said, "The LAMP flickers", ""","reply":false""")).Id;
        var answered = await scene.NewThread();
        scene.Provider.Enqueue(new FakeReply().Say("Turn the la", "mp off"));
        var reply = await scene.Ask(answered, "It is dark");
        await scene.NewThread(""","title":"Nothing of it" """);

        var found = (await Search(scene, "lamp"))["data"].EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("match"));

        Assert.Equal([answered, said, titled], found.Keys);
        Assert.Equal(("title", "Broken lámp", null), (found[titled].GetProperty("field").GetString(), found[titled].GetProperty("text").GetString(), found[titled].GetProperty("message_id").GetString()));
        Assert.Equal((message, "The LAMP flickers"), (found[said].GetProperty("message_id").GetString(), found[said].GetProperty("text").GetString()));
        Assert.Equal("""[{"start":4,"end":8}]""", found[said].GetProperty("ranges").GetRawText());
        Assert.Equal(reply.GetProperty("id").GetString(), found[answered].GetProperty("message_id").GetString());
        Assert.False((await scene.Client.Get($"/v2/threads/{said}")).Body.TryGetProperty("match", out _));
    }

    [Theory]
    [InlineData("flick", true)]
    [InlineData("lamp flick", true)]
    [InlineData("flick lamp", false)]
    [InlineData("FLICKERS the", true)]
    [InlineData("amp", false)]
    [InlineData("lamp refund", false)]
    [InlineData("\"lamp\" OR nothing*", false)]
    [InlineData("lamp* -flickers", true)]
    [InlineData("words:lamp", false)]
    [InlineData("NEAR(lamp flickers)", false)]
    [InlineData("'; DROP TABLE threads; --", false)]
    [InlineData("!?", false)]
    public async Task Query_TakesWordsAndTheBeginningOfTheLast_AndNoOperators(string query, bool isFound)
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"x","messages":[{"role":"user","content":[{"type":"text","text":"The lamp"},{"type":"text","text":"flickers"}]}]""");
        var answer = await Search(scene, Uri.EscapeDataString(query));
        Assert.Equal(200, answer.Status);
        Assert.Equal(isFound ? [thread] : [], Ids(answer));
    }

    [Fact]
    public async Task Index_FollowsTitlesAndDeletions()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"Zebrafinch" """);
        await scene.Say(thread, "About a quokkawombat", ""","reply":false""");
        Assert.Equal([thread], Ids(await Search(scene, "zebraf")));

        await scene.Client.Post($"/v2/threads/{thread}", """{"title":"Okapilein"}""");
        Assert.Empty(Ids(await Search(scene, "zebraf")));
        Assert.Equal([thread], Ids(await Search(scene, "okapil")));

        await scene.Client.Delete($"/v2/threads/{thread}");
        Assert.Empty(Ids(await Search(scene, "okapil")));
        Assert.Empty(await host.Read(connection => connection.Query<string>("SELECT term FROM thread_terms WHERE term IN ('zebrafinch', 'okapilein', 'quokkawombat')").AsList()));
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM thread_words WHERE thread_words MATCH '\"okapilein\" OR \"quokkawombat\"'")));
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM thread_search WHERE thread_id = @thread", new { thread })));
    }

    [Fact]
    public async Task AutomaticTitle_IsFound()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        await scene.Say(thread, "Hello! My axolotl is missing.", ""","reply":false""");
        var match = (await Search(scene, "axolotl"))["data"][0];
        Assert.Equal((thread, "title"), (match.GetProperty("id").GetString(), match.GetProperty("match").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task ToolOutputsAndReasoning_AreNotSearched()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        scene.Provider.Enqueue(new FakeReply().Reason("ponderous thought").Call(0, "c1", "lookup", """{"id":"argumentative"}"""), new FakeReply().Say("Found"));
        var thread = await scene.NewThread();
        var asked = await scene.Ask(thread, "Look it up");
        await scene.Answer(thread, asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "outputword", ("Prefer", "wait=30"));
        foreach (var word in new[] { "ponderous", "argumentative", "outputword" }) Assert.Empty(Ids(await Search(scene, word)));
        Assert.Equal([thread], Ids(await Search(scene, "found")));
    }

    [Fact]
    public async Task Query_ShowsOnlyWhatTheCallerMayRead()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        var (own, other) = (await mine.NewThread(""","title":"Shared pangolin" """), await theirs.NewThread(""","title":"Secret pangolin" """));
        Assert.Equal([own], Ids(await Search(mine, "pangolin")));
        using var reader = await host.AddMember(mine.ProjectId, Role.Agent, ChatAccess.Read);
        await host.AddMember(theirs.ProjectId, (await reader.Client.Get("/v2/session"))["email"].GetString()!, Role.Agent, ChatAccess.None);
        Assert.Equal([own], Ids(await reader.Client.Get("/v2/threads?query=pangolin")));
        Assert.Equal([other, own], Ids(await host.Admin.Get("/v2/threads?query=pangolin")));
    }

    [Fact]
    public async Task EveryWayOfSearching_FindsTheSame()
    {
        await using var scene = await ChatScene.Set(host);
        string[] words = ["lamp", "Lämpchen", "order", "orders", "refund", "4711", "4712", "blue"];
        var random = new Random(7);
        var texts = new Dictionary<string, List<string>>();
        for (var number = 0; number < 40; number++)
        {
            string Text() => string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => words[random.Next(words.Length)]));
            List<string> all = [Text(), .. Enumerable.Range(0, random.Next(0, 5)).Select(_ => Text())];
            var messages = string.Join(',', all.Skip(1).Select(text => $$"""{"role":"user","content":"{{text}}"}"""));
            texts[await scene.NewThread($$""","title":"{{all[0]}}","messages":[{{messages}}]""")] = all;
        }

        SearchLimits[] limits =
        [
            new(), new(FewRows: 0), new(FewRows: 0, ManyRows: 0), new(FewRows: 0, ManyRows: 0, NewestRows: 7), new(MostTerms: 1), new(FewRows: 0, MostTerms: 1),
        ];
        foreach (var query in new[] { "lamp", "la", "order", "orders", "471", "refund order", "blue 4711 o", "lampchen l", "nothing" })
        {
            var asked = SearchQuery.Parse(query)!;
            var expected = texts.Where(thread => thread.Value.Exists(text => Holds(text, asked))).Select(thread => thread.Key).Order(StringComparer.Ordinal).ToList();
            foreach (var limit in limits)
            {
                var ascending = await host.Read(connection => Walk(connection, scene.ProjectId, query, limit));
                Assert.Equal((query, limit, string.Join(' ', expected)), (query, limit, string.Join(' ', ascending.Select(thread => thread.Id))));
                var descending = await host.Read(connection => Walk(connection, scene.ProjectId, query, limit, ascending: false));
                Assert.Equal((query, limit, string.Join(' ', expected.AsEnumerable().Reverse())), (query, limit, string.Join(' ', descending.Select(thread => thread.Id))));
                if (expected.Count < 2) continue;
                var before = await host.Read(connection => ThreadLists.Read(
                    connection, Caller.System, [scene.ProjectId], new ThreadFilter { Query = query }, new ListQuery(2, Ascending: true, Before: expected[^1]), limit));
                Assert.Equal((query, limit, string.Join(' ', expected.SkipLast(1).TakeLast(2))), (query, limit, string.Join(' ', before.Value!.Data.Select(thread => thread.Id))));
                Assert.All(ascending, thread => Assert.Contains(thread.Match!.Ranges, range => asked.Finds(SearchWords.Of(thread.Match.Text[range.Start..range.End]).Single())));
            }
        }
    }

    [Fact]
    public async Task FrequentBeginning_StandsForItsFrequentWords_AndTheWordItself()
    {
        await using var scene = await ChatScene.Set(host);
        foreach (var word in new[] { "gnua", "gnub", "gnub", "gnub", "gnuc", "gnuc", "gnu" }) await scene.NewThread($$""","title":"{{word}}" """);
        var found = await host.Read(connection => Walk(connection, scene.ProjectId, "gnu", new SearchLimits(ManyRows: 3, MostTerms: 2)));
        Assert.Equal(["gnub", "gnub", "gnub", "gnu"], found.Select(thread => thread.Title));
    }

    [Fact]
    public async Task OlderThreads_ComeIntoTheIndex_WithWhatIsSaidMeanwhile()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread(""","title":"Tapirnase","messages":[{"role":"user","content":"numbatlied"}]""");
        var index = host.Services.GetRequiredService<IThreadIndex>();
        await host.Write(connection =>
        {
            index.Remove(connection, thread);
            return connection.Execute("UPDATE thread_search SET indexed = 0 WHERE thread_id = @thread", new { thread });
        });
        Assert.Empty(Ids(await Search(scene, "tapirnase")));
        await scene.Say(thread, "cassowaryruf", ""","reply":false""");
        await scene.Client.Post($"/v2/threads/{thread}", """{"title":"Tapirohr"}""");

        var indexer = ActivatorUtilities.CreateInstance<ThreadIndexer>(host.Services);
        while (await indexer.Advance(Cancellation))
        {
        }

        foreach (var word in new[] { "tapirohr", "numbatlied", "cassowaryruf" }) Assert.Equal([thread], Ids(await Search(scene, word)));
        Assert.Empty(Ids(await Search(scene, "tapirnase")));
        await scene.Say(thread, "dodofeder", ""","reply":false""");
        Assert.Equal([thread], Ids(await Search(scene, "dodofeder")));
    }

    static bool Holds(string text, SearchQuery query)
    {
        var words = SearchWords.Of(text).Select(word => word.Text).ToList();
        return query.Whole.All(words.Contains) && words.Exists(word => word.StartsWith(query.Beginning, StringComparison.Ordinal));
    }

    static List<ChatThread> Walk(IDbConnection connection, string project, string query, SearchLimits limits, bool ascending = true)
    {
        var threads = new List<ChatThread>();
        for (string? after = null; ;)
        {
            var page = ThreadLists.Read(connection, Caller.System, [project], new ThreadFilter { Query = query }, new ListQuery(3, ascending, After: after), limits).Value!;
            threads.AddRange(page.Data);
            if (!page.HasMore) return threads;
            after = page.LastId;
        }
    }

    static Task<Answered> Search(ChatScene scene, string query) => scene.Client.Get($"/v2/threads?query={query}");

    static List<string> Ids(Answered answer) => [.. answer["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];
}
