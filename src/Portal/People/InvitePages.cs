using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Access.Setup;
using Portal.Access.SignIn;
using Portal.Client.Api;

namespace Portal.People;

/// <summary>The form behind an invitation's link.</summary>
internal static class InvitePages
{
    const string Title = "Join the portal";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/invite", Show).ExcludeFromDescription();
        routes.MapPost("/invite", Accept).IsPlainForm();
    }

    static async Task<IResult> Show(HttpContext http, InviteAcceptance invites, JoiningRules rules, Refusals refusals)
    {
        var token = http.Request.Query["token"].ToString();
        var found = await invites.Find(token, http.RequestAborted);
        return found.IsSuccess ? await Form(http, rules, found.Value, token, "") : await Refuse(http, refusals, found.Error);
    }

    static async Task<IResult> Accept(HttpContext http, InviteAcceptance invites, JoiningRules rules, Refusals refusals, SignInService signIn)
    {
        var form = await PlainForm.Read(http);
        var (token, name, password) = (form.Text("token"), form.Text("name").Trim(), form["password"].ToString());
        var found = await invites.Find(token, http.RequestAborted);
        if (!found.IsSuccess) return await Refuse(http, refusals, found.Error);
        if (!PlainForm.HasSoundToken(http)) return await Form(http, rules, found.Value, token, name, error: PlainForm.Expired);
        var errors = new Dictionary<string, string>();
        if (name.Length is 0 or > 200) errors["name"] = "Enter a name of up to 200 characters.";
        await PasswordPages.Check(rules, form, errors, http.RequestAborted);
        if (errors.Count > 0) return await Form(http, rules, found.Value, token, name, errors, "Please correct what is marked.");
        var accepted = await invites.Accept(token, name, password, http.RequestAborted);
        if (!accepted.IsSuccess) return await Refuse(http, refusals, accepted.Error);
        await signIn.Open(http, accepted.Value, new SignInProof(SignInMethod.Password), http.RequestAborted);
        return Results.Redirect("/");
    }

    static async Task<IResult> Refuse(HttpContext http, Refusals refusals, ApiError error)
    {
        var answer = await refusals.Record(http, error);
        return PasswordPages.Notice(http, answer.Status, "This invitation cannot be used", answer.Message, toSignIn: answer.Code is "invite_accepted" or "email_taken");
    }

    static async Task<RazorComponentResult> Form(
        HttpContext http, JoiningRules rules, InviteRow invite, string token, string name, Dictionary<string, string>? errors = null, string? error = null) =>
        PlainForm.Page<InvitePage>(http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new()
        {
            [nameof(InvitePage.Title)] = Title,
            [nameof(InvitePage.Token)] = PlainForm.NewToken(http),
            [nameof(InvitePage.Link)] = token,
            [nameof(InvitePage.InvitedBy)] = invite.InvitedBy,
            [nameof(InvitePage.Email)] = invite.Email,
            [nameof(InvitePage.Name)] = name,
            [nameof(InvitePage.ShortestPassword)] = await rules.ShortestPassword(http.RequestAborted),
            [nameof(InvitePage.Errors)] = errors ?? [],
            [nameof(InvitePage.Error)] = error,
        });
}
