using Portal.Client.Api;

namespace Portal.Client.Access;

sealed class SessionClient(ApiClient api) : ISessionService
{
    public Task<Result<Session>> Get(CancellationToken cancellation) => api.Get("v2/session", ApiJson.Default.Session, cancellation);
}
