using System.Diagnostics;
using Portal.Bench.Detection;
using Portal.Safety.Detection;
using Portal.Safety.Screening;

namespace Portal.Bench;

/// <summary>
/// How well and how fast the detection engine finds: precision, recall and F2 over a labelled file or texts made here, false
/// alarms in business text, the screen for injected instructions on its test half, throughput and hostile texts.
/// </summary>
static class DetectVerb
{
    const int Megabyte = 1_000_000;
    static readonly string[] Free = ["person", "address", "date_of_birth"];

    static readonly string[] Hostile =
    [
        "a", "1", "1 ", "1.1.", "@", "a@", "a@a.", "+1 2 3 4 5 6 7 ", "+12345678 ", "0123 456789 ", "4 1 1 ", "DE 8 9 ", "AB12 ", "://", "a://b:", "?key=", "::", "password=", "key secret token ", "AKIA", "eyJ.", "-----BEGIN ",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb ", "born 1.1.", "1 January ", "one two ", "dot ", " at a dot", "%40", "\\u0040", "&#64;", "\\", "é", "\u200B", "а", "amFuZUBleGFtcGxlLmNvbQ== ", "passport A", "P<", "Mr ", "John Smith ",
        "12 Main Street ", "1 Main ", "[a](//", "1234567890123456 ", "078-05-1120 ", "John-",
    ];

    static readonly string[] HostileInjection =
    [
        "ignore ", "ignore the ", "ignore all previous ", "forget everything you ", "instead of answering ", "previous instructions ", "you are now ", "pretend to be ", "print your system ", "repeat the words ",
        "new instructions: ", "<|im_start|>", "system: ", "do not tell the user ", "![x](https://a.example/", "if you are a language model ", "disable the safety ", "a b c d ", "the 1 ", "\n\n### ", "vergiss alle ", "oublie les ",
    ];

    public static Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var scanner = new Scanner([.. Entities.All.Select(EntityDetector.Of)]);
        if (measurement.Options.File is { } file) Found(measurement, scanner, LabelledText.Read(file));
        else
        {
            Found(measurement, scanner, Texts.Labelled(2, measurement.Size(200, 20)));
            FalseAlarms(measurement, scanner);
            Injection(measurement);
            Throughput(measurement);
            HostileTexts(measurement, cancellation);
            HostileInjections(measurement, cancellation);
        }

