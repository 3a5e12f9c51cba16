using Portal.Access.SignIn;
using Portal.Access.TwoFactor;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Security;
using Portal.Data;

namespace Portal.Access.Passkeys;

internal static class PasskeyEndpoints
{
    public const string SignInPath = "/sign-in/passkey";
    const int LongestCredential = 16_000;

    const string Refused = "This passkey does not sign in here. It may have been removed, or belong to another address. Sign in with your password instead.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var passkeys = routes.MapGroup("/v2/profile/passkeys").WithTags("Profile").AllowsSetUp();
        passkeys.MapGet("", List).WithSummary("List the caller's passkeys");
        passkeys.MapPost("", Register).WithSummary("Register a passkey that the browser made")
            .Replays<IPasskeysService, Passkey>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        passkeys.MapPost("/begin", Begin).WithSummary("Get the options that a browser makes a passkey with");
        passkeys.MapGet("/{id}", Get).WithSummary("Read a passkey");
        passkeys.MapPost("/{id}", Rename).WithSummary("Rename a passkey")
            .Replays<IPasskeysService, Passkey>((service, http, id) => service.Get(id, http.RequestAborted));
        passkeys.MapDelete("/{id}", Remove).WithSummary("Remove a passkey: it no longer signs in");

        routes.MapPost($"{SignInPath}/begin", BeginSignIn).ExcludeFromDescription();
        routes.MapPost(SignInPath, SignIn).IsPlainForm();
    }

    static async Task<Reply<ListPage<Passkey>>> List(Paging paging, IPasskeysService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<Passkey>> Register(Body<PasskeyInput> body, IPasskeysService service, CancellationToken cancellation) =>
        Reply.Created(await service.Register(body.Value, cancellation));

    static async Task<Reply<PasskeyOptions>> Begin(IPasskeysService service, CancellationToken cancellation) => await service.Begin(cancellation);

    static async Task<Reply<Passkey>> Get(string id, IPasskeysService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<Passkey>> Rename(
        string id, Patch<PasskeyRename> patch, IPasskeysService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), input => service.Rename(id, input, cancellation));

    static async Task<Reply<Deleted>> Remove(string id, IPasskeysService service, CancellationToken cancellation) => await service.Remove(id, cancellation);

    static async Task<Reply<PasskeyOptions>> BeginSignIn(HttpContext http, PasskeyCeremonies ceremonies) => (Result<PasskeyOptions>)await ceremonies.BeginRequest(http);

    static async Task<IResult> SignIn(HttpContext http, PasskeyCeremonies ceremonies, SignInService service, SecondStep step, IDatabase database, TimeProvider time)
    {
        var form = await PlainForm.Read(http);
        var back = ReturnUrl.LocalOrHome(form[ReturnUrl.Field]);
        if (!PlainForm.HasSoundToken(http)) return SignInEndpoints.Form(http, back, null, PlainForm.Expired, StatusCodes.Status400BadRequest);
        var (credential, state) = (form["credential"].ToString(), form["state"].ToString());
        var proven = credential.Length is > 0 and <= LongestCredential && state.Length is > 0 and <= LongestCredential
            ? await ceremonies.EndRequest(http, credential, state)
            : null;
        var counted = proven is { Passkey: { } passkey } && await database.Write(
            connection => PasskeysRepository.NoteUse(connection, passkey.CredentialId, passkey.SignCount, passkey.IsBackedUp, time.GetUtcNow().ToUnixTimeSeconds()),
            http.RequestAborted);
        if (!counted || proven!.User is not { } user || !SignInService.MaySignIn(user))
        {
            await service.RecordFailure(proven?.User, counts: false, http.RequestAborted);
            return SignInEndpoints.Form(http, back, null, Refused, StatusCodes.Status401Unauthorized);
        }

        SecondStep.End(http);
        return Results.Redirect(await step.Continue(http, user, new SignInProof(SignInMethod.Passkey, SecondFactor.Passkey), back));
    }
}
