using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Portal.Client.Webhooks;
using Portal.Data;
using Portal.Organization;
using Portal.Outbound;
using Portal.Outbox;

namespace Portal.Webhooks;

/// <summary>Calls webhooks; given up after some 32 hours.</summary>
internal sealed class WebhookSender(
    IDatabase database, WebhookSecrets secrets, OutboundConnections connections, TimeProvider time) : IOutboxSender, IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    const int MostRedirects = 3;
    const int MostOfAnswer = 1_000;

    readonly HttpClient http = Client(connections);

    public string Channel => OutboxRow.Webhook;

    public IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14),
    ];

    public async Task<SendOutcome> Send(OutboxRow row, CancellationToken cancellation)
    {
        var hook = await database.Read(connection => WebhooksRepository.Find(connection, row.Lane), cancellation);
        if (hook is null || (!hook.Enabled && row.Event != WebhookEvents.Test)) return new SendOutcome("The webhook is switched off.", GiveUp: true);
        var body = Encoding.UTF8.GetBytes(row.Payload);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (secrets.Sign(hook, row.Id, now, body) is not { } signature)
            return new SendOutcome("The webhook's secret cannot be opened. Make a new one.", GiveUp: true);
        using var patience = new CancellationTokenSource(Patience, time);
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await Call(hook, row.Id, now, signature, body, timed.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome($"There was no answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException error)
        {
            return new SendOutcome(Explain(error));
        }
        catch (IOException error)
        {
            return new SendOutcome($"The connection broke: {error.Message.TrimEnd('.')}.");
        }
    }

    public void Dispose() => http.Dispose();

    static HttpClient Client(OutboundConnections connections)
    {
        var handler = connections.RestrictedHttp();
        // What a receiver says beyond the little that is read does not hold up the next call.
        handler.MaxResponseDrainSize = 0;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Portal-Webhooks", StatusReader.Version));
        return client;
    }

    async Task<SendOutcome> Call(WebhookRow hook, string id, long now, string signature, byte[] body, CancellationToken cancellation)
    {
        var address = new Uri(hook.Url);
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", now.ToString());
            request.Headers.Add("webhook-signature", signature);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return await Judge(hook, id, response, cancellation);
            if (redirects == MostRedirects) return Refused(response, $"It was sent on more than {MostRedirects} times.");
            if (response.Headers.Location is not { } location) return Refused(response, "It was sent on, but not said where to.");
            var next = new Uri(address, location);
            if (WebhookAddress.Check(next.AbsoluteUri) is not null || (address.Scheme == "https" && next.Scheme != "https"))
                return Refused(response, "It was sent on to an address that may not be called.");
            address = next;
        }
    }

    async Task<SendOutcome> Judge(WebhookRow hook, string id, HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new SendOutcome(null, code);
        if (response.StatusCode is HttpStatusCode.Gone)
        {
            const string Gone = "The receiver answered 410: it is gone, so the webhook was switched off.";
            await database.Write(connection =>
            {
                var at = time.GetUtcNow().ToUnixTimeSeconds();
                WebhooksRepository.Disable(connection, hook.Id, Gone, at);
                OutboxRepository.CallOff(connection, hook.Id, Gone, at, exceptId: id);
                return true;
            }, cancellation);
            return new SendOutcome(Gone, code, GiveUp: true);
        }

        var said = await Excerpt(response, cancellation);
        return new SendOutcome($"The receiver answered {code}{(said.Length == 0 ? "." : $": {said}")}", code, WaitOf(response.Headers.RetryAfter));
    }

    TimeSpan? WaitOf(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);

    static SendOutcome Refused(HttpResponseMessage response, string why) => new(why, (int)response.StatusCode);

    static async Task<string> Excerpt(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MostOfAnswer];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var text = string.Concat(Encoding.UTF8.GetString(buffer, 0, read).Select(sign => char.IsControl(sign) ? ' ' : sign)).Trim();
        return text.Length > 200 ? text[..200] + "…" : text;
    }

    static string Explain(HttpRequestException error) => error.InnerException switch
    {
        OutboundException refused => refused.Message,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "There is no machine of that name.",
        SocketException socket => $"It could not be reached: {socket.Message.TrimEnd('.')}.",
        System.Security.Authentication.AuthenticationException => "The TLS connection failed: the certificate is not valid for that name.",
        _ => $"The call failed: {error.Message.TrimEnd('.')}.",
    };
}
