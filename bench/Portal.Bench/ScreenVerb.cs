using System.Diagnostics;
using Portal.Bench.Detection;
using Portal.Client.Assistants;
using Portal.Client.Policies;
using Portal.Policies;
using Portal.Safety.Detection;

namespace Portal.Bench;

/// <summary>
/// What rules cost a conversation: each piece of a streamed reply under a policy as organizations have them, a question
/// under the screen for injected instructions, and that screen's start.
/// </summary>
static class ScreenVerb
{
    const int CharactersPerToken = 4;

    const string Instructions =
        "You are the service desk of a mail-order company. Answer briefly and kindly, in the language of the question. Never promise a date of delivery. "
        + "Never offer more than ten percent of the price back without a person's consent. Escalate complaints about injuries at once. Do not speak of competitors or of politics.";

    public static Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        InjectionScreen.Score("");
        measurement.Add("injection screen, its start", clock.Elapsed.TotalMilliseconds, "ms");
        var pieces = Pieces(measurement.Size(10_000, 500));
        Stream(pieces, cancellation);
        var rounds = Enumerable.Range(0, measurement.Size(5, 1)).Select(_ => Stream(pieces, cancellation)).ToList();
        measurement.Add($"{pieces.Count:#,0} pieces of 1–6 tokens of a reply: a piece, p50, best of five", rounds.Min(times => At(times, 0.5)), "ms");
        measurement.Add($"{pieces.Count:#,0} pieces of 1–6 tokens of a reply: a piece, p99, best of five", rounds.Min(times => At(times, 0.99)), "ms", 5);
        measurement.Add($"{pieces.Count:#,0} pieces of 1–6 tokens of a reply: the longest, best of five", rounds.Min(times => times[^1]), "ms");
        var questions = pieces.Chunk(40).Select(some => string.Concat(some)).ToList();
        measurement.Add("injection screen, a question of about 560 characters, p99, best of five", Enumerable.Range(0, measurement.Size(5, 1)).Min(_ => At(Times(questions, text => InjectionScreen.Score(text), cancellation), 0.99)), "ms");
        return Task.CompletedTask;
    }

    static List<double> Stream(IReadOnlyList<string> pieces, CancellationToken cancellation)
    {
        var reply = Policy().Of(PolicyDirection.Output).Begin(new LeakScreen(Instructions));
        var times = Times(pieces, piece => reply.Push(piece), cancellation);
        return reply.Finish().Stop is null ? times : throw new InvalidOperationException("A rule has ended the reply before all of it was measured.");
    }

    /// <summary>In milliseconds, the shortest first.</summary>
    static List<double> Times(IReadOnlyList<string> texts, Action<string> read, CancellationToken cancellation)
    {
        var times = new List<double>(texts.Count);
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            read(text);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    static double At(List<double> times, double share) => times[(int)Math.Min(times.Count - 1, times.Count * share)];

    static List<string> Pieces(int count)
    {
        var (random, pieces, text) = (new Random(11), new List<string>(count), Texts.Ordinary(11, count * 4));
        for (var at = 0; pieces.Count < count;)
        {
            var length = random.Next(1, 7) * CharactersPerToken;
            pieces.Add(text.Substring(at % (text.Length - length), length));
            at += length;
        }

        return pieces;
    }

    /// <summary>All personal data, 20 phrases, an expression, links, injected instructions and leaks; all that it finds is taken out.</summary>
    static ActivePolicy Policy() => new([HeldPolicy.Of(PolicyTarget.Organization, "pol_1", 1, new()
    {
        Kind = PolicyKind.Safety,
        Name = "House rules",
        AllowedDomains = ["example.com", "*.example.org"],
        AllowedEntities = [],
        Mode = PrivacyMode.Off,
        Rules =
        [
            Rule("pii") with { Entities = Entities.All },
            Rule("phrases") with { Phrases = [.. Enumerable.Range(0, 20).Select(index => $"project number {index}")] },
            Rule("regex") with { Pattern = @"\bC-\d{6}\b", Entity = "customer_id", MaxMatch = 32 },
            Rule("instruction_leak"),
            new() { Id = "injection", Type = "injection", AppliesTo = [PolicyDirection.Input, PolicyDirection.ToolOutput], Action = PolicyAction.Block },
        ],
    })], []);

    static PolicyRule Rule(string type) => new() { Id = type, Type = type, AppliesTo = [PolicyDirection.Input, PolicyDirection.Output], Action = PolicyAction.Redact };
}
