using Portal.Api;
using Portal.Client.Policies;
using Portal.Data;
using Portal.Policies;
using Portal.Safety.Screening;

namespace Portal.Safety.Events;

/// <summary>Writes what rules found, without a word of it.</summary>
internal sealed class SafetyRecorder(IDatabase database, TimeProvider time)
{
    /// <summary>One event for each rule, direction and entity, with how often it was found.</summary>
    public async Task<IReadOnlyList<SafetyFlag>> Record(PolicySubject subject, IReadOnlyList<DirectedHit> hits, CancellationToken cancellation)
    {
        if (hits.Count == 0) return [];
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rows = hits.Where(one => one.Hit.Action is not PolicyAction.Allow).GroupBy(one => (one.Direction, one.Hit.Rule, one.Hit.Entity)).Select(group => new SafetyEventRow(
            Ids.New("safety"), subject.ProjectId, subject.AssistantId, subject.ThreadId, subject.RunId, subject.MessageId,
            group.Key.Rule.Source.PolicyId, group.Key.Rule.Source.Version, group.Key.Rule.Rule.Id!, group.Key.Rule.Rule.Type,
            Wire.Word(group.Key.Direction), group.Key.Entity, Wire.Word(group.Key.Rule.Action), group.Max(one => one.Hit.Score), group.Count(),
            null, null, null, now)).ToList();
        await database.Write(connection =>
        {
            foreach (var row in rows) SafetyEventsRepository.Insert(connection, row);
            return true;
        }, cancellation);
        return rows.ConvertAll(row => row.ToFlag());
    }
}
