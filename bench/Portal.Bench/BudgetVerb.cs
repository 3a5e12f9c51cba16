using Portal.Chaos;

namespace Portal.Bench;

/// <summary>A budget with room for 1,000 runs at a flat price, and 10,000 calls over HTTP against it: all at once, and with kill -9 in the middle.</summary>
static class BudgetVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var (calls, room) = (measurement.Size(10_000, 200), measurement.Size(1_000, 20));
        await Round("at once", kills: false);
        await Round("with kill -9 in the middle", kills: true);

        async Task Round(string how, bool kills)
        {
            await using var workspace = await Workspace.Start(cancellation);
            // An even seed is a flat price.
            var report = await new BudgetRound(workspace, measurement.Options.Seed * 2) { Calls = calls, Room = room, Kills = kills }.Run(cancellation);
            foreach (var violation in report.Violations.Take(10)) measurement.Progress(violation);
            measurement.Add(
                $"{calls:#,0} calls over HTTP {how}, room for {room:#,0}", report.Violations.Count == 0 ? $"{room:#,0} served, the others 429" : $"{report.Violations.Count} violations", $"{room:#,0}", report.Violations.Count == 0);
        }
    }
}
