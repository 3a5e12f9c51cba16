using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Bench;

/// <summary>The owner, signed in: pages are asked for as a browser asks, and its cookies can be given to one.</summary>
sealed partial class OwnerSession : IDisposable
{
    const string Email = "owner@example.org";
    const string Password = "a password for benchmarks";

    readonly CookieContainer cookies = new();
    readonly HttpClient http;

    OwnerSession(Uri address) =>
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>Settings under which the portal has this owner from its first start.</summary>
    public static (string Key, string Value)[] Setup => [("Portal__Setup__AdminEmail", Email), ("Portal__Setup__AdminPassword", Password)];

    public IEnumerable<Cookie> Cookies => cookies.GetAllCookies();

    public static async Task<OwnerSession> SignIn(Uri address, CancellationToken cancellation)
    {
        var session = new OwnerSession(address);
        var token = HiddenToken().Match(await session.http.GetStringAsync("/sign-in", cancellation)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
        [
            new("email", Email), new("password", Password), new("return_url", "/"), new("__RequestVerificationToken", WebUtility.HtmlDecode(token)),
        ]);
        using var answer = await session.http.PostAsync("/sign-in", form, cancellation);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"The owner could not sign in: {answer.StatusCode}");
        return session;
    }

    /// <summary>The whole page, which must hold the text.</summary>
    public async Task Open(string path, string expected, CancellationToken cancellation)
    {
        var html = await http.GetStringAsync(path, cancellation);
        if (!html.Contains(expected, StringComparison.Ordinal)) throw new InvalidOperationException($"The first HTML of {path} does not hold “{expected}”.");
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex HiddenToken();
}
