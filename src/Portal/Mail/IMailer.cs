using Portal.Client.Api;

namespace Portal.Mail;

/// <summary>Sends mail through the server of the organization's settings.</summary>
internal interface IMailer
{
    /// <summary>False where no server is set; then what would be mailed is shown to be handed over otherwise.</summary>
    ValueTask<bool> IsConfigured(CancellationToken cancellation);

    /// <summary>Null once the server has taken the mail; else what went wrong, in one sentence that may be shown.</summary>
    Task<ApiError?> Send(MailMessage mail, CancellationToken cancellation);
}

/// <param name="To">One address.</param>
/// <param name="Text">What a reader without HTML sees.</param>
/// <param name="Html">The same as HTML; null where the text says it all. Whoever makes it encodes what people wrote.</param>
internal sealed record MailMessage(string To, string Subject, string Text, string? Html = null);
