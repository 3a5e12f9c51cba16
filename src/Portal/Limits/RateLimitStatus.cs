using Portal.Client.Limits;

namespace Portal.Limits;

/// <summary>
/// What the answer to a call that asks a model says of the caller's limits, as OpenAI's clients know it:
/// <c>x-ratelimit-limit-tokens</c>, <c>-remaining-tokens</c>, <c>-reset-tokens</c> and the same of <c>requests</c>, of the scope that has
/// the least left. Nothing is said where nothing limits.
/// </summary>
internal sealed class RateLimitStatus(Quota quota)
{
    IReadOnlyList<Scope> scopes = [];

    public void Of(IReadOnlyList<Scope> scopes) => this.scopes = scopes;

    /// <summary>Set as the answer begins, so that they tell of the moment after the call was let in.</summary>
    public static async ValueTask<object?> Send(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.OnStarting(() =>
        {
            http.RequestServices.GetRequiredService<RateLimitStatus>().Write(http.Response.Headers);
            return Task.CompletedTask;
        });
        return await next(context);
    }

    void Write(IHeaderDictionary headers)
    {
        var left = quota.Look((ledger, now) => scopes.SelectMany(scope => Counters(ledger, scope, now)).ToList());
        foreach (var tightest in left.GroupBy(one => one.Unit).Select(of => of.MinBy(one => one.Remaining)!))
        {
            headers[$"x-ratelimit-limit-{tightest.Unit}"] = tightest.Limit.ToString();
            headers[$"x-ratelimit-remaining-{tightest.Unit}"] = tightest.Remaining.ToString();
            headers[$"x-ratelimit-reset-{tightest.Unit}"] = Duration(tightest.Reset);
        }
    }

    static IEnumerable<(string Unit, long Limit, long Remaining, TimeSpan Reset)> Counters(Ledger ledger, Scope scope, Moment now)
    {
        var (limits, account) = (ledger.Book.Of(scope), ledger.AccountOf(scope));
        if (limits.TokensPerMinute is { } tokens) yield return ("tokens", tokens, Math.Max(0, tokens - account.Tokens.Taken(tokens, now.Ticks)), account.Tokens.Until(tokens, tokens, now.Ticks));
        if (limits.RequestsPerMinute is { } requests) yield return ("requests", requests, Math.Max(0, requests - account.Requests.Taken(requests, now.Ticks)), account.Requests.Until(requests, requests, now.Ticks));
    }

    /// <summary>Such as <c>6m0s</c> or <c>1.5s</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? $"{(int)time.TotalMinutes}m{time.Seconds}s"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMilliseconds) / 1000:0.###}s");
}
