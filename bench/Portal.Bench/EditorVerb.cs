using Portal.Chaos;

namespace Portal.Bench;

/// <summary>The assistant editor at the server: a save with its version and audit row, and the preview that follows a keystroke.</summary>
static class EditorVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation);
        portal.Api.Project = (await portal.Api.Post("/v2/projects", new { name = "Support" }, cancellation)).Expect(201).Id;
        foreach (var (size, lines) in new[] { ("a page of instructions", 40), ("100,000 characters of instructions", 1_250) })
        {
            var id = (await portal.Api.Post("/v2/assistants", Definition(lines, 0), cancellation)).Expect(201).Id;
            var number = 0;
            var saves = await Samples.Time(measurement.Size(20, 1), measurement.Size(200, 3), async () =>
                (await portal.Api.Post($"/v2/assistants/{id}", Definition(lines, ++number), cancellation)).Expect(200));
            measurement.Add($"save of {size}, median", saves.Median(), "ms", 30);
            measurement.Add($"save of {size}, p95", saves.Percentile(95), "ms");
            var previews = await Samples.Time(measurement.Size(20, 1), measurement.Size(200, 3), async () =>
                (await portal.Api.Post("/v2/assistants/preview", new { assistant = Definition(lines, ++number) }, cancellation)).Expect(200));
            // The page waits 30 ms for the next key before it asks.
            measurement.Add($"preview of {size}, 30 ms of waiting included, p95", previews.Percentile(95) + 30, "ms", 100);
            var compared = await Samples.Time(3, measurement.Size(50, 3), async () =>
                (await portal.Api.Get($"/v2/assistants/{id}/versions/compare?from=1&to=2", cancellation)).Expect(200));
            measurement.Add($"comparison of two versions with {size}, median", compared.Median(), "ms");
        }
    }

    static object Definition(int lines, int number) => new
    {
        name = "Returns desk",
        model = "gpt-4-fast-2026",
        persona = new { tone = "Calm", constraints = new[] { "Never promise a date." } },
        instructions = $"Edition {number} for {{{{user.name}}}} on {{{{today}}}}.\n"
            + string.Concat(Enumerable.Range(0, lines).Select(line => $"{line}. Returns of kind {line} are free within thirty days; later ones go to a person.\n")),
    };
}
