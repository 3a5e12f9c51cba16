using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Portal.Access.OpenId;
using Portal.Access.Sessions;
using Portal.Access.Setup;

namespace Portal.Access.SignIn;

internal static class SignInEndpoints
{
    /// <summary>One sentence for an unknown email, a wrong password and a locked account.</summary>
    const string Refused = "The email or the password is not right. After five wrong passwords an account stays locked for 15 minutes.";

    /// <summary>In the address after signing out, where the provider's own session goes on.</summary>
    const string SignedOut = "signed_out";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Show).ExcludeFromDescription();
        routes.MapPost("/sign-in", SignIn).IsPlainForm();
        routes.MapPost("/sign-out", SignOut).IsPlainForm();
    }

    public static RazorComponentResult Form(
        HttpContext http, string back, string? email = null, string? error = null, int status = StatusCodes.Status200OK, bool endsAtProvider = false)
    {
        var provider = http.RequestServices.GetRequiredService<IOptions<OpenIdOptions>>().Value;
        return PlainForm.Page<SignInPage>(http, status, new()
        {
            [nameof(SignInPage.Token)] = PlainForm.NewToken(http),
            [nameof(SignInPage.Return)] = back,
            [nameof(SignInPage.Email)] = email,
            [nameof(SignInPage.Error)] = error,
            [nameof(SignInPage.Provider)] = provider.IsConfigured ? provider.DisplayName : null,
            [nameof(SignInPage.EndsAtProvider)] = endsAtProvider,
        });
    }

    static async Task<IResult> Show(HttpContext http, CallContext context, Ownership ownership, OpenIdLogout logout)
    {
        var back = ReturnUrl.LocalOrHome(http.Request.Query[ReturnUrl.Field]);
        if (context.IsAuthenticated) return Results.Redirect(back);
        if (!await ownership.HasOwner(http.RequestAborted)) return SetupEndpoints.Needed(http);
        return Form(http, back, endsAtProvider: http.Request.Query.ContainsKey(SignedOut) && await logout.Address(http) is not null);
    }

    static async Task<IResult> SignIn(HttpContext http, SignInService service, SecondStep step)
    {
        var form = await PlainForm.Read(http);
        var back = ReturnUrl.LocalOrHome(form[ReturnUrl.Field]);
        var email = form.Text("email").Trim();
        var password = form["password"].ToString();
        if (!PlainForm.HasSoundToken(http)) return Form(http, back, email, PlainForm.Expired, StatusCodes.Status400BadRequest);
        if (email.Length is 0 or > 254 || password.Length is 0 or > PasswordRules.Longest)
            return Form(http, back, email, Refused, StatusCodes.Status401Unauthorized);
        if (await service.Check(email, password, http.RequestAborted) is not { } user)
            return Form(http, back, email, Refused, StatusCodes.Status401Unauthorized);
        return Results.Redirect(await step.Continue(http, user, new SignInProof(SignInMethod.Password), back));
    }

    static async Task<IResult> SignOut(HttpContext http, CallContext context, SignInService service)
    {
        var method = SignInMethod.None;
        if (context.IsAuthenticated)
        {
            if (!PlainForm.HasSoundToken(http)) return Results.Redirect("/");
            method = await service.Close(http.RequestAborted);
        }

        await http.SignOutAsync(SessionCookie.Scheme);
        return Results.Redirect(method is SignInMethod.OpenId ? $"/sign-in?{SignedOut}=1" : "/sign-in");
    }
}
