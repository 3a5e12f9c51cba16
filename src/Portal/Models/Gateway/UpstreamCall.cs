using System.Net.Http.Headers;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>
/// The HTTP side of one attempt, under whatever client speaks the provider's language: adds the key, notes the provider's
/// request id, turns an error status into an <see cref="UpstreamException"/> and stops an answer that does not end.
/// </summary>
internal sealed class UpstreamCall(UpstreamHttp http, ProviderEndpoint provider, long maxBytes, TimeProvider time) : HttpMessageHandler
{
    const int LongestErrorBody = 8 * 1024;

    static readonly string[] RequestIdHeaders = ["x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray"];

    /// <summary>The provider's own id of the call, for its support.</summary>
    public string? RequestId { get; private set; }

    /// <summary>What its headers say of its rate limits; null where they say nothing.</summary>
    public ProviderHeadroom? Headroom { get; private set; }

    /// <summary>The provider has begun to answer.</summary>
    public bool Answered { get; private set; }

    /// <summary>A client of this one call. The base address ends with a slash, so that relative addresses add to it.</summary>
    public HttpClient CreateClient() => new(this, disposeHandler: false)
    {
        BaseAddress = new Uri(provider.BaseUrl!.AbsoluteUri.TrimEnd('/') + "/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (provider.ApiKey is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var response = await http.Send(request, cancellationToken);
        Answered = true;
        RequestId = RequestIdHeaders
            .Select(name => response.Headers.TryGetValues(name, out var values) ? values.First() : null)
            .FirstOrDefault(id => id is { Length: > 0 and <= 200 });
        Headroom = RateLimitHeaders.Read(response.Headers, time.GetUtcNow());
        if (response.IsSuccessStatusCode)
        {
            response.Content = new CappedContent(response.Content, await response.Content.ReadAsStreamAsync(cancellationToken), maxBytes);
            return response;
        }

        using (response)
        {
            var status = (int)response.StatusCode;
            var redirect = response.Headers.Location is { } location ? $" to {location}, which Portal does not follow" : "";
            throw new UpstreamException(UpstreamException.FaultOf(status), $"HTTP {status}{redirect}. {await ReadStart(response, cancellationToken)}".TrimEnd())
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
        }
    }

    TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    static async Task<string> ReadStart(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var start = new byte[LongestErrorBody];
        var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        return System.Text.Encoding.UTF8.GetString(start, 0, length);
    }
}
