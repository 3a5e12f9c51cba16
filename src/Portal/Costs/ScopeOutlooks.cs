using System.Collections.Concurrent;
using System.Data;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;
using Portal.Usage;

namespace Portal.Costs;

/// <param name="Dimension">Of the sums: <c>assistant</c>, <c>key</c> or <c>member</c>; null for the project, or where that is null the organization, as a whole.</param>
internal sealed record SpendScope(string? ProjectId, string? Dimension, string? Id);

/// <param name="ProviderCostOfDay">US dollars that providers charge for today's calls.</param>
/// <param name="ProviderCostOfMonth">For this month's.</param>
/// <param name="Month">What the whole month will cost; null without enough of a past.</param>
internal sealed record ScopeOutlook(decimal ProviderCostOfDay, decimal ProviderCostOfMonth, Forecast? Month);

/// <summary>What is to be expected of anyone who has a budget; asks for no right. Kept for a minute: a page that follows its budgets live asks again and again.</summary>
internal sealed class ScopeOutlooks(IDatabase database, IOrganizationSettings organization, TimeProvider time)
{
    static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<SpendScope, (ScopeOutlook Outlook, long ReadAt)> kept = new();

    public async Task<ScopeOutlook> Find(SpendScope scope, CancellationToken cancellation)
    {
        if (kept.TryGetValue(scope, out var known) && time.GetElapsedTime(known.ReadAt) < KeepFor) return known.Outlook;
        var outlook = await Read(scope, cancellation);
        kept[scope] = (outlook, time.GetTimestamp());
        return outlook;
    }

    async Task<ScopeOutlook> Read(SpendScope scope, CancellationToken cancellation)
    {
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var today = calendar.DayOf(now);
        var month = calendar.StartOf(UsageInterval.Month, now);
        var stretches = calendar.Stretches(UsageInterval.Day, Math.Min(month, calendar.Midnight(today.AddDays(-Forecast.Window))), now + 1).ToList();
        var days = await database.Read(connection => Days(connection, scope, stretches), cancellation);
        var (start, end) = (calendar.Midnight(today), calendar.Midnight(today.AddDays(1)));
        return new ScopeOutlook(
            UsageBuckets.Dollars(days[^1].ProviderCost),
            UsageBuckets.Dollars(days.Where(day => day.Start >= month).Sum(day => day.ProviderCost)),
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
