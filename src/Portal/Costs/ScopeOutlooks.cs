using System.Data;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;
using Portal.Usage;

namespace Portal.Costs;

/// <param name="Dimension">Of the sums: <c>assistant</c>, <c>key</c> or <c>member</c>; null for the project, or where that is null the organization, as a whole.</param>
internal sealed record SpendScope(string? ProjectId, string? Dimension, string? Id);

/// <param name="ProviderCost">US dollars that providers charge for the calls of the present period.</param>
/// <param name="Month">Of the whole month; null without enough of a past.</param>
internal sealed record ScopeOutlook(decimal ProviderCost, Forecast? Month);

/// <summary>What is to be expected of anyone who has a budget; asks for no right.</summary>
internal sealed class ScopeOutlooks(IDatabase database, IOrganizationSettings organization, TimeProvider time)
{
    /// <param name="isDaily">The present period is a day, else a month.</param>
    public async Task<ScopeOutlook> Find(SpendScope scope, bool isDaily, CancellationToken cancellation)
    {
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var today = calendar.DayOf(now);
        var month = calendar.StartOf(UsageInterval.Month, now);
        var stretches = calendar.Stretches(UsageInterval.Day, Math.Min(month, calendar.Midnight(today.AddDays(-Forecast.Window))), now + 1).ToList();
        var days = await database.Read(connection => Days(connection, scope, stretches), cancellation);
        var period = isDaily ? calendar.Midnight(today) : month;
        var (start, end) = (calendar.Midnight(today), calendar.Midnight(today.AddDays(1)));
        return new ScopeOutlook(
            UsageBuckets.Dollars(days.Where(day => day.Start >= period).Sum(day => day.ProviderCost)),
            Forecast.Of([.. days.SkipLast(1).Select(day => UsageBuckets.Dollars(day.Cost))], today,
                UsageBuckets.Dollars(days.Where(day => day.Start >= month).Sum(day => day.Cost)), (double)(end - now) / (end - start)));
    }

    static List<(long Start, long Cost, long ProviderCost)> Days(IDbConnection connection, SpendScope scope, IReadOnlyList<UsageStretch> stretches)
    {
        IReadOnlyCollection<string>? projects = scope.ProjectId is null ? null : [scope.ProjectId];
        var group = scope.Dimension is null ? CostGroup.Parse(null).Value! : CostGroup.Parse(scope.Dimension).Value!;
        var sums = CostReader.Read(connection, projects, stretches, group).OfGroup(scope.Dimension is null ? null : scope.Id).ToLookup(sum => sum.Start);
        return [.. stretches.Select(day => (day.Start, sums[day.Start].Sum(sum => sum.Nanodollars), sums[day.Start].Sum(sum => sum.Calls.ProviderCostNanodollars)))];
    }
}