        return Task.CompletedTask;
    }

    static void Found(Measurement measurement, Scanner scanner, IReadOnlyList<LabelledText> texts)
    {
        var told = 0;
        var counts = Evaluation.Count(texts, scanner, miss =>
        {
            if (told++ < 60) measurement.Progress(miss);
        });
        foreach (var (entity, count) in counts) measurement.Add(entity, count.ToString(), "", null);
        var structured = Evaluation.Sum(counts.Where(one => !Free.Contains(one.Key)).Select(one => one.Value));
        measurement.Add("structured entities", structured.ToString(), "precision ≥ 0.98, recall ≥ 0.99", structured is { Precision: >= 0.98, Recall: >= 0.99 });
        var all = Evaluation.Sum(counts.Values);
        measurement.Add("all entities", all.ToString(), "F2 > 0.845", all.F2 > 0.845);
    }

    static void FalseAlarms(Measurement measurement, Scanner scanner)
    {
        var words = measurement.Size(100_000, 10_000);
        var text = Texts.Business(3, words);
        var found = scanner.Scan(text);
        foreach (var alarm in found.Take(20)) measurement.Progress($"false alarm {alarm.Entity} “{text[Math.Max(0, alarm.Start - 30)..alarm.End]}”");
        measurement.Add("false alarms in 10,000 words of business text", found.Count * 10_000.0 / words, "", 1);
    }

    /// <summary>Of each file the second, fourth and so on line are the test half; the rules were made with the other half.</summary>
    static void Injection(Measurement measurement)
    {
        var caught = Share("attacks.txt", score => score >= InjectionScreen.DefaultThreshold);
        var passed = Share("harmless.txt", score => score < InjectionScreen.DefaultThreshold);
        measurement.Add("attacks caught, test half", $"{caught:0.0} %", "≥ 77 %", caught >= 77);
        measurement.Add("harmless look-alikes passed, test half", $"{passed:0.0} %", "≥ 87 %", passed >= 87);

        static double Share(string file, Func<double, bool> isRight)
        {
            using var reader = new StreamReader(typeof(DetectVerb).Assembly.GetManifestResourceStream(file)!);
            var test = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where((_, index) => index % 2 == 1).ToList();
            return 100.0 * test.Count(text => isRight(InjectionScreen.Score(text))) / test.Count;
        }
    }

    static void Throughput(Measurement measurement)
    {
        var text = Texts.Ordinary(4, measurement.Size(400_000, 20_000));
        Rate("all recognisers of patterns", new([.. Entities.All.Except(["person", "address"]).Select(EntityDetector.Of)]), 20);
        Rate("person and address", new([EntityDetector.Of("person"), EntityDetector.Of("address")]), null);
        Rate("300 phrases", new([new PhraseDetector(Enumerable.Range(0, 300).Select(index => $"phrase number {index}"))]), null);

        void Rate(string name, Scanner scanner, double? least)
        {
            // Long enough for the compiler to have done its best.
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(measurement.Size(5, 1));) scanner.Scan(text[..(text.Length / 8)]);
            var best = Enumerable.Range(0, measurement.Size(5, 2)).Max(_ =>
            {
                // Of three, since the processor's time comes in ticks.
                var seconds = Seconds(() =>
                {
                    for (var turn = 0; turn < 3; turn++) scanner.Scan(text);
                });
                return 3 * text.Length / seconds / Megabyte;
            });
            measurement.Add($"{name}, ordinary text, a core's second, best of five", $"{best:0.0} MB/s", least is null ? "" : $"≥ {least} MB/s", least is null ? null : best >= least);
        }
    }

    static void HostileTexts(Measurement measurement, CancellationToken cancellation)
    {
        var detectors = Entities.All.Select(EntityDetector.Of).Cast<Detector>().Concat(
        [
            new PhraseDetector(["a a a a a a a a a a a a a a a a b", "1 1 1 1 1 2", "one two one two one three"]), new DomainDetector(["allowed.com"]), new PatternDetector(@"[a-z]+\d+x", "pattern", 512),
            new TopicDetector("one two b"), new TopicDetector("a b"), new TopicDetector("a ab"), new TopicDetector("1 2"),
            new LeakScreen(string.Join(' ', Enumerable.Repeat("one two a 1", 10)), 5),
        ]).ToList();
        var (worst, by) = (0.0, "");
        foreach (var piece in Hostile)
        {
            var text = string.Concat(Enumerable.Repeat(piece, measurement.Size(Megabyte, Megabyte / 20) / piece.Length));
            foreach (var detector in detectors)
            {
                cancellation.ThrowIfCancellationRequested();
                var scanner = new Scanner([detector]);
                Keep(Seconds(() => scanner.Scan(text)), $"{detector.Entity}, “{piece}”");
            }
        }

        measurement.Add($"hostile text of 1 MB, worst of all detectors ({by})", worst, "s", 1);

        void Keep(double seconds, string what)
        {
            if (seconds > worst) (worst, by) = (seconds, what);
        }
    }

    /// <summary>Texts that begin what each expression of the screen looks for again and again.</summary>
    static void HostileInjections(Measurement measurement, CancellationToken cancellation)
    {
        InjectionScreen.Score("");
        var (worst, by, all) = (0.0, "", 0.0);
        foreach (var piece in HostileInjection)
        {
            var text = string.Concat(Enumerable.Repeat(piece, measurement.Size(Megabyte, Megabyte / 20) / piece.Length));
            foreach (var (family, rules) in InjectionRules.Families.Index())
            {
                foreach (var (index, rule) in rules.Index())
                {
                    cancellation.ThrowIfCancellationRequested();
                    var seconds = Seconds(() => rule.IsIn(text));
                    if (seconds > worst) (worst, by) = (seconds, $"expression {index} of family {family}, “{piece}”");
                }
            }

            all = Math.Max(all, Seconds(() => InjectionScreen.Score(text)));
        }

        measurement.Add($"hostile text of 1 MB, worst expression of the injection screen ({by})", worst, "s", 1);
        measurement.Add("hostile text of 1 MB, the whole injection screen", all, "s", null);
    }

    /// <summary>Of the processor, so that what else runs on the machine does not count.</summary>
    static double Seconds(Action scan)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        scan();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
