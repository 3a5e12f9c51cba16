using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Portal.Access;

/// <summary>Forms of plain HTML, which work before and without the browser's program.</summary>
internal static class PlainForm
{
    public const string TokenField = "__RequestVerificationToken";
    public const string Expired = "This form was open for too long, or was opened in another tab as somebody else. Please try again.";

    const int LargestBody = 64 * 1024;

    /// <summary>The endpoint shows the form again where its antiforgery token does not hold.</summary>
    public static RouteHandlerBuilder IsPlainForm(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new AnswersAntiforgery(), new RequestSizeLimitAttribute(LargestBody)).ExcludeFromDescription();

    public static string NewToken(HttpContext http) =>
        http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken!;

    public static bool HasSoundToken(HttpContext http) => http.Items.ContainsKey(typeof(AnswersAntiforgery));

    /// <summary>The form's field; empty where it is missing or holds what no text may.</summary>
    public static string Text(this IFormCollection form, string name) =>
        form[name].ToString() is var text && !text.Any(char.IsControl) ? text : "";

    public static async Task<IFormCollection> Read(HttpContext http) =>
        http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;

    public static RazorComponentResult Page<TPage>(HttpContext http, int status, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status };
    }
}

/// <summary>Marks an endpoint that answers a failed antiforgery check itself.</summary>
internal sealed class AnswersAntiforgery;
