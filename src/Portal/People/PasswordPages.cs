using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Portal.Access;
using Portal.Access.Setup;
using Portal.Client.Api;

namespace Portal.People;

/// <summary>The forms of whoever forgot a password.</summary>
internal static partial class PasswordPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/forgot-password", ShowForgotten).ExcludeFromDescription();
        routes.MapPost("/forgot-password", Ask).IsPlainForm();
        routes.MapGet("/reset-password", ShowReset).ExcludeFromDescription();
        routes.MapPost("/reset-password", Reset).IsPlainForm();
    }

    /// <summary>What is wrong with the two fields of a new password.</summary>
    public static async ValueTask Check(JoiningRules rules, IFormCollection form, Dictionary<string, string> errors, CancellationToken cancellation)
    {
        var password = form["password"].ToString();
        if (await rules.CheckPassword(password, "password", cancellation) is { } weak) errors["password"] = weak.Message;
        else if (password != form["password_again"].ToString()) errors["password_again"] = "The two passwords differ.";
    }

    public static RazorComponentResult Notice(HttpContext http, int status, string title, string text, bool toSignIn = false) =>
        PlainForm.Page<NoticePage>(http, status, new()
        {
            [nameof(NoticePage.Title)] = title,
            [nameof(NoticePage.Text)] = text,
            [nameof(NoticePage.ToSignIn)] = toSignIn,
        });

    static async Task<IResult> ShowForgotten(HttpContext http, Letters letters) =>
        await letters.CanSend(http.RequestAborted) ? Forgotten(http, "") : AskAnAdministrator(http);

    static async Task<IResult> Ask(HttpContext http, PasswordResets resets, Letters letters, ILookupNormalizer normalizer, ILogger<PasswordResets> logger)
    {
        var form = await PlainForm.Read(http);
        var email = form.Text("email").Trim();
        if (!await letters.CanSend(http.RequestAborted)) return AskAnAdministrator(http);
        if (!PlainForm.HasSoundToken(http)) return Forgotten(http, email, PlainForm.Expired);
        if (!SetupOptionsRules.IsEmail(email)) return Forgotten(http, email, "Enter an email address, such as name@example.org.");
        var mail = await resets.Ask(email, normalizer, http.RequestAborted);
        // After the answer, so that its time does not tell whether somebody was found.
        http.Response.OnCompleted(async () =>
        {
            try
            {
                await mail();
            }
            catch (Exception error)
            {
                NotMailed(logger, error);
            }
        });
        return Notice(http, StatusCodes.Status200OK, "Look into your mail",
            $"If {email} has an account here, a link to a new password is on its way. It works for one hour. Where none arrives, look into the spam folder or ask an administrator.", toSignIn: true);
    }

    static async Task<IResult> ShowReset(HttpContext http, PasswordResets resets, JoiningRules rules, Refusals refusals)
    {
        var token = http.Request.Query["token"].ToString();
        var found = await resets.Find(token, http.RequestAborted);
        return found.IsSuccess ? await ResetForm(http, rules, token, found.Value.User.Email) : await Refuse(http, refusals, found.Error);
    }

    static async Task<IResult> Reset(HttpContext http, PasswordResets resets, JoiningRules rules, Refusals refusals)
    {
        var form = await PlainForm.Read(http);
        var token = form.Text("token");
        var found = await resets.Find(token, http.RequestAborted);
        if (!found.IsSuccess) return await Refuse(http, refusals, found.Error);
        var email = found.Value.User.Email;
        if (!PlainForm.HasSoundToken(http)) return await ResetForm(http, rules, token, email, error: PlainForm.Expired);
        var errors = new Dictionary<string, string>();
        await Check(rules, form, errors, http.RequestAborted);
        if (errors.Count > 0) return await ResetForm(http, rules, token, email, errors, "Please correct what is marked.");
        var used = await resets.Use(token, form["password"].ToString(), http.RequestAborted);
        return used.IsSuccess
            ? Notice(http, StatusCodes.Status200OK, "The password is changed", $"Sign in as {email} with the new password. Every browser that was signed in is signed out.", toSignIn: true)
            : await Refuse(http, refusals, used.Error);
    }

    static RazorComponentResult AskAnAdministrator(HttpContext http) => Notice(http, StatusCodes.Status200OK, "Forgot your password",
        "This portal sends no mail. Ask an administrator: they can make you a link to a new password under People.", toSignIn: true);

    static async Task<IResult> Refuse(HttpContext http, Refusals refusals, ApiError error)
    {
        var answer = await refusals.Record(http, error);
        return Notice(http, answer.Status, "This link cannot be used", answer.Message, toSignIn: answer.Code is "link_used");
    }

    static RazorComponentResult Forgotten(HttpContext http, string email, string? error = null) =>
        PlainForm.Page<ForgotPasswordPage>(http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new()
        {
            [nameof(ForgotPasswordPage.Token)] = PlainForm.NewToken(http),
            [nameof(ForgotPasswordPage.Email)] = email,
            [nameof(ForgotPasswordPage.Error)] = error,
        });

    static async Task<RazorComponentResult> ResetForm(
        HttpContext http, JoiningRules rules, string token, string email, Dictionary<string, string>? errors = null, string? error = null) =>
        PlainForm.Page<ResetPasswordPage>(http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new()
        {
            [nameof(ResetPasswordPage.Token)] = PlainForm.NewToken(http),
            [nameof(ResetPasswordPage.Link)] = token,
            [nameof(ResetPasswordPage.Email)] = email,
            [nameof(ResetPasswordPage.ShortestPassword)] = await rules.ShortestPassword(http.RequestAborted),
            [nameof(ResetPasswordPage.Errors)] = errors ?? [],
            [nameof(ResetPasswordPage.Error)] = error,
        });

    [LoggerMessage(Level = LogLevel.Error, Message = "A link to a new password could not be made or mailed")]
    static partial void NotMailed(ILogger logger, Exception error);
}
