using Portal.Access.SignIn;
using Portal.Client.Security;

namespace Portal.Access.TwoFactor;

/// <summary>The plain pages: the code after the password, and the set-up that an organization asks for.</summary>
internal static class TwoFactorForms
{
    const string Wrong = "The code is not right. Where it was typed right, the clock of the device may be off: let it set its time by itself, "
        + "then enter the code that the app shows now.";
    const string Locked = "Too many wrong codes. The account stays locked for 15 minutes.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SecondStep.Path, Show).ExcludeFromDescription();
        routes.MapPost(SecondStep.Path, Check).IsPlainForm();
        routes.MapGet(TwoFactorGate.SetUpPath, ShowSetUp).ExcludeFromDescription();
        routes.MapPost(TwoFactorGate.SetUpPath, Confirm).IsPlainForm();
    }

    static async Task<IResult> Show(HttpContext http, SecondStep step) =>
        await step.Read(http) is { } pending ? await Form(http, step, pending) : Results.Redirect("/sign-in");

    static async Task<IResult> Check(HttpContext http, SecondStep step, SignInService signIn)
    {
        if (await step.Read(http) is not { } pending) return Results.Redirect("/sign-in");
        if (!PlainForm.HasSoundToken(http)) return await Form(http, step, pending, PlainForm.Expired, StatusCodes.Status400BadRequest);
        var code = (await PlainForm.Read(http)).Text("code").Trim();
        var taken = await signIn.CheckSecondFactor(pending.User, code.Length <= 40 ? code : "", http.RequestAborted);
        if (taken.Locked) return await Form(http, step, pending, Locked, StatusCodes.Status401Unauthorized);
        if (taken.Factor is not { } factor) return await Form(http, step, pending, Wrong, StatusCodes.Status401Unauthorized);
        SecondStep.End(http);
        await signIn.Open(http, pending.User, new SignInProof(pending.Method, factor), http.RequestAborted);
        return Results.Redirect(pending.Back);
    }

    static async Task<IResult> Form(HttpContext http, SecondStep step, PendingSignIn pending, string? error = null, int status = StatusCodes.Status200OK)
    {
        var means = await step.MeansOf(pending.User.Id, http.RequestAborted);
        return PlainForm.Page<TwoFactorPage>(http, status, new()
        {
            [nameof(TwoFactorPage.Token)] = PlainForm.NewToken(http),
            [nameof(TwoFactorPage.Return)] = pending.Back,
            [nameof(TwoFactorPage.TakesCode)] = means.Totp,
            [nameof(TwoFactorPage.TakesPasskey)] = means.Passkey,
            [nameof(TwoFactorPage.Error)] = error is PlainForm.Expired ? error : null,
            [nameof(TwoFactorPage.CodeError)] = error is PlainForm.Expired ? null : error,
        });
    }

    static async Task<IResult> ShowSetUp(HttpContext http, CallContext context, ITwoFactorService service)
    {
        if (!context.IsAuthenticated) return Results.Redirect(ReturnUrl.SignIn(http.Request));
        return await SetUpForm(http, service, Back(http.Request.Query[ReturnUrl.Field]));
    }

    static async Task<IResult> Confirm(HttpContext http, CallContext context, ITwoFactorService service)
    {
        if (!context.IsAuthenticated) return Results.Redirect("/sign-in");
        var form = await PlainForm.Read(http);
        var back = Back(form[ReturnUrl.Field]);
        if (!PlainForm.HasSoundToken(http)) return await SetUpForm(http, service, back, PlainForm.Expired);
        var code = form.Text("code").Trim();
        var made = await service.Confirm(new TwoFactorConfirmation { Code = code.Length <= 20 ? code : "" }, http.RequestAborted);
        if (!made.IsSuccess) return await SetUpForm(http, service, back, made.Error.Message);
        return PlainForm.Page<RecoveryCodesPage>(http, StatusCodes.Status200OK, new()
        {
            [nameof(RecoveryCodesPage.Codes)] = made.Value.Codes,
            [nameof(RecoveryCodesPage.Return)] = back,
        });
    }

    /// <summary>Somebody who has a second factor has nothing to do here.</summary>
    static async Task<IResult> SetUpForm(HttpContext http, ITwoFactorService service, string back, string? error = null)
    {
        var setup = await service.Begin(http.RequestAborted);
        if (!setup.IsSuccess) return Results.Redirect(back);
        return PlainForm.Page<TwoFactorSetUpPage>(http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new()
        {
            [nameof(TwoFactorSetUpPage.Token)] = PlainForm.NewToken(http),
            [nameof(TwoFactorSetUpPage.Setup)] = setup.Value,
            [nameof(TwoFactorSetUpPage.Return)] = back,
            [nameof(TwoFactorSetUpPage.Error)] = error is PlainForm.Expired ? error : null,
            [nameof(TwoFactorSetUpPage.CodeError)] = error is PlainForm.Expired ? null : error,
        });
    }

    static string Back(string? url) => ReturnUrl.LocalOrHome(url) is var back && back.StartsWith(TwoFactorGate.SetUpPath, StringComparison.Ordinal) ? "/" : back;
}
