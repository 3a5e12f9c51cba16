using Portal.Client.Api;

namespace Portal.Client.Runs;

sealed class RunsClient(ApiClient api) : IRunsService
{
    public Task<Result<Run>> Get(string id, CancellationToken cancellation) =>
        api.Get($"v2/runs/{Uri.EscapeDataString(id)}", ApiJson.Default.Run, cancellation);
}
