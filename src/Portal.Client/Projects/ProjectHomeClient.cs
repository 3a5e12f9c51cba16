using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Projects;

sealed class ProjectHomeClient(ApiClient api) : IProjectHomeService
{
    public Task<Result<ListPage<ProjectActivity>>> ListActivity(IReadOnlyList<string> ids, CancellationToken cancellation) =>
        api.Get($"v2/projects/activity{new QueryString().Add("ids", string.Join(',', ids))}", Default.ListPageProjectActivity, cancellation);

    public Task<Result<ListPage<ProjectAlert>>> ListAlerts(string id, CancellationToken cancellation) =>
        api.Get($"v2/projects/{Segment(id)}/alerts", Default.ListPageProjectAlert, cancellation);

    public Task<Result<ListPage<ChecklistStep>>> ListChecklist(string id, CancellationToken cancellation) =>
        api.Get($"v2/projects/{Segment(id)}/checklist", Default.ListPageChecklistStep, cancellation);
}
