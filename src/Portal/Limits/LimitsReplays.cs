using Portal.Api;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Organization;
using Portal.Usage;

namespace Portal.Limits;

/// <summary>Sends the last days' calls past a ledger of their own that holds the limits in question alone, each at its time with what it took.</summary>
internal sealed class LimitsReplays(IDatabase database, IOrganizationSettings organization, IActorNames actors, QuotaBooks books, TimeProvider time)
{
    public async Task<LimitsReplay> Run(Scope scope, LimitsDryRunInput input, CancellationToken cancellation)
    {
        var to = time.GetUtcNow().ToUnixTimeSeconds();
        var from = to - (input.Days * UsageCalendar.Day);
        var replay = new Replay(BookOf(scope, input, to), UsageCalendar.Of((await organization.Get(cancellation)).TimeZone), from);
        await database.Read(connection =>
        {
            foreach (var call in Replay.InOrderOfBegin(UsageScopes.Calls(connection, scope.Type is ScopeType.Organization ? null : scope.ProjectId, from, to)))
            {
                cancellation.ThrowIfCancellationRequested();
                var scopes = Scope.OfCall(call.ProjectId, call.AssistantId, Wire.Word<ActorType>(call.ActorType), call.ActorId);
                if (scopes.Contains(scope)) replay.Take(call, scopes);
            }

            return true;
        }, cancellation);
        var names = await actors.Find([.. replay.Refused.Keys.Select(key => key.Id).Distinct()], cancellation);
        return new LimitsReplay(from, to, replay.Calls, replay.Refused.Values.Sum(one => one.Calls), ModelPrice.ToDollars(replay.RefusedNanodollars),
        [
            .. replay.Refused.OrderByDescending(one => one.Value.Calls).Select(one => new ReplayedRefusals(
                one.Key.Kind, Wire.Word<ActorType>(one.Key.Type), one.Key.Id, names.GetValueOrDefault(one.Key.Id), one.Value.Calls, one.Value.FirstAt)),
        ]);
    }

    /// <summary>Beside what is asked about, projects keep their weights, by which they share the organization's tokens.</summary>
    LimitBook BookOf(Scope scope, LimitsDryRunInput input, long now) => new(
        [
            LimitsRow.From(scope, input.Limits, now),
            .. books.Current.Limits.Where(row => row.Scope != scope && row.Weight != 1).Select(row => LimitsRow.None(row.Scope) with { Weight = row.Weight }),
        ],
        input.Budget is null ? [] : [BudgetRow.From("bud_dry_run", scope, input.Budget with { Mode = BudgetMode.Hard }, now, now)]);
}
