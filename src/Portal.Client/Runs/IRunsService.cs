using Portal.Client.Api;

namespace Portal.Client.Runs;

public interface IRunsService
{
    Task<Result<Run>> Get(string id, CancellationToken cancellation);
}
