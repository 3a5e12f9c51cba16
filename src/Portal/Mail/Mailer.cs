using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Organization;
using Portal.Data;
using Portal.Organization;
using Portal.Outbound;

namespace Portal.Mail;

internal sealed partial class Mailer(
    OrganizationCache organization, ISecretProtector secrets, OutboundConnections connections, ILogger<Mailer> logger) : IMailer
{
    public const string PasswordPurpose = "smtp_password";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async ValueTask<bool> IsConfigured(CancellationToken cancellation) => (await organization.GetRow(cancellation)).SmtpHost is not null;

    public async Task<ApiError?> Send(MailMessage mail, CancellationToken cancellation)
    {
        var settings = await organization.GetRow(cancellation);
        if (settings.SmtpHost is not { } host) return ApiError.Conflict("No mail server is set.", "mail_not_configured");
        var where = $"{host}:{settings.SmtpPort}";
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(Patience);
        try
        {
            await Deliver(settings, Compose(settings, mail), timed.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(where, $"The mail server {where} did not answer within {Patience.TotalSeconds} seconds.", null);
        }
        catch (Exception error) when (Explain(where, error) is { } sentence)
        {
            return Failed(where, sentence, error);
        }
    }

    async Task Deliver(OrganizationRow settings, MimeMessage message, CancellationToken cancellation)
    {
        var (host, port) = (settings.SmtpHost!, (int)settings.SmtpPort!);
        var stream = await connections.Connect(host, port, OutboundUse.Administrator, cancellation);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(stream, host, port, Wire.Word<SmtpSecurity>(settings.SmtpSecurity!) switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.Starttls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, cancellation);
        if (settings.SmtpUsername is { } user)
        {
            var password = settings.SmtpProtectedPassword is { } stored ? secrets.Unprotect(PasswordPurpose, "organization", stored) : null;
            await client.AuthenticateAsync(user, password ?? "", cancellation);
        }

        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    static MimeMessage Compose(OrganizationRow settings, MailMessage mail)
    {
        var message = new MimeMessage { Subject = mail.Subject };
        message.From.Add(new MailboxAddress(settings.Name, settings.SmtpFrom!));
        message.To.Add(new MailboxAddress("", mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody();
        return message;
    }

    /// <summary>One sentence for an administrator; null where the fault is ours.</summary>
    static string? Explain(string where, Exception error) => error switch
    {
        OutboundException refused => refused.Message,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"There is no mail server of the name {where}.",
        SocketException socket => $"The mail server {where} could not be reached: {socket.Message.TrimEnd('.')}.",
        SslHandshakeException => $"The TLS connection with {where} failed: its certificate is not valid for that name, or the port speaks no TLS.",
        NotSupportedException => $"The mail server {where} does not offer STARTTLS, or none of the ways to sign in that Portal knows.",
        AuthenticationException => $"The mail server {where} refused the user name or password.",
        SmtpCommandException refused => $"The mail server {where} refused the mail: {(int)refused.StatusCode} {OneLine(refused.Message)}",
        ServiceNotAuthenticatedException => $"The mail server {where} asks for a user name and password.",
        ProtocolException or IOException => $"The mail server {where} broke off the conversation; does it speak SMTP on this port?",
        _ => null,
    };

    static string OneLine(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length > 300 ? line[..300] + "…" : line;
    }

    ApiError Failed(string where, string sentence, Exception? error)
    {
        MailFailed(logger, error, where, sentence);
        return new ApiError(502, sentence, "mail_failed");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail could not be sent through {Where}: {Sentence}")]
    static partial void MailFailed(ILogger logger, Exception? error, string where, string sentence);
}
