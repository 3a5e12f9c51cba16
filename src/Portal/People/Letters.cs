using System.Globalization;
using Portal.Access.Users;
using Portal.Mail;
using Portal.Organization;

namespace Portal.People;

/// <summary>The mails that bring people their links. Where none can be sent, the link is there to be handed over.</summary>
internal sealed class Letters(IMailer mailer, IOrganizationSettings organization)
{
    public ValueTask<bool> CanSend(CancellationToken cancellation) => mailer.IsConfigured(cancellation);

    /// <summary>Whether the mail server took it; the reason why not is in the log.</summary>
    public async Task<bool> SendInvite(InviteRow invite, string link, CancellationToken cancellation)
    {
        if (!await CanSend(cancellation)) return false;
        var name = (await organization.Get(cancellation)).Name;
        return await Send(invite.Email, $"Your invitation to {name}", $"""
            {invite.InvitedBy} invites you to {name}.

            Choose a name and a password here:
            {link}

            The link works once, until {await Moment(invite.ExpiresAt, cancellation)}. Whoever has it can use it, so pass it on to nobody.
            """, cancellation);
    }

    /// <inheritdoc cref="SendInvite"/>
    public async Task<bool> SendReset(User user, string link, long expiresAt, CancellationToken cancellation)
    {
        if (!await CanSend(cancellation)) return false;
        var name = (await organization.Get(cancellation)).Name;
        return await Send(user.Email, $"A new password for {name}", $"""
            Choose a new password for {user.Email} here:
            {link}

            The link works once, until {await Moment(expiresAt, cancellation)}. If you did not ask for it, nothing has changed and you can leave it.
            """, cancellation);
    }

    async Task<bool> Send(string to, string subject, string text, CancellationToken cancellation) =>
        await mailer.Send(new MailMessage(to, subject, text), cancellation) is null;

    async ValueTask<string> Moment(long at, CancellationToken cancellation)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById((await organization.Get(cancellation)).TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        var moment = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(at), zone);
        return $"{moment.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({zone.Id})";
    }
}
