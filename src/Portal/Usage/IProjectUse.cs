using Dapper;
using Portal.Client.Usage;
using Portal.Data;

namespace Portal.Usage;

/// <summary>What other features need to know of use; asks for no right.</summary>
internal interface IProjectUse
{
    /// <summary>The days (UTC) on which something was used, of all these projects in one query.</summary>
    /// <param name="from">Unix seconds, inclusive.</param>
    /// <param name="to">Unix seconds, exclusive.</param>
    Task<IReadOnlyList<ProjectDay>> Days(IReadOnlyCollection<string> projectIds, long from, long to, CancellationToken cancellation);

    /// <summary>What a project used in a stretch, by group; see <see cref="UsageGroup.Parse"/>.</summary>
    Task<IReadOnlyList<UsageSum>> Sum(string projectId, string groupBy, long from, long to, CancellationToken cancellation);

    /// <summary>Whether a model was ever called in the project.</summary>
    Task<bool> Any(string projectId, CancellationToken cancellation);
}

/// <param name="Start">Unix seconds at which the day begins.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record ProjectDay(string ProjectId, long Start, long Runs, decimal Cost);

internal sealed class ProjectUse(IDatabase database) : IProjectUse
{
    static readonly UsageGroup ByProject = UsageGroup.Parse("project").Value!;
    static readonly UsageCalendar Calendar = new(TimeZoneInfo.Utc);

    public async Task<IReadOnlyList<ProjectDay>> Days(
        IReadOnlyCollection<string> projectIds, long from, long to, CancellationToken cancellation) =>
        await database.Read(connection => UsageSums.Read(connection, projectIds, UsagePlan.Of(Calendar.Stretches(UsageInterval.Day, from, to)), ByProject)
            .Select(row => new ProjectDay(row.Group!, row.Start, row.Runs, UsageBuckets.Dollars(row.CostNanodollars))).ToList(), cancellation);

    public async Task<IReadOnlyList<UsageSum>> Sum(string projectId, string groupBy, long from, long to, CancellationToken cancellation)
    {
        var (group, stretches) = (UsageGroup.Parse(groupBy).Value!, Calendar.Stretches(UsageInterval.All, from, to));
        var parts = await database.Read(connection => UsageSums.Read(connection, [projectId], UsagePlan.Of(stretches), group), cancellation);
        return [.. parts.GroupBy(part => part.Group).Select(sums => UsageSum.Of(from, sums.Key, sums))];
    }

    public Task<bool> Any(string projectId, CancellationToken cancellation) => database.Read(connection => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM usage WHERE project_id = @projectId)", new { projectId }), cancellation);
}
