using System.Data;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Organization;
using Portal.Usage;

namespace Portal.Pricing;

/// <summary>Adds up what the last days would have cost at other prices, from the rows, call by call as it would have been charged.</summary>
internal sealed class PriceDryRuns(IDatabase database, PriceBook book, IOrganizationSettings organization, TimeProvider time)
{
    public async Task<Result<PriceDryRun>> Run(string projectId, PriceDryRunInput input, CancellationToken cancellation)
    {
        if (PriceRules.Check(input) is { } wrong) return wrong;
        var to = time.GetUtcNow().ToUnixTimeSeconds() + 1;
        var from = to - (input.Days * (long)UsageCalendar.Day);
        var table = await book.Get(cancellation);
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var (run, tokens) = (Price(PriceKind.Run), Price(PriceKind.Tokens));
        var own = run is null && tokens is null ? null : new OwnPrice("", run ?? 0, tokens ?? 0);
        return await database.Read(connection =>
        {
            var sum = new Sum(connection, own);
            foreach (var row in UsageRepository.Walk(connection, projectId, from, to)) sum.Add(row);
            var month = ChargesRepository.Sum(connection, projectId, "month", from, to);
            var asked = input.Prices.FirstOrDefault(price => price.Kind is PriceKind.Month);
            var monthThen = asked is null ? month : MonthCharges.Amount(calendar, ModelPrice.ToNanodollars(asked.Price ?? 0), from, to);
            return sum.ToContract(input.Days, from, to, month, monthThen);
        }, cancellation);

        long? Price(PriceKind kind) => input.Prices.FirstOrDefault(price => price.Kind == kind) is { } given
            ? given.Price is { } dollars ? ModelPrice.ToNanodollars(dollars) : null
            : table.At(projectId, Api.Wire.Word(kind), "", to)?.Nanodollars;
    }

    sealed class Sum(IDbConnection connection, OwnPrice? own)
    {
        readonly Dictionary<string, List<PriceRow>> prices = [];
        long runs, calls, tokens, costNow, costThen, unpriced;

        public void Add(UsageRow row)
        {
            runs += row.FirstOfRun ? 1 : 0;
            calls++;
            tokens += row.InputTokens + row.OutputTokens;
            costNow += row.CostNanodollars ?? 0;
            var then = new CallPrice(own is null ? ModelPriceAt(row.Model, row.CreatedAt) : null, null, own)
                .Cost(new TokenCount(row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens), row.FirstOfRun);
            costThen += then ?? 0;
            unpriced += then is null ? 1 : 0;
        }

        public PriceDryRun ToContract(int days, long from, long to, long month, long monthThen)
        {
            var (now, then) = (UsageBuckets.Dollars(costNow + month), UsageBuckets.Dollars(costThen + monthThen));
            return new(days, from, to, runs, calls, tokens, now, then, then - now, unpriced);
        }

        ModelPrice? ModelPriceAt(string model, long moment)
        {
            if (!prices.TryGetValue(model, out var known)) prices[model] = known = [.. ModelsRepository.Prices(connection, model)];
            return known.Find(price => price.EffectiveFrom <= moment) is { } row ? ModelContracts.ToPrice(row) : null;
        }
    }
}
