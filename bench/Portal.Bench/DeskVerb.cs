using Portal.Chaos;

namespace Portal.Bench;

/// <summary>What an agent's list asks for, over 100,000 threads with 1,000,000 messages: orders, filters, words.</summary>
static class DeskVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var threads = measurement.Size(100_000, 2_000);
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var (project, other) = (await NewProject(portal.Api, cancellation), await NewProject(portal.Api, cancellation));
        portal.Api.Project = project;
        var assistant = (await portal.Api.Post("/v2/assistants", new { name = "Returns desk", model = "gpt-4-fast-2026" }, cancellation)).Expect(201).Id;
        await portal.Terminate(cancellation);
        DeskFill.Fill(portal.DatabasePath, threads, assistant, project, other, measurement.Progress);
        await portal.Start(cancellation);
        portal.Api.Project = null;
        measurement.Add($"start on {threads:#,0} threads with their words", portal.StartTook.TotalMilliseconds, "ms");
        foreach (var (name, path) in Lists(threads, project, other).Concat(Words(threads, project, other)))
        {
            var times = await Samples.Time(3, measurement.Size(20, 3), async () => (await portal.Api.Get(path, cancellation)).Expect(200));
            measurement.Add($"{name}, median", times.Median(), "ms", 50);
        }

        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        foreach (var filter in new[] { "unread=true", "pinned=true", "unread=true&sort=last_activity_at", $"unread=true&query={DeskFill.Usual}" })
        {
            var times = await Samples.Time(3, measurement.Size(20, 3), () => session.Open($"/v2/threads?limit=50&{filter}", "\"object\":\"list\"", cancellation));
            measurement.Add($"list: {filter}, median", times.Median(), "ms", 50);
        }
    }

    static IEnumerable<(string Name, string Path)> Lists(int threads, string project, string other)
    {
        const string list = "/v2/threads?limit=50";
        var middle = $"1760{threads / 2:D6}.thread_{1:D26}";
        yield return ("list: newest", list);
        yield return ("list: last activity", $"{list}&sort=last_activity_at");
        yield return ("list: last activity, after the middle", $"{list}&sort=last_activity_at&after={middle}");
        yield return ("list: last activity, before the middle", $"{list}&sort=last_activity_at&before={middle}");
        yield return ("list: last activity of a project", $"{list}&sort=last_activity_at&project_id={other}");
        yield return ("list: last activity, assigned to one", $"{list}&sort=last_activity_at&assignee_id=user_1");
        yield return ("list: last activity, assigned to nobody", $"{list}&sort=last_activity_at&assignee_id=none");
        yield return ("list: last activity, rare status", $"{list}&sort=last_activity_at&status=archived");
        yield return ("queue: who waits longest", $"{list}&sort=waiting_since&order=asc");
        yield return ("queue: of a project, assigned to nobody", $"{list}&sort=waiting_since&order=asc&project_id={project}&assignee_id=none");
        yield return ("queue: its figures", "/v2/threads/queue_stats");
    }

    static IEnumerable<(string Name, string Path)> Words(int threads, string project, string other)
    {
        (string Name, string Query)[] words =
        [
            ("a word of every message", DeskFill.Frequent), ("a word of every twentieth message", DeskFill.Usual), ("a word of every hundredth message", DeskFill.Occasional),
            ("a rare word", DeskFill.Rare), ("a number of one thread", $"{20_260_000 + (threads / 2)}"), ("three letters", DeskFill.Frequent[..3]),
            ("a beginning of many numbers", "2026"), ("two frequent words", $"{DeskFill.Frequent}+{DeskFill.Usual}"), ("two words that seldom meet", $"{DeskFill.Occasional}+{DeskFill.Usual}"),
            ("a word of the vocabulary", "bababa"), ("a word that is nowhere", "nowhere"),
        ];
        foreach (var (name, query) in words)
        {
            yield return ($"words: {name}", $"/v2/threads?limit=50&query={query}");
            yield return ($"words: {name}, last activity first", $"/v2/threads?limit=50&query={query}&sort=last_activity_at");
            yield return ($"words: {name}, in a project", $"/v2/threads?limit=50&query={query}&sort=last_activity_at&project_id={other}");
        }

        yield return ("words: a word of every message, rare status", $"/v2/threads?limit=50&query={DeskFill.Frequent}&status=archived&project_id={project}");
    }

    static async Task<string> NewProject(PortalApi api, CancellationToken cancellation) =>
        (await api.Post("/v2/projects", new { name = "Support" }, cancellation)).Expect(201).Id;
}
