using Portal.Bench;

(string Name, Func<Measurement, CancellationToken, Task> Measure)[] verbs =
[
    ("start", StartVerb.Run),
    ("page", PageVerb.Run),
    ("download", DownloadVerb.Run),
    ("latency", LatencyVerb.Run),
    ("throughput", ThroughputVerb.Run),
    ("hub", HubVerb.Run),
    ("audit", AuditVerb.Run),
    ("costs", CostsVerb.Run),
    ("lists", ListsVerb.Run),
    ("desk", DeskVerb.Run),
    ("editor", EditorVerb.Run),
    ("quota", QuotaVerb.Run),
    ("budget", BudgetVerb.Run),
    ("screen", ScreenVerb.Run),
    ("detect", DetectVerb.Run),
    ("thread10k", LongThreadVerb.Run),
    ("stream", StreamVerb.Run),
    ("glyph", GlyphVerb.Run),
    ("switch", SwitchVerb.Run),
    ("stop", StopVerb.Run),
    ("resume", ResumeVerb.Run),
    ("chaos", ChaosVerb.Run),
];

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var options = Options.Parse(args, [.. verbs.Select(verb => verb.Name)]);
if (options is null)
{
    Console.Error.WriteLine($"""
        Usage: Portal.Bench [{string.Join('|', verbs.Select(verb => verb.Name))} …] [--quick] [--write docs/benchmarks.md]
               detect: [--file labelled.jsonl]
               audit, costs: [--rows 10000000]
               chaos: [--rounds 100] [--seed 1] [--only durable|idempotent|budget|resumed] [--seconds N]
        """);
    return 2;
}

var report = new Report();
foreach (var (name, measure) in verbs.Where(verb => options.Verbs.Contains(verb.Name)))
    await new Measurement(name, options, report).Run(measure, stop.Token);
Console.WriteLine(report.ToMarkdown());
if (options is { WriteTo: { } file, Quick: false }) report.WriteInto(file);
return report.AllMet ? 0 : 1;
