using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// The cost dashboard at the server, over 1,000,000 rows of usage in a year (or <c>--rows</c>): its calls and its first HTML, for the
/// organization and one project, this month and the year, by each group.
/// </summary>
static class CostsVerb
{
    const double Most = 300;

    static readonly string[] Groups = ["project", "assistant", "model", "tier", "member", "key", "tool", "metadata[team]"];

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var rows = measurement.Options.Rows ?? measurement.Size(1_000_000, 20_000);
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var projects = new List<string>();
        var assistants = new List<string>();
        for (var project = 0; project < CostFill.Projects; project++)
            projects.Add((await portal.Api.Post("/v2/projects", new { name = $"Project {project}" }, cancellation)).Expect(201).Id);
        for (var assistant = 0; assistant < CostFill.Assistants; assistant++)
        {
            portal.Api.Project = projects[assistant % CostFill.Projects];
            assistants.Add((await portal.Api.Post("/v2/assistants", new { name = $"Assistant {assistant}", model = "gpt-4-fast-2026" }, cancellation)).Expect(201).Id);
        }

        portal.Api.Project = null;
        (await portal.Api.Post("/v2/organization/settings", new { time_zone = "Europe/Berlin" }, cancellation)).Expect(200);
        await portal.Terminate(cancellation);
        CostFill.Fill(portal.DatabasePath, rows, [.. projects], [.. assistants], measurement.Progress);
        await portal.Start(cancellation);
        await Calls(measurement, portal, rows, projects[7], cancellation);
        await Pages(measurement, portal, rows, projects[7], cancellation);
    }

    static async Task Calls(Measurement measurement, PortalProcess portal, int rows, string project, CancellationToken cancellation)
    {
        foreach (var (scope, path) in new[] { ("organization", "/v2/organization/costs"), ("a project", $"/v2/projects/{project}/costs") })
        {
            await Measure($"summary of {scope}", $"{path}/summary", Most);
            foreach (var (period, query) in new[] { ("this month", "period=this_month&bucket=day"), ("90 days", "period=last_90_days&bucket=day"), ("a year", "period=last_12_months&bucket=month") })
            {
                foreach (var group in Groups) await Measure($"{scope}, {period}, by {group}", $"{path}?{query}&compare=true&top=6&group_by={Uri.EscapeDataString(group)}", Most);
            }

            // A name with as many values as there are threads has no sums: its rows are read.
            await Measure($"{scope}, this month, by metadata[order]", $"{path}?period=this_month&top=6&group_by=metadata%5Border%5D", null);
        }

        async Task Measure(string name, string path, double? target)
        {
            var times = await Samples.Time(2, measurement.Size(5, 2), async () => (await portal.Api.Get(path, cancellation)).Expect(200));
            measurement.Add($"{rows:#,0} rows: {name}, median", times.Median(), "ms", target);
        }
    }

    static async Task Pages(Measurement measurement, PortalProcess portal, int rows, string project, CancellationToken cancellation)
    {
        using var owner = await OwnerSession.SignIn(portal.Address, cancellation);
        foreach (var path in new[] { "costs", "costs?by=member", "costs?period=last_90_days&by=member", "costs?period=last_12_months&by=member", "costs?period=last_12_months&by=metadata%5Bteam%5D", $"costs?project={project}&by=key" })
        {
            var times = await Samples.Time(2, measurement.Size(5, 2), () => owner.Open("/" + path, "cost-bars", cancellation));
            measurement.Add($"{rows:#,0} rows: first HTML of /{path.Replace(project, "proj_…", StringComparison.Ordinal)}, median", times.Median(), "ms", Most);
        }
    }
}
