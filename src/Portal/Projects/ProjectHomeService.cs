using Portal.Access;
using Portal.Assistants;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Keys;
using Portal.Models;
using Portal.Policies;
using Portal.Usage;

namespace Portal.Projects;

internal sealed class ProjectHomeService(
    IDatabase database,
    CallContext context,
    IProjectUse use,
    IAssistantUse assistants,
    IModelStates models,
    IKeyEnds keys,
    PolicyViews policies,
    TimeProvider time) : IProjectHomeService
{
    const int Day = 86_400;
    const int ShownDays = 30;
    const int WarnedDays = 14;

    public async Task<Result<ListPage<ProjectActivity>>> ListActivity(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        // One who may see no use at all is told so; else the projects without the right are left out.
        if (context.Caller.Check(Permission.ReadUsage) is { } denied) return denied;
        var shown = ids.Where(id => context.Caller.Sees(id) && context.Caller.Holds(Permission.ReadUsage, id)).ToList();
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var today = now.ToUnixTimeSeconds() / Day * Day;
        var first = today - (ShownDays - 1) * Day;
        var days = (await use.Days(shown, Math.Min(month, first), today + Day, cancellation)).ToLookup(day => day.ProjectId);
        var known = await database.Read(connection => ProjectsRepository.Known(connection, shown).ToHashSet(), cancellation);
        return List(shown.Where(known.Contains).Select(id => Activity(id, [.. days[id]], month, first)));
    }

    public async Task<Result<ListPage<ProjectAlert>>> ListAlerts(string id, CancellationToken cancellation)
    {
        var project = await Find(id, cancellation);
        if (!project.IsSuccess) return project.Error;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var alerts = ProjectAlerts.Of(project.Value).ToList();
        if (project.Value.Status is ProjectStatus.Active)
        {
            alerts.AddRange(ProjectAlerts.Of(await models.Of(await assistants.ModelsIn(id, cancellation), cancellation)));
            if (context.Caller.Holds(Permission.ManageProject, id))
                alerts.AddRange(ProjectAlerts.Of(await keys.Between(id, now - WarnedDays * Day, now + WarnedDays * Day, cancellation), now));
        }

        return List(alerts.OrderByDescending(alert => alert.Severity));
    }

    public async Task<Result<ListPage<ChecklistStep>>> ListChecklist(string id, CancellationToken cancellation)
    {
        var project = await Find(id, cancellation);
        if (!project.IsSuccess) return project.Error;
        var facts = await assistants.FactsOf(id, cancellation);
        return List<ChecklistStep>(
        [
            new(ChecklistStepId.DefineScope, facts.Instructions && !string.IsNullOrWhiteSpace(project.Value.Description)),
            new(ChecklistStepId.RegisterTools, facts.Tools),
            new(ChecklistStepId.EnableMemory, facts.Memory),
            new(ChecklistStepId.SetPolicies, await policies.AnyIn(id, cancellation)),
            new(ChecklistStepId.TryChat, await use.Any(id, cancellation)),
        ]);
    }

    static ProjectActivity Activity(string id, IReadOnlyList<ProjectDay> days, long month, long first)
    {
        var thisMonth = days.Where(day => day.Start >= month).ToList();
        var runs = days.ToDictionary(day => day.Start, day => day.Runs);
        return new(
            id, thisMonth.Sum(day => day.Cost), thisMonth.Sum(day => day.Runs), first,
            [.. Enumerable.Range(0, ShownDays).Select(day => runs.GetValueOrDefault(first + day * Day))]);
    }

    static ListPage<T> List<T>(IEnumerable<T> all) => new([.. all], null, null, false);

    async Task<Result<Project>> Find(string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadProject, id) is { } denied) return denied;
        return await database.Read(connection => ProjectsRepository.Find(connection, id), cancellation) is { } row
            ? row.ToProject()
            : ApiError.NotFound("project", id);
    }
}
