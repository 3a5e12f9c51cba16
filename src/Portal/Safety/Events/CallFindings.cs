using Portal.Api;
using Portal.Client.Policies;
using Portal.Data;
using Portal.Policies;
using Portal.Safety.Screening;

namespace Portal.Safety.Events;

/// <summary>Writes what rules find, without a word of it.</summary>
internal sealed class SafetyRecorder(IDatabase database, TimeProvider time)
{
    public CallFindings Begin(PolicySubject subject) => new(database, time, subject);
}

/// <summary>
/// What rules find in one call: an event for each rule, direction and entity of a message. It is written when the first is found, and how
/// often it was found when the call ends.
/// </summary>
internal sealed class CallFindings(IDatabase database, TimeProvider time, PolicySubject subject) : IAsyncDisposable
{
    readonly Dictionary<Found, SafetyEventRow> rows = [];
    readonly HashSet<Found> grown = [];

    /// <returns>The flags of what is found for the first time.</returns>
    public async Task<IReadOnlyList<SafetyFlag>> Record(IReadOnlyList<DirectedHit> hits, CancellationToken cancellation)
    {
        List<SafetyEventRow> first = [];
        foreach (var group in (await Unknown(hits, cancellation)).Where(one => one.Hit.Action is not PolicyAction.Allow).GroupBy(one => new Found(one.MessageId ?? subject.MessageId, one.Direction, one.Hit.Rule, one.Hit.Entity)))
        {
            var (count, score) = (group.Count(), group.Max(one => one.Hit.Score));
            if (rows.TryGetValue(group.Key, out var before))
            {
                rows[group.Key] = before with { Count = before.Count + count, Score = Math.Max(before.Score, score) };
                grown.Add(group.Key);
            }
            else first.Add(rows[group.Key] = Row(group.Key, count, score));
        }

        if (first.Count == 0) return [];
        await database.Write(connection =>
        {
            foreach (var row in first) SafetyEventsRepository.Insert(connection, row);
            return true;
        }, cancellation);
        return first.ConvertAll(row => row.ToFlag());
    }

    public async ValueTask DisposeAsync()
    {
        if (grown.Count == 0) return;
        var counted = grown.Select(key => rows[key]).ToList();
        await database.Write(connection => SafetyEventsRepository.Count(connection, counted), CancellationToken.None);
    }

    /// <summary>Without what an earlier call has told of.</summary>
    async Task<IReadOnlyList<DirectedHit>> Unknown(IReadOnlyList<DirectedHit> hits, CancellationToken cancellation)
    {
        var earlier = hits.Where(one => one.MayBeKnown).Select(one => one.MessageId!).Distinct().ToList();
        if (earlier.Count == 0) return hits;
        var told = await database.Read(connection => SafetyEventsRepository.FlagsOf(connection, earlier), cancellation);
        return [.. hits.Where(one => !one.MayBeKnown || !told[one.MessageId!].Any(flag =>
            flag.PolicyId == one.Hit.Rule.Source.PolicyId && flag.RuleId == one.Hit.Rule.Rule.Id && flag.Entity == one.Hit.Entity))];
    }

    SafetyEventRow Row(Found found, int count, double score) => new(
        Ids.New("safety"), subject.ProjectId, subject.AssistantId, subject.ThreadId, subject.RunId, found.MessageId,
        found.Rule.Source.PolicyId, found.Rule.Source.Version, found.Rule.Rule.Id!, found.Rule.Rule.Type, Wire.Word(found.Direction), found.Entity, Wire.Word(found.Rule.Action),
        score, count, null, null, null, time.GetUtcNow().ToUnixTimeSeconds());

    sealed record Found(string? MessageId, PolicyDirection Direction, ActiveRule Rule, string? Entity);
}
