using Portal.Chaos;

namespace Portal.Bench;

/// <summary>The first HTML of a page with its data in it, signed in and warm.</summary>
static class PageVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var (assistant, thread) = await Conversations.Import(portal.Api, 50, cancellation);
        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        (string Name, string Path, string Expected)[] pages =
        [
            ("/projects", "/projects", "Project 20"),
            ("/threads/{id} with 50 messages", $"/threads/{thread}", "Answer 49"),
            ("/assistants/{id}", $"/assistants/{assistant}", "Returns desk"),
            ("/audit", "/audit", "thread.read"),
            ("/usage", "/usage", "Usage"),
        ];
        foreach (var (name, path, expected) in pages)
        {
            var times = await Samples.Time(measurement.Size(30, 1), measurement.Size(100, 3), () => session.Open(path, expected, cancellation));
            measurement.Add($"{name}, median", times.Median(), "ms", 50);
            measurement.Add($"{name}, p95", times.Percentile(95), "ms");
        }
    }
}
