namespace Portal.Tests.Access.OpenId;

/// <summary>A browser's way to the provider and back.</summary>
static class OpenIdVisits
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Portal's answer to what the provider sends the browser back with.</summary>
    public static async Task<HttpResponseMessage> SignInThroughProvider(this Browser browser, string returnUrl = "/")
    {
        var begun = await browser.Client.GetAsync($"/sign-in/openid?return_url={Uri.EscapeDataString(returnUrl)}", Cancellation);
        Assert.True(begun.StatusCode is System.Net.HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync(Cancellation));
        var back = await OpenIdProvider.Visit(begun.Headers.Location!);
        return await browser.Client.GetAsync(back, Cancellation);
    }

    public static async Task<Answered> SessionThroughProvider(this PortalHost host)
    {
        using var browser = host.Browser();
        var answer = await browser.SignInThroughProvider();
        Assert.True(answer.Headers.Location?.OriginalString == "/", await answer.Content.ReadAsStringAsync(Cancellation));
        return await browser.Client.Get("/v2/session");
    }

    /// <summary>What the page says to somebody who is not let in.</summary>
    public static async Task<string> RefusedThroughProvider(this PortalHost host)
    {
        using var browser = host.Browser();
        var answer = await browser.SignInThroughProvider();
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{answer.StatusCode} {answer.Headers.Location} {page}");
        Assert.Contains("You are not signed in", page);
        Assert.Contains("href=\"sign-in\"", page);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        return System.Net.WebUtility.HtmlDecode(page);
    }

    public static async Task AssertRefusalIsAudited(this PortalHost host, string reason)
    {
        var row = (await host.Audit("user.sign_in_failed"))[^1];
        Assert.Equal("denied", row.Outcome);
        Assert.Contains($"\"{reason}\"", row.Changes);
    }
}
