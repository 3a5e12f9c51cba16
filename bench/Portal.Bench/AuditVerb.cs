using System.Diagnostics;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// A page of long lists at the server: the audit log over 1,000,000 rows (or <c>--rows</c>), threads over 100,000, usage and its runs
/// over 1,000,000; and the whole log as a file.
/// </summary>
static class AuditVerb
{
    const string Log = "/v2/organization/audit_logs?limit=50";

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var (rows, listed, calls) = (measurement.Options.Rows ?? measurement.Size(1_000_000, 60_000), measurement.Size(100_000, 5_000), measurement.Size(1_000_000, 20_000));
        await using var portal = await PortalProcess.Start(cancellation);
        var (project, other) = (await NewProject(portal.Api, cancellation), await NewProject(portal.Api, cancellation));
        portal.Api.Project = project;
        var assistant = (await portal.Api.Post("/v2/assistants", new { name = "Returns desk", model = "gpt-4-fast-2026" }, cancellation)).Expect(201).Id;
        await portal.Terminate(cancellation);
        AuditFill.Fill(portal.DatabasePath, rows, [project, project, project, other], measurement.Progress);
        ListFill.Fill(portal.DatabasePath, listed, calls, assistant, project, other);
        await portal.Start(cancellation);
        measurement.Add($"start on {rows:#,0} audit rows", portal.StartTook.TotalMilliseconds, "ms");
        await Measure(measurement, portal.Api, $"audit, {rows:#,0} rows", AuditPages(rows, project, other), cancellation);
        await Measure(measurement, portal.Api, $"threads, {listed:#,0} rows", ThreadPages(listed, project, assistant), cancellation);
        await Measure(measurement, portal.Api, $"usage, {calls:#,0} rows", UsageReports(project), cancellation);
        await Measure(measurement, portal.Api, $"runs behind usage, {calls:#,0} rows", UsageRuns(project, assistant, calls), cancellation);
        await Export(measurement, portal, rows, cancellation);
    }

    static async Task Measure(Measurement measurement, PortalApi api, string list, IEnumerable<(string Name, string Path)> pages, CancellationToken cancellation)
    {
        foreach (var (name, path) in pages)
        {
            // Of groups by metadata there are no sums: their rows are added up.
            double? target = path.Contains("group_by=metadata", StringComparison.Ordinal) ? null : 50;
            var times = await Samples.Time(3, measurement.Size(20, 3), async () => (await api.Get(path, cancellation)).Expect(200));
            measurement.Add($"{list}: {name}, median", times.Median(), "ms", target);
        }
    }

    /// <summary>The export is written as it is read: the portal's memory does not grow with it.</summary>
    static async Task Export(Measurement measurement, PortalProcess portal, long rows, CancellationToken cancellation)
    {
        using var process = Process.GetProcessById(portal.Id);
        var (before, clock) = (process.WorkingSet64, Stopwatch.StartNew());
        var (most, read, buffer) = (before, 0L, new byte[1 << 16]);
        await using var file = await portal.Api.Stream($"/v2/organization/audit_logs?format=csv&to={DateTimeOffset.UtcNow.ToUnixTimeSeconds()}", 0, cancellation);
        for (int got; (got = await file.ReadAsync(buffer, cancellation)) > 0; read += got)
        {
            if (read >> 26 == (read + got) >> 26) continue;
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
        }

        measurement.Add($"audit, {rows:#,0} rows: export as CSV ({read / 1_000_000:#,0} MB)", clock.Elapsed.TotalSeconds, "s");
        measurement.Add($"audit, {rows:#,0} rows: memory that the export adds", Math.Max(0, most - before) / 1_000_000d, "MB", 100);
    }

    static IEnumerable<(string Name, string Path)> AuditPages(long rows, string project, string other)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var (weekAgo, monthAgo) = (now - (7 * 86_400), now - (30 * 86_400));
        var actor = $"user_{14:D26}";
        yield return ("newest", Log);
        yield return ("after the middle", $"{Log}&after=evt_{rows / 2:D26}");
        yield return ("oldest first", $"{Log}&order=asc");
        yield return ("action", $"{Log}&action=thread.read");
        yield return ("action that never was", $"{Log}&action=key.revoked");
        yield return ("actor", $"{Log}&actor_id={actor}");
        yield return ("target", $"{Log}&target_id=thread_{17:D26}");
        yield return ("project", $"{Log}&project_id={other}");
        yield return ("project and action", $"{Log}&project_id={project}&action=user.signed_in");
        yield return ("outcome", $"{Log}&outcome=denied");
        yield return ("time", $"{Log}&from={monthAgo}&to={weekAgo}");
        yield return ("time, actor and outcome", $"{Log}&from={monthAgo}&to={weekAgo}&actor_id={actor}&outcome=success");
        yield return ("words in 30 days", $"{Log}&query=person+42");
        yield return ("words in 90 days", $"{Log}&query=person+42&from={now - (90 * 86_400)}");
        yield return ("two frequent words", $"{Log}&query=person+thread");
        yield return ("words and an action", $"{Log}&query=person+42&action=user.signed_in");
        yield return ("words and an action that never was", $"{Log}&query=person&action=key.revoked");
        yield return ("words that are nowhere", $"{Log}&query=nowhere");
        yield return ("an id among the words", $"{Log}&query=thread_{17:D26}");
        yield return ("suggestions of actors", "/v2/organization/audit_logs/suggestions?field=actor&query=person+4");
        yield return ("suggestions of actions", "/v2/organization/audit_logs/suggestions?field=action");
    }

    static IEnumerable<(string Name, string Path)> ThreadPages(int rows, string project, string assistant)
    {
        const string list = "/v2/threads?limit=50";
        yield return ("newest", list);
        yield return ("after the middle", $"{list}&after=thread_{rows / 2:D26}");
        yield return ("assistant", $"{list}&assistant_id={assistant}");
        yield return ("rare status", $"{list}&status=archived");
        yield return ("maker", $"{list}&created_by=user_42");
        yield return ("assignee", $"{list}&assignee_id=user_1");
        yield return ("metadata", $"{list}&metadata[team]=team-42");
    }

    static IEnumerable<(string Name, string Path)> UsageReports(string project)
    {
        var from = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (31 * 86_400);
        yield return ("a month by member, in all", $"/v2/organization/usage?from={from}&bucket=all&group_by=member");
        yield return ("this month beside the last", "/v2/organization/usage?period=this_month&compare=true");
        yield return ("a month by day and member", $"/v2/organization/usage?from={from}&group_by=member");
        yield return ("a month by hour", $"/v2/organization/usage?from={from}&bucket=hour");
        yield return ("a month by day", $"/v2/organization/usage?from={from}");
        yield return ("a month by day and model", $"/v2/organization/usage?from={from}&group_by=model");
        yield return ("a month by day and metadata", $"/v2/organization/usage?from={from}&group_by=metadata[team]");
        yield return ("a project's month by day", $"/v2/projects/{project}/usage?from={from}");
    }

    static IEnumerable<(string Name, string Path)> UsageRuns(string project, string assistant, int calls)
    {
        var list = $"/v2/organization/usage/runs?limit=50&from={DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (31 * 86_400)}";
        yield return ("newest", list);
        yield return ("after the middle", $"{list}&after=run_{calls / 2}");
        yield return ("project", $"{list}&group_by=project&group={project}");
        yield return ("assistant", $"{list}&group_by=assistant&group={assistant}");
        yield return ("model", $"{list}&group_by=model&group=model-4");
        yield return ("member", $"{list}&group_by=member&group=user_42");
        yield return ("member that never asked", $"{list}&group_by=member&group=nobody");
    }

    static async Task<string> NewProject(PortalApi api, CancellationToken cancellation) =>
        (await api.Post("/v2/projects", new { name = "Support" }, cancellation)).Expect(201).Id;
}
