using System.Net;
using Portal.Api;
using Portal.Client.Alerts;
using Portal.Client.Projects;

namespace Portal.Alerts;

/// <summary>A mail as it lies in the outbox.</summary>
internal sealed record StoredMail(string Subject, string Text, string? Html);

/// <summary>What is mailed of an alert.</summary>
internal static class AlertMail
{
    /// <param name="origin">The portal's address; null where no administrator was seen at any.</param>
    public static StoredMail Of(AlertRow alert, string? origin)
    {
        var page = origin is null ? null : $"{origin}/alerts?alert={alert.Id}";
        var details = origin is null || alert.Link is null ? null : $"{origin}/{alert.Link.TrimStart('/')}";
        var word = Wire.Word<AlertSeverity>(alert.Severity) switch { AlertSeverity.Critical => "Critical: ", AlertSeverity.Warning => "Warning: ", _ => "" };
        var text = $"{alert.Title}\n\n{alert.Message}\n"
            + (details is null ? "" : $"\nMore about it: {details}\n")
            + (page is null ? "" : $"\nAcknowledge or mute it: {page}\n");
        var html = $"<h2>{Html(alert.Title)}</h2><p>{Html(alert.Message)}</p>"
            + (details is null ? "" : $"<p><a href=\"{Html(details)}\">More about it</a></p>")
            + (page is null ? "" : $"<p><a href=\"{Html(page)}\">Acknowledge or mute it</a></p>");
        return new StoredMail(word + alert.Title, text, html);
    }

    public static string Html(string text) => WebUtility.HtmlEncode(text);
}
