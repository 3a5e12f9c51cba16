using Portal.Api;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Organization;
using Portal.Pricing;
using Portal.Usage;

namespace Portal.Limits;

/// <summary>
/// Sends the last days' calls past a ledger of their own that holds the limits in question alone, each at its time with what it took. What
/// was in flight together is not known of the past: a call counts as over when it is, so that <c>concurrent_threads</c> refuses nothing here.
/// </summary>
internal sealed class LimitsReplays(IDatabase database, IOrganizationSettings organization, IActorNames actors, TimeProvider time)
{
    public async Task<LimitsReplay> Run(Scope scope, LimitsDryRunInput input, CancellationToken cancellation)
    {
        var to = time.GetUtcNow().ToUnixTimeSeconds();
        var from = to - (input.Days * UsageCalendar.Day);
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var budget = input.Budget is null ? [] : new[] { BudgetRow.From("bud_dry_run", scope, input.Budget with { Mode = BudgetMode.Hard }, to, to) };
        var ledger = new Ledger { Book = new LimitBook([LimitsRow.From(scope, input.Limits, to)], budget) };
        var refused = new Dictionary<(LimitKind, string Type, string Id), (long Calls, long FirstAt)>();
        var (calls, refusedCost) = (0L, 0L);
        await database.Read(connection =>
        {
            foreach (var call in UsageScopes.Calls(connection, scope.ProjectId, from, to))
            {
                var scopes = Scope.OfCall(call.ProjectId, call.AssistantId, Wire.Word<ActorType>(call.ActorType), call.ActorId);
                if (!scopes.Contains(scope)) continue;
                calls++;
                var moment = new Moment((call.CreatedAt - from + 1) * TimeSpan.TicksPerSecond, calendar.DayOf(call.CreatedAt));
                // What it cost is what it costs here, whatever the price was.
                var price = new CallPrice(null, null, call.CostNanodollars is { } cost ? new OwnPrice("", cost, 0) : null);
                var (grant, block) = ledger.Try(new Demand(call.MessageId, scopes, call.ThreadId, call.InputTokens, call.OutputTokens, price), moment);
                if (grant is { Narrowed: null })
                {
                    ledger.Settle(call.MessageId, scopes, new Amount(call.InputTokens + call.OutputTokens, call.CostNanodollars ?? 0), moment.Day, moment);
                    continue;
                }

                ledger.Release(call.MessageId, moment);
                refusedCost += call.CostNanodollars ?? 0;
                var key = ((block ?? grant!.Narrowed!).Kind, call.ActorType, call.ActorId);
                refused[key] = refused.TryGetValue(key, out var before) ? (before.Calls + 1, before.FirstAt) : (1, call.CreatedAt);
            }

            return true;
        }, cancellation);
        var names = await actors.Find([.. refused.Keys.Select(key => key.Id).Distinct()], cancellation);
        return new LimitsReplay(from, to, calls, refused.Values.Sum(one => one.Calls), ModelPrice.ToDollars(refusedCost),
        [
            .. refused.OrderByDescending(one => one.Value.Calls).Select(one => new ReplayedRefusals(
                one.Key.Item1, Wire.Word<ActorType>(one.Key.Type), one.Key.Id, names.GetValueOrDefault(one.Key.Id), one.Value.Calls, one.Value.FirstAt)),
        ]);
    }
}
