using Portal.Api;
using Portal.Client.Api;
using Portal.Client.People;

namespace Portal.People;

internal static class ProfileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var profile = routes.MapGroup("/v2/profile").WithTags("Profile");
        profile.MapGet("", Get).WithSummary("Read one's own account");
        profile.MapPost("", Update).WithSummary("Change one's own name, time zone or language of dates")
            .Replays<IProfileService, Profile>((service, http, _) => service.Get(http.RequestAborted));
        profile.MapPut("/tables/{table}", ChooseColumns).WithSummary("Choose the columns that one sees in a table of the pages");
        profile.MapPost("/password", ChangePassword).WithSummary("Change one's own password; every other session ends")
            .Replays<IProfileService, Profile>((service, http, _) => service.Get(http.RequestAborted));
        profile.MapGet("/sessions", ListSessions).WithSummary("List where one is signed in");
        profile.MapDelete("/sessions", EndSessions).WithSummary("Sign oneself out everywhere, here included");
        profile.MapDelete("/sessions/{sessionId}", EndSession).WithSummary("End one session of one's own");
    }

    static async Task<Reply<Profile>> Get(IProfileService service, CancellationToken cancellation) => await service.Get(cancellation);

    static async Task<Reply<Profile>> Update(Patch<ProfileInput> patch, IProfileService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(cancellation), input => service.Update(input, cancellation));

    static async Task<Reply<TableChoice>> ChooseColumns(string table, Body<TableChoiceInput> body, ITableChoices choices, CancellationToken cancellation) =>
        await choices.Choose(table, body.Value, cancellation);

    static async Task<Reply<Profile>> ChangePassword(Body<PasswordChange> body, IProfileService service, CancellationToken cancellation) =>
        await service.ChangePassword(body.Value, cancellation);

    static async Task<Reply<ListPage<UserSession>>> ListSessions(Paging paging, IProfileService service, CancellationToken cancellation) =>
        await service.ListSessions(paging.Query, cancellation);

    static async Task<Reply<Deleted>> EndSessions(IProfileService service, CancellationToken cancellation) => await service.EndSessions(cancellation);

    static async Task<Reply<Deleted>> EndSession(string sessionId, IProfileService service, CancellationToken cancellation) =>
        await service.EndSession(sessionId, cancellation);
}
