using System.Data;
using Dapper;
using Portal.Alerts;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Client.Projects;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Usage;

namespace Portal.Pricing;

/// <summary>Compares sums with their rows and rows with their prices, over one state of the database, and keeps what it found.</summary>
internal sealed class Reconciler(IDatabase database, IEnumerable<IAlerts> alerts, TimeProvider time)
{
    const int Shown = 200;
    const int StepDays = 31;

    public async Task<Reconciliation> Check(bool repair, CancellationToken cancellation)
    {
        // It reads everything, which takes a while; whoever asked waits without holding a thread of theirs.
        var found = await Task.Run(() => database.Read(connection => Compare(connection, cancellation), cancellation), cancellation);
        var repaired = 0L;
        if (repair && found.WrongSums > 0)
        {
            repaired = found.WrongSums;
            await database.Write(connection =>
            {
                UsageRebuild.Rebuild(connection);
                return true;
            }, cancellation);
            found = await Task.Run(() => database.Read(connection => Compare(connection, cancellation), cancellation), cancellation);
        }

        var result = new Reconciliation(
            Ids.New("recon"), time.GetUtcNow().ToUnixTimeSeconds(), found.Rows, found.Charges, found.Unverified, found.Count, repaired, found.Differences);
        await Keep(result, cancellation);
        return result;
    }

    /// <returns>One more than the limit, where there are more.</returns>
    public async Task<IReadOnlyList<Reconciliation>> List(ListQuery query, CancellationToken cancellation)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return await database.Read(connection => connection.Query<string>(
            $"SELECT report FROM reconciliations WHERE {where} ORDER BY {order} LIMIT @Take", new { query.After, query.Before, Take = Keyset.Take(query) })
            .Select(Wire.Deserialize<Reconciliation>).ToList(), cancellation);
    }

    async Task Keep(Reconciliation result, CancellationToken cancellation)
    {
        await database.Write(connection =>
        {
            connection.Execute("""
                INSERT INTO reconciliations (id, checked_at, differences, report) VALUES (@Id, @CheckedAt, @DifferenceCount, @report);
                DELETE FROM reconciliations WHERE id NOT IN (SELECT id FROM reconciliations ORDER BY id DESC LIMIT 100)
                """, new { result.Id, result.CheckedAt, result.DifferenceCount, report = Wire.Serialize(result) });
            if (result.Ok) return true;
            var alert = new AlertDraft(
                $"reconciliation:{UsageCalendar.Floor(result.CheckedAt, UsageCalendar.Day)}", AlertKind.Reconciliation, AlertSeverity.Critical, null,
                "Sums do not equal their rows",
                $"{result.DifferenceCount} differences between the sums of use and its rows, or between a cost and its price. Look at them, and have wrong sums written anew.",
                "pricing");
            foreach (var teller in alerts) teller.Raise(connection, alert);
            return true;
        }, cancellation);
    }

    static Found Compare(IDbConnection connection, CancellationToken cancellation)
    {
        var found = new Found();
        if (UsageRebuild.Span(connection) is not { } span) return found;
        var prices = new Dictionary<string, FormerPrice?>();
        for (var from = span.From; from < span.To; from += StepDays * UsageCalendar.Day)
        {
            cancellation.ThrowIfCancellationRequested();
            var to = Math.Min(span.To, from + (StepDays * UsageCalendar.Day));
            foreach (var sum in UsageRebuild.Differences(connection, from, to)) found.Add(sum);
            foreach (var row in UsageRepository.Walk(connection, null, from, to)) found.Add(row, PriceOf(row));
            foreach (var (charge, price) in ChargesRepository.Walk(connection, from, to)) found.Add(charge, price);
        }

        foreach (var sum in UsageRebuild.MonthDifferences(connection)) found.Add(sum);
        return found;

        FormerPrice? PriceOf(UsageRow row)
        {
            if (row.PriceId is not { } id) return null;
            if (!prices.TryGetValue(id, out var price)) prices[id] = price = CallPrices.Find(connection, id);
            return price;
        }
    }

    sealed class Found
    {
        readonly List<ReconciliationDifference> differences = [];

        public long Rows { get; private set; }

        public long Charges { get; private set; }

        public long Unverified { get; private set; }

        public long WrongSums { get; private set; }

        public long Count { get; private set; }

        public IReadOnlyList<ReconciliationDifference> Differences => differences;

        public void Add(SumDifference sum)
        {
            WrongSums++;
            Add(new ReconciliationDifference(
                sum.Table switch { "usage_months" => DifferenceKind.Month, "usage_days" => DifferenceKind.Day, _ => DifferenceKind.Hour }, sum.ProjectId, $"{sum.Dimension}/{sum.Value}", sum.Start, sum.Field, sum.Expected, sum.Kept));
        }

        public void Add(UsageRow row, FormerPrice? price)
        {
            Rows++;
            if (price is null)
            {
                if (row.CostNanodollars is not null) Unverified++;
                return;
            }

            // What was taken beyond a budget is not part of the cost, but of the arithmetic.
            var (expected, paid) = (price.Cost(row), (row.CostNanodollars ?? 0) + row.OvershootNanodollars);
            if (expected != paid) Add(new ReconciliationDifference(DifferenceKind.Cost, row.ProjectId, row.Id, row.CreatedAt, "cost_nanodollars", expected, paid));
        }

        public void Add(ChargeRow charge, long price)
        {
            Charges++;
            // The days of a month go by the zone that the organization had then.
            if (charge.Kind == "month") return;
            var expected = charge.Kind == "memory" ? MemoryCharges.Amount(charge.Quantity, price) : charge.Quantity * price;
            if (expected != charge.AmountNanodollars)
                Add(new ReconciliationDifference(DifferenceKind.Cost, charge.ProjectId, charge.Id, charge.CreatedAt, "amount_nanodollars", expected, charge.AmountNanodollars));
        }

        void Add(ReconciliationDifference difference)
        {
            Count++;
            if (differences.Count < Shown) differences.Add(difference);
        }
    }
}
