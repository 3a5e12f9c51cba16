using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;
using Portal.Projects;

namespace Portal.Usage;

internal sealed class UsageService(
    IDatabase database, IProjectDirectory projects, IOrganizationSettings organization, UsageNames names, CallContext context, TimeProvider time) : IUsageService
{
    const int MaxBuckets = 10_000;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<UsageReport>> Get(string? projectId, UsageQuery query, CancellationToken cancellation)
    {
        if (await Check(projectId, cancellation) is { } denied) return denied;
        var group = UsageGroup.Parse(query.GroupBy);
        if (!group.IsSuccess) return group.Error;
        var calendar = await Calendar(cancellation);
        var asked = UsagePeriod.Of(query, calendar, Now);
        if (!asked.IsSuccess) return asked.Error;
        var period = asked.Value;
        if ((period.To - period.From) / UnitOf(query.Bucket) > MaxBuckets)
            return ApiError.Invalid($"'bucket' would make more than {MaxBuckets} rows of time. Ask for a shorter stretch or a larger bucket.", "bucket", "invalid_value");

        var sums = await Sum(projectId, calendar.Stretches(query.Bucket, period.From, period.To), group.Value, cancellation);
        var called = await names.OfGroups(query.GroupBy, [.. sums.Select(sum => sum.Group).OfType<string>().Distinct()], cancellation);
        return new UsageReport(
            period.From, period.To, calendar.Zone, UsageBuckets.ToContract(sums, called),
            query.Compare ? await Compare(projectId, period.Previous(Now), cancellation) : null);
    }

    public async Task<Result<ListPage<UsageRun>>> ListRuns(string? projectId, UsageRunsQuery runs, ListQuery query, CancellationToken cancellation)
    {
        var selection = await Select(projectId, runs, cancellation);
        if (!selection.IsSuccess) return selection.Error;
        var rows = await database.Read(connection => UsageRunsRepository.List(connection, selection.Value, query), cancellation);
        if (rows is null)
            return ApiError.Invalid("'after' and 'before' must be ids of runs in this list.", query.After is null ? "before" : "after", "invalid_value");
        var page = Api.Keyset.Page(rows, query, row => row.Id);
        return new ListPage<UsageRun>(await ToContract(page.Data, cancellation), page.FirstId, page.LastId, page.HasMore);
    }

    async Task<Result<UsageRunsSelection>> Select(string? projectId, UsageRunsQuery runs, CancellationToken cancellation)
    {
        if (await Check(projectId, cancellation) is { } denied) return denied;
        var group = UsageGroup.Parse(runs.Query.GroupBy);
        if (!group.IsSuccess) return group.Error;
        var period = UsagePeriod.Of(runs.Query, await Calendar(cancellation), Now);
        return period.Then<UsageRunsSelection>(within =>
            new UsageRunsSelection(Among(projectId), within.From, within.To, runs.Query.GroupBy is null ? null : group.Value, runs.Group));
    }

    async Task<IReadOnlyList<UsageRun>> ToContract(IReadOnlyList<UsageRunRow> rows, CancellationToken cancellation)
    {
        var assistants = await names.OfAssistants([.. rows.Select(row => row.AssistantId).Distinct()], cancellation);
        var actors = await names.OfActors([.. rows.Select(row => row.ActorId).Distinct()], cancellation);
        return [.. rows.Select(row => UsageBuckets.ToContract(row, assistants, actors))];
    }

    async Task<UsageComparison> Compare(string? projectId, (long From, long To) previous, CancellationToken cancellation)
    {
        var sums = await Sum(projectId, new UsageCalendar(TimeZoneInfo.Utc).Stretches(UsageInterval.All, previous.From, previous.To), UsageGroup.None, cancellation);
        return new UsageComparison(previous.From, previous.To, UsageBuckets.ToContract(UsageSum.Of(previous.From, null, sums)));
    }

    Task<List<UsageSum>> Sum(string? projectId, IEnumerable<UsageStretch> stretches, UsageGroup group, CancellationToken cancellation)
    {
        var (among, asked) = (Among(projectId), stretches.ToList());
        return database.Read(connection => UsageSums.Read(connection, among, asked, group), cancellation);
    }

    IReadOnlyCollection<string>? Among(string? projectId) => projectId is null ? context.Caller.ProjectsWith(Permission.ReadUsage) : [projectId];

    async Task<UsageCalendar> Calendar(CancellationToken cancellation) => UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);

    static int UnitOf(UsageInterval bucket) => bucket is UsageInterval.Hour ? UsageCalendar.Hour : UsageCalendar.Day;

    async Task<ApiError?> Check(string? projectId, CancellationToken cancellation)
    {
        if (projectId is null) return context.Caller.Check(Permission.ReadUsage);
        if (context.Caller.Check(Permission.ReadUsage, projectId) is { } denied) return denied;
        return await projects.Find(projectId, cancellation) is null ? ApiError.NotFound("project", projectId) : null;
    }
}
