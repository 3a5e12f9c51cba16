using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Costs;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;
using Portal.Projects;
using Portal.Threads;
using Portal.Usage;

namespace Portal.Costs;

internal sealed class CostsService(
    IDatabase database,
    IProjectDirectory projects,
    IOrganizationSettings organization,
    UsageNames names,
    IMonthBudgets budgets,
    IThreadCounts threads,
    CallContext context,
    TimeProvider time) : ICostsService
{
    const int MaxBuckets = 10_000;
    const int MostMovers = 6;

    /// <summary>What may stand in <c>group_by</c>.</summary>
    public static string Groups => $"one of: {UsageGroup.Words}, {CostGroup.Tool}, metadata[name]";

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<CostReport>> Get(string? projectId, CostQuery query, CancellationToken cancellation)
    {
        if (await Check(projectId, cancellation) is { } denied) return denied;
        var group = CostGroup.Parse(query.Query.GroupBy);
        if (!group.IsSuccess) return group.Error;
        var calendar = await Calendar(cancellation);
        var asked = UsagePeriod.Of(query.Query, calendar, Now);
        if (!asked.IsSuccess) return asked.Error;
        var period = asked.Value;
        if ((period.To - period.From) / (query.Query.Bucket is UsageInterval.Hour ? UsageCalendar.Hour : UsageCalendar.Day) > MaxBuckets)
            return ApiError.Invalid($"'bucket' would make more than {MaxBuckets} rows of time. Ask for a shorter stretch or a larger bucket.", "bucket", "invalid_value");

        var now = await Sum(projectId, calendar.Stretches(UsageInterval.All, period.From, period.To), group.Value, cancellation);
        // The groups are known by the whole before they are asked for by time: most need not be told apart.
        var shown = now.Split(query.Top);
        var series = await Sum(
            projectId, calendar.Stretches(query.Query.Bucket, period.From, period.To), group.Value, cancellation,
            shown.Others.Count == 0 ? null : [.. shown.Shown.Select(one => one.Group).OfType<string>()]);
        var before = query.Query.Compare ? await Before(projectId, query, period.Previous(Now), calendar, group.Value, cancellation) : default;
        var called = await names.OfGroups(query.Query.GroupBy, IdsOf(now, before.Groups), cancellation);
        return new CostReport(period.From, period.To, calendar.Zone, series.ToContract(shown, called), now.GroupsToContract(query.Top, called),
            before.Groups is null ? null : new CostComparison(
                before.From, before.To, CostSum.Of(before.From, null, before.Groups.Groups).ToContract(called), before.Series!.ToContract(before.Series.Split(null), called),
                CostSums.Movers(now, before.Groups, MostMovers, called)));
    }

    public async Task<Result<CostSummary>> Summarize(string? projectId, CancellationToken cancellation)
    {
        if (await Check(projectId, cancellation) is { } denied) return denied;
        var (calendar, now, among) = (await Calendar(cancellation), Now, Among(projectId));
        var month = new CostMonth(calendar, now);
        var costs = await database.Read(connection => month.Read(stretches => CostReader.Read(connection, among, stretches, CostGroup.None)), cancellation);
        var counts = await threads.ActiveSince(among, month.From, cancellation);
        // Who sees a part of the organization does not see what the whole may spend.
        IReadOnlyList<MonthBudget> held = projectId is null && among is not null ? [] : budgets.Find(projectId);
        return month.Summarize(costs, held, counts);
    }

    async Task<(long From, long To, CostSums? Groups, CostSums? Series)> Before(
        string? projectId, CostQuery query, (long From, long To) previous, UsageCalendar calendar, CostGroup group, CancellationToken cancellation) => (
            previous.From, previous.To,
            await Sum(projectId, calendar.Stretches(UsageInterval.All, previous.From, previous.To), group, cancellation),
            await Sum(projectId, calendar.Stretches(query.Query.Bucket, previous.From, previous.To), CostGroup.None, cancellation));

    Task<CostSums> Sum(string? projectId, IEnumerable<UsageStretch> stretches, CostGroup group, CancellationToken cancellation, IReadOnlyCollection<string>? apart = null)
    {
        var (among, asked) = (Among(projectId), stretches.ToList());
        return database.Read(connection => CostReader.Read(connection, among, asked, group, apart), cancellation);
    }

    static IReadOnlyCollection<string> IdsOf(CostSums now, CostSums? before) =>
        [.. now.Groups.Concat(before?.Groups ?? []).Select(group => group.Group).OfType<string>().Distinct()];

    IReadOnlyCollection<string>? Among(string? projectId) => projectId is null ? context.Caller.ProjectsWith(Permission.ReadUsage) : [projectId];

    async Task<UsageCalendar> Calendar(CancellationToken cancellation) => UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);

    async Task<ApiError?> Check(string? projectId, CancellationToken cancellation)
    {
        if (projectId is null) return context.Caller.Check(Permission.ReadUsage);
        if (context.Caller.Check(Permission.ReadUsage, projectId) is { } denied) return denied;
        return await projects.Find(projectId, cancellation) is null ? ApiError.NotFound("project", projectId) : null;
    }
}
