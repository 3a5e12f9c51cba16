using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Tests.Hosting;

/// <summary>A browser without scripts: keeps cookies, posts forms with their hidden fields, follows no redirect by itself.</summary>
public sealed partial class Browser : IDisposable
{
    readonly SocketsHttpHandler handler = new() { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };

    readonly string below;

    /// <param name="below">The path below which the portal is, such as <c>/portal</c>.</param>
    /// <param name="reach">How connections are made, where not in the plain way.</param>
    public Browser(Uri address, string below = "", Action<SocketsHttpHandler>? reach = null)
    {
        this.below = below;
        reach?.Invoke(handler);
        Client = new HttpClient(handler) { BaseAddress = address };
    }

    /// <summary>Calls the API with the session's cookie; after <see cref="SignIn"/> also with the antiforgery token.</summary>
    public HttpClient Client { get; }

    public CookieContainer Cookies => handler.CookieContainer;

    /// <summary>The token that the page at the path carries in its form.</summary>
    public async Task<string> TokenAt(string path)
    {
        var html = await Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        return HiddenToken().Match(html) is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value)
            : throw new InvalidOperationException($"The page at {path} has no form with a token: {html}");
    }

    public async Task<HttpResponseMessage> PostForm(string path, string? token, params (string Name, string Value)[] fields)
    {
        var form = fields.Append(("__RequestVerificationToken", token ?? "")).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        return await Client.PostAsync(path, new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> TrySignIn(string email, string password, string returnUrl = "/") =>
        await PostForm($"{below}/sign-in", await TokenAt($"{below}/sign-in"), ("email", email), ("password", password), ("return_url", returnUrl));

    public async Task SignIn(string email, string password)
    {
        using var answer = await TrySignIn(email, password);
        if (answer.StatusCode is not HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{email} could not sign in: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        Client.DefaultRequestHeaders.Remove(ApiHeaders.Antiforgery);
        Client.DefaultRequestHeaders.Add(ApiHeaders.Antiforgery, await TokenAt($"{below}/projects"));
    }

    public async Task<HttpResponseMessage> SignOut() => await PostForm($"{below}/sign-out", await TokenAt($"{below}/projects"));

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex HiddenToken();
}

public static class ApiHeaders
{
    public const string Antiforgery = "RequestVerificationToken";
    public const string Project = "OpenAI-Project";
}
