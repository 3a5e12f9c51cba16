using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access.SignIn;
using Portal.Client.Api;

namespace Portal.Access.Setup;

internal static class SetupEndpoints
{
    const string InvalidLink = "This setup link does not work. It may be mistyped, cut off or older than the newest ones. "
        + "The end of Portal's start-up log shows a valid link; each restart prints a new one.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/setup", Show).ExcludeFromDescription();
        routes.MapPost("/setup", Claim).IsPlainForm();
    }

    /// <summary>What every page says before there is an owner.</summary>
    public static IResult Needed(HttpContext http) => Notice(http, StatusCodes.Status200OK, "Portal needs to be set up",
        "This portal has no owner yet. Open the one-time setup link at the end of its start-up log; it looks like "
        + $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/setup?token=…");

    static async Task<IResult> Show(HttpContext http, Ownership ownership, Refusals refusals)
    {
        if (await ownership.HasOwner(http.RequestAborted)) return Done(http);
        var link = http.Request.Query["token"].ToString();
        if (link.Length == 0) return Needed(http);
        return await ownership.IsLink(link, http.RequestAborted) ? Form(http, link, [], "", "") : await Refuse(http, refusals);
    }

    static async Task<IResult> Claim(HttpContext http, Ownership ownership, Refusals refusals, CallContext context, SignInService signIn)
    {
        var form = await PlainForm.Read(http);
        var (link, name, email) = (form.Text("token"), form.Text("name").Trim(), form.Text("email").Trim());
        var password = form["password"].ToString();
        if (await ownership.HasOwner(http.RequestAborted)) return Done(http);
        if (!await ownership.IsLink(link, http.RequestAborted)) return await Refuse(http, refusals);
        if (!PlainForm.HasSoundToken(http)) return Form(http, link, [], name, email, PlainForm.Expired);
        var errors = Check(name, email, password, form["password_again"].ToString());
        if (errors.Count > 0) return Form(http, link, errors, name, email, "Please correct what is marked.");
        if (await ownership.Claim(link, name, email, password, context.ToSubject(), http.RequestAborted) is not { } owner) return Done(http);
        await signIn.Open(http, owner, new SignInProof(SignInMethod.Password), http.RequestAborted);
        return Results.Redirect("/");
    }

    static Dictionary<string, string> Check(string name, string email, string password, string again)
    {
        var errors = new Dictionary<string, string>();
        if (name.Length is 0 or > 200) errors["name"] = "Enter a name of up to 200 characters.";
        if (!SetupOptionsRules.IsEmail(email)) errors["email"] = "Enter an email address, such as name@example.org.";
        if (PasswordRules.Check(password) is { } weak) errors["password"] = weak;
        else if (password != again) errors["password_again"] = "The two passwords differ.";
        return errors;
    }

    static async Task<IResult> Refuse(HttpContext http, Refusals refusals)
    {
        var answer = await refusals.Record(http, new ApiError(403, InvalidLink, "invalid_setup_link"));
        return Notice(http, answer.Status, "Portal needs to be set up", answer.Message);
    }

    static RazorComponentResult Done(HttpContext http) =>
        Notice(http, StatusCodes.Status200OK, "Portal is set up", "The owner's account exists already, so setup links no longer work.", toSignIn: true);

    static RazorComponentResult Notice(HttpContext http, int status, string title, string text, bool toSignIn = false) =>
        PlainForm.Page<NoticePage>(http, status, new()
        {
            [nameof(NoticePage.Title)] = title,
            [nameof(NoticePage.Text)] = text,
            [nameof(NoticePage.ToSignIn)] = toSignIn,
        });

    static RazorComponentResult Form(HttpContext http, string link, Dictionary<string, string> errors, string name, string email, string? error = null) =>
        PlainForm.Page<SetupPage>(http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new()
        {
            [nameof(SetupPage.Token)] = PlainForm.NewToken(http),
            [nameof(SetupPage.Link)] = link,
            [nameof(SetupPage.Errors)] = errors,
            [nameof(SetupPage.Name)] = name,
            [nameof(SetupPage.Email)] = email,
            [nameof(SetupPage.Error)] = error,
        });
}
