using Portal.Chaos;

namespace Portal.Tests.Promises;

/// <summary>Rounds of a promise, ten if nothing else is said, on one portal. Each run takes other moments; PORTAL_SEED repeats those of a failure.</summary>
static class Rounds
{
    const int Count = 10;

    public static async Task Run(Func<Workspace, int, CancellationToken, Task<RoundReport>> round, int count = Count)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var first = Environment.GetEnvironmentVariable("PORTAL_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next(1_000_000);
        await using var workspace = await Workspace.Start(cancellation);
        for (var seed = first; seed < first + count; seed++)
        {
            var report = await round(workspace, seed, cancellation);
            Assert.True(report.Violations.Count == 0, report.ToString());
        }
    }
}
