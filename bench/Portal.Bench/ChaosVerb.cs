using System.Diagnostics;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// The promises under failure, round after round, each promise with a portal of its own beside the others:
/// <c>chaos [--rounds 100] [--seed 1] [--only durable|idempotent|budget|resumed]</c>.
/// </summary>
static class ChaosVerb
{
    static readonly (string Name, Func<Workspace, int, CancellationToken, Task<RoundReport>> Round)[] Promises =
    [
        ("durable", (workspace, seed, cancellation) => new DurabilityRound(workspace, seed).Run(cancellation)),
        ("idempotent", (workspace, seed, cancellation) => new IdempotencyRound(workspace, seed).Run(cancellation)),
        ("budget", (workspace, seed, cancellation) => new BudgetRound(workspace, seed).Run(cancellation)),
        ("resumed", (workspace, seed, cancellation) => new ResumeRound(workspace, seed).Run(cancellation)),
    ];

    public static Task Run(Measurement measurement, CancellationToken cancellation) => Task.WhenAll(Promises
        .Where(promise => measurement.Options.Only is null || promise.Name == measurement.Options.Only)
        .Select(promise => Measure(measurement, promise.Name, promise.Round, cancellation)));

    static async Task Measure(
        Measurement measurement, string name, Func<Workspace, int, CancellationToken, Task<RoundReport>> round, CancellationToken cancellation)
    {
        var reports = await Rounds(measurement, name, round, cancellation);
        var violations = reports.Sum(report => report.Violations.Count);
        var kills = reports.Sum(report => report.Kills);
        measurement.Add(
            $"{name}: {reports.Count} rounds, {kills} kills, {reports.Sum(report => report.Checked):#,0} checked", $"{violations} violations", "0 violations", violations == 0);
        var recoveries = reports.Where(report => report.Kills > 0).Select(report => report.Recovery.TotalSeconds).ToList();
        if (recoveries.Count > 0) measurement.Add($"{name}: start after a kill, median and longest", $"{recoveries.Median():0.0} s, {recoveries.Max():0.0} s", "", null);
    }

    static async Task<List<RoundReport>> Rounds(
        Measurement measurement, string name, Func<Workspace, int, CancellationToken, Task<RoundReport>> round, CancellationToken cancellation)
    {
        var options = measurement.Options;
        var clock = Stopwatch.StartNew();
        await using var workspace = await Workspace.Start(cancellation);
        var reports = new List<RoundReport>();
        while (reports.Count < options.Rounds && (reports.Count == 0 || clock.Elapsed.TotalSeconds < options.Seconds))
        {
            var report = await round(workspace, options.Seed + reports.Count, cancellation);
            reports.Add(report);
            if (report.Violations.Count > 0) measurement.Progress($"{name} {report}");
            if (reports.Count % 10 == 0) measurement.Progress($"{name}: {reports.Count} rounds in {clock.Elapsed.TotalSeconds:0} s");
        }

        return reports;
    }
}
