using Portal.Api;
using Portal.Mail;
using Portal.Outbox;

namespace Portal.Alerts;

/// <summary>Mail of the outbox, through the organization's mail server; given up after some 18 hours.</summary>
internal sealed class MailSender(IMailer mailer) : IOutboxSender
{
    public string Channel => OutboxRow.Mail;

    public IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12),
    ];

    public async Task<SendOutcome> Send(OutboxRow row, CancellationToken cancellation)
    {
        var mail = Wire.Deserialize<StoredMail>(row.Payload);
        var failed = await mailer.Send(new MailMessage(row.Recipient, mail.Subject, mail.Text, mail.Html), cancellation);
        return new SendOutcome(failed?.Message);
    }
}
