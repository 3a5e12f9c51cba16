using System.Data;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Webhooks;
using Portal.Outbox;
using Portal.Webhooks;

namespace Portal.Alerts;

internal sealed class AlertBook(IWebhooks webhooks, AuditWriter audit, AlertFeed feed, TimeProvider time) : IAlerts
{
    public void Raise(IDbConnection connection, AlertDraft alert)
    {
        if (AlertsRepository.WasOpened(connection, alert.Key)) return;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var row = AlertRow.Of(alert, AlertMutesRepository.IsMuted(connection, Wire.Word(alert.Kind), alert.ProjectId, now), now);
        AlertsRepository.Insert(connection, row);
        audit.Append(connection, CallInfo.System, new AuditEntry("alert.opened", "alert", row.Id, row.ProjectId));
        feed.Note();
        if (row.Muted) return;
        var settings = AlertSettingsRepository.Get(connection).ToContract();
        var recipients = AlertSettingsRow.Recipients(settings, alert.Kind).ToList();
        if (recipients.Count > 0)
        {
            var payload = Wire.Serialize(AlertMail.Of(row, Origins.Latest(connection)));
            foreach (var email in recipients)
                OutboxRepository.Insert(connection, OutboxRow.New(OutboxRow.Mail, OutboxRow.Mail, email, WebhookEvents.AlertOpened, row.Id, payload, now));
        }

        webhooks.Publish(connection, WebhookEvents.AlertOpened, row.Id, row.ToContract(null));
    }
}
