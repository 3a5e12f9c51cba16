using Portal.Chaos;

namespace Portal.Bench;

/// <summary>Start of the published portal to its first answered request, and the memory it holds.</summary>
static class StartVerb
{
    const string Question = "What do you know about returns?";

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation);
        measurement.Add("first start, on an empty data directory", portal.StartTook.TotalMilliseconds, "ms");
        var times = new List<double>();
        for (var start = 0; start < measurement.Size(5, 1); start++)
        {
            await portal.Terminate(cancellation);
            await portal.Start(cancellation);
            times.Add(portal.StartTook.TotalMilliseconds);
        }

        measurement.Add($"start to first answered request, median of {times.Count}", times.Median(), "ms", 2500);
        await Until.Passed(TimeSpan.FromSeconds(2), cancellation);
        measurement.Add("memory (resident), idle", Machine.ResidentMegabytes(portal.Id), "MB");
        await DoMainJob(portal.Api, measurement.Size(20, 2), cancellation);
        measurement.Add("memory (resident), after the main job", Machine.ResidentMegabytes(portal.Id), "MB");
    }

    static async Task DoMainJob(PortalApi api, int questions, CancellationToken cancellation)
    {
        api.Project = (await api.Post("/v2/projects", new { name = "Support" }, cancellation)).Expect(201).Id;
        var assistant = (await api.Post("/v2/assistants", new { name = "Returns desk", model = "gpt-4-fast-2026" }, cancellation)).Expect(201).Id;
        var thread = (await api.Post("/v2/threads", new { assistant_id = assistant }, cancellation)).Expect(201).Id;
        for (var question = 0; question < questions; question++)
            (await api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = Question }, cancellation, wait: 30)).Expect(201);
        (await api.Get("/v2/organization/usage", cancellation)).Expect(200);
        (await api.Get("/v2/organization/audit_logs", cancellation)).Expect(200);
    }
}
