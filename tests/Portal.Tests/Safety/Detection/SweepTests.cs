using CsCheck;
using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class SweepTests
{
    static readonly string[] Pieces =
    [
        "jane@example.com", "jane", "@", ".com", "a.b", "jane (at) example (dot) com", "jane at example dot com", "%40", "%4", "\\u0040", "\\u00", "\\", "&commat;", "&#", "64;",
        "foo bar", "foo", "bar", " ", "  ", "\n", "fo\u200Bo b\u00ADar", "\u200B\u200B\u200B", new string('\u200D', 20), "ACME-123", "ACME-", "12", "4567", "abab", "aabc", "c",
        "😀", "😀 smile", "\uD83D", "\uDE00", "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "𝟒𝟏𝟓", "four one five", "four", " one", "5", "amFuZUBleGFtcGxlLmNvbQ==", "amFuZUBleG", "секрет", "жжж", "(", ")", "(at)", " dot ", ",", "-", "https://", "allowed.com", "evil.com", "/", "](//", "www.", "http:",
        "+44 20 7946 0958", "+44", "(415) 555-", "2671", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "DE89", "219-09-9999", "ssn ", "RSSMRA85T10A562S", "12345678Z", "passport ", "C01X00T47", "driver's license ",
        "192.168.1.10", "::1", "fe80::", "00:1A:2B:", "3C:4D:5E", "://a:", "bcd@x", "?sig=", "abc12345def", "password: ", "hunter2!", "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0",
        "-----BEGIN PRIVATE KEY-----", "MIIB", "-----END PRIVATE KEY-----", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "born ", "12 March ", "1985", "221B Baker Street", ", London ", "NW1 6XE", "Hauptstraße 12", "10115 Berlin",
        "my name is ", "FPO AA 85844", "PSC 7589, ", "Suite 967", " by ", "Ushurma Dratchev", " said ", "Jane ", "Doe", "Mr. ", "van ", "Smith, ", "John", "account number ", "123456789012", "P.O. Box ",
        "The order of the day was shipped to the usual address and nothing else was said about it. ",
    ];

    static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Array[0, 120].Select(indexes => string.Concat(indexes.Select(index => Pieces[index])));

    public static TheoryData<string> Sets => new(["all", "patterns", "phrases", "none", .. Entities.All]);

    /// <summary>Whatever the chunks: each detector finds what it finds in the whole, and nothing begins behind the frontier any more.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void AnyChunks_FindWhatTheWholeDoes(string set) => Gen.Select(Texts, Gen.Int[1, 90].Array[1, 40]).Sample(
        (text, lengths) =>
        {
            var detectors = Detectors(set);
            var sweep = new Sweep(detectors);
            var found = new List<Finding>();
            var held = Sweep.HeldBy(detectors);
            for (var (from, turn, frontier) = (0, 0, 0); from < text.Length; turn++)
            {
                var until = Math.Min(text.Length, from + lengths[turn % lengths.Length]);
                var now = sweep.Push(text[from..until]);
                Assert.All(now, one => Assert.InRange(one.Start, 0, sweep.Frontier + held));
                Assert.InRange(sweep.Frontier, Math.Max(frontier, until - held), until);
                (from, frontier) = (until, sweep.Frontier);
                found.AddRange(now);
            }

            found.AddRange(sweep.Finish());
            Assert.Equal(text.Length, sweep.Frontier);
            Assert.All(found, one => Assert.False(CutsPair(text, one.Start) || CutsPair(text, one.End)));
            foreach (var (rule, detector) in detectors.Index()) Assert.Equal(All(detector, rule, text), found.Where(one => one.Rule == rule));
        },
        iter: 300);

    /// <summary>The findings are what the rule of overlaps makes of every detector's own matches.</summary>
    [Fact]
    public void Overlaps_LeftmostThenLongestThenFirst() => Texts.Sample(
        text =>
        {
            var detectors = Detectors("all");
            var scanned = new ScanText(text);
            var expected = new List<Finding>();
            for (var from = 0; from <= text.Length;)
            {
                var best = detectors.Select((detector, rule) => (Match: detector.Find(scanned, from), rule)).Where(one => one.Match is not null)
                    .OrderBy(one => one.Match!.Value.Start).ThenByDescending(one => one.Match!.Value.End).ThenBy(one => one.rule).FirstOrDefault();
                if (best.Match is not { } match) break;
                expected.Add(new(best.rule, detectors[best.rule].Entity, match.Start, match.End, match.Score));
                from = match.End;
            }

            Assert.Equal(expected, new Scanner(detectors).Scan(text));
        },
        iter: 200);

    [Fact]
    public void ShortTail_WaitsUntilItIsDecided()
    {
        var sweep = new Sweep([new PhraseDetector(["secret plan"])]);
        Assert.Empty(sweep.Push(new string('.', 500) + "secret "));
        Assert.InRange(sweep.Frontier, 300, 500);
        Assert.Empty(sweep.Push("pl"));
        var found = Assert.Single(sweep.Push("an").Concat(sweep.Finish()));
        Assert.Equal((500, 511), (found.Start, found.End));
    }

    static bool CutsPair(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);

    static List<Finding> All(Detector detector, int rule, string text)
    {
        var (scanned, all) = (new ScanText(text), new List<Finding>());
        for (var from = 0; detector.Find(scanned, from) is { } match; from = match.End) all.Add(new(rule, detector.Entity, match.Start, match.End, match.Score));
        return all;
    }

    static IReadOnlyList<Detector> Detectors(string set) => set switch
    {
        "none" => [],
        "patterns" => [new PatternDetector(@"ACME-\d{2,6}\b", "order", 12), new PatternDetector(@"[ab]+c?", "letters", 5), new PatternDetector(@"\bfoo\b.*bar", "long", 40)],
        "phrases" => [new PhraseDetector(["foo bar", "bar", "o b", "секрет", "😀 smile", "."])],
        "all" =>
        [
            .. Entities.All.Select(EntityDetector.Of), .. Detectors("patterns"), .. Detectors("phrases"),
            new PatternDetector(@"\d+", "number", 12, ["foo", "shipped"]),
            new DomainDetector(["allowed.com"]), new LeakScreen("The order of the day was shipped to the usual address and nothing else was said about it.", 6),
        ],
        _ => [EntityDetector.Of(set)],
    };
}
