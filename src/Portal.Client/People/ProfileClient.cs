using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.People;

sealed class ProfileClient(ApiClient api) : IProfileService
{
    const string Path = "v2/profile";

    public Task<Result<Profile>> Get(CancellationToken cancellation) => api.Get(Path, Default.Profile, cancellation);

    public Task<Result<Profile>> Update(ProfileInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.ProfileInput, Default.Profile, cancellation);

    public Task<Result<Profile>> ChangePassword(PasswordChange input, CancellationToken cancellation) =>
        api.Post($"{Path}/password", input, Default.PasswordChange, Default.Profile, cancellation);

    public Task<Result<ListPage<UserSession>>> ListSessions(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}/sessions{new QueryString().Add(query)}", Default.ListPageUserSession, cancellation);

    public Task<Result<Deleted>> EndSessions(CancellationToken cancellation) => api.Delete($"{Path}/sessions", Default.Deleted, cancellation);

    public Task<Result<Deleted>> EndSession(string sessionId, CancellationToken cancellation) =>
        api.Delete($"{Path}/sessions/{Segment(sessionId)}", Default.Deleted, cancellation);
}
