using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Import;

sealed class ImportClient(ApiClient api) : IImportService
{
    public Task<Result<ImportReport>> Import(string projectId, ImportInput input, CancellationToken cancellation) =>
        api.Post($"v2/projects/{Segment(projectId)}/import", input, Default.ImportInput, Default.ImportReport, cancellation);
}
