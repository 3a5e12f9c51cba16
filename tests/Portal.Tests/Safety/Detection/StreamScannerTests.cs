using CsCheck;
using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class StreamScannerTests
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

    /// <summary>Whatever the chunks: the same findings, the same text, no match and no surrogate pair cut.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void AnyChunks_FindAndReleaseWhatTheWholeDoes(string set) => Gen.Select(Texts, Gen.Int[1, 90].Array[1, 40]).Sample(
        (text, lengths) =>
        {
            var scanner = new Scanner(Detectors(set));
            var stream = new StreamScanner(scanner);
            var segments = new List<Segment>();
            for (var (from, turn) = (0, 0); from < text.Length; turn++)
            {
                var until = Math.Min(text.Length, from + lengths[turn % lengths.Length]);
                segments.AddRange(stream.Push(text[from..until]));
                from = until;
                Assert.True(stream.Held <= scanner.HoldBack);
            }

            segments.AddRange(stream.Finish());
            Assert.Equal(0, stream.Held);
            Assert.Equal(scanner.Scan(text), segments.Where(segment => segment.Finding is not null).Select(segment => segment.Finding!.Value));
            Assert.Equal(text, string.Concat(segments.Select(segment => segment.Text)));
            var at = 0;
            foreach (var (piece, finding) in segments)
            {
                if (finding is { } found) Assert.Equal((at, piece), (found.Start, text[found.Start..found.End]));
                Assert.False(at > 0 && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]));
                at += piece.Length;
            }
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
    public void ShortTail_IsHeldUntilItIsDecided()
    {
        var scanner = new Scanner([new PhraseDetector(["secret plan"])]);
        var stream = new StreamScanner(scanner);
        var lead = new string('.', 500);
        var shown = string.Concat(stream.Push(lead + "secret ").Select(segment => segment.Text));
        Assert.Equal(lead.Length + 7 - stream.Held, shown.Length);
        Assert.InRange(stream.Held, scanner.HoldBack - 1, scanner.HoldBack);
        Assert.All(stream.Push("pl"), segment => Assert.Null(segment.Finding));
        Assert.Equal("secret plan", Assert.Single(stream.Push("an").Concat(stream.Finish()), segment => segment.Finding is not null).Text);
    }

    [Fact]
    public void Push_AfterTheEnd_IsRefused()
    {
        var stream = new StreamScanner(new([]));
        stream.Finish();
        Assert.ThrowsAny<InvalidOperationException>(() => stream.Push("more"));
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
