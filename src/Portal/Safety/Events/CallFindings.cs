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
/// What rules find in one call: an event for each rule, direction and entity. It is written when the first is found, and how
/// often it was found when the call ends.
/// </summary>
internal sealed class CallFindings(IDatabase database, TimeProvider time, PolicySubject subject) : IAsyncDisposable
{
    readonly Dictionary<(PolicyDirection, ActiveRule, string?), SafetyEventRow> rows = [];
    readonly HashSet<(PolicyDirection, ActiveRule, string?)> grown = [];

    /// <returns>The flags of what is found for the first time.</returns>
    public async Task<IReadOnlyList<SafetyFlag>> Record(IReadOnlyList<DirectedHit> hits, CancellationToken cancellation)
    {
        List<SafetyEventRow> first = [];
        foreach (var group in hits.Where(one => one.Hit.Action is not PolicyAction.Allow).GroupBy(one => (one.Direction, one.Hit.Rule, one.Hit.Entity)))
        {
            var (count, score) = (group.Count(), group.Max(one => one.Hit.Score));
            if (rows.TryGetValue(group.Key, out var before))
            {
                rows[group.Key] = before with { Count = before.Count + count, Score = Math.Max(before.Score, score) };
                grown.Add(group.Key);
            }
            else first.Add(rows[group.Key] = Row(group.Key.Direction, group.Key.Rule, group.Key.Entity, count, score));
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

    SafetyEventRow Row(PolicyDirection direction, ActiveRule rule, string? entity, int count, double score) => new(
        Ids.New("safety"), subject.ProjectId, subject.AssistantId, subject.ThreadId, subject.RunId,
        direction is PolicyDirection.Input ? subject.QuestionId ?? subject.MessageId : subject.MessageId,
        rule.Source.PolicyId, rule.Source.Version, rule.Rule.Id!, rule.Rule.Type, Wire.Word(direction), entity, Wire.Word(rule.Action), score, count,
        null, null, null, time.GetUtcNow().ToUnixTimeSeconds());
}
