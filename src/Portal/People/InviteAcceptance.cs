using Microsoft.AspNetCore.Identity;
using Portal.Access;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Projects;

namespace Portal.People;

/// <summary>Turns an invitation into an account, once.</summary>
internal sealed class InviteAcceptance(
    IDatabase database, AuditWriter writer, CallContext context, JoiningRules rules, IProjectPlaces projects, IPasswordHasher<User> hasher, TimeProvider time)
{
    /// <summary>The invitation; or what is wrong with the link: 403 for one that Portal never made, 410 for one that is over.</summary>
    public async Task<Result<InviteRow>> Find(string token, CancellationToken cancellation)
    {
        var hash = OneTimeLink.HashOf(token);
        var invite = await database.Read(connection => InvitesRepository.FindByLink(connection, hash), cancellation);
        if (invite is null) return OneTimeLink.Forged("invitation");
        return invite.StatusAt(time.GetUtcNow().ToUnixTimeSeconds()) switch
        {
            InviteStatus.Accepted => OneTimeLink.Over("This invitation was accepted already, and it works once. Sign in with the password that was chosen then.", "invite_accepted"),
            InviteStatus.Revoked => OneTimeLink.Over("This invitation was withdrawn. Ask who invited you for a new one.", "invite_revoked"),
            _ when invite.LinkHash != hash => OneTimeLink.Over("This invitation was sent again since, and only the newest link works. Look for the latest message.", "link_replaced"),
            InviteStatus.Expired => OneTimeLink.Over("This invitation has expired. Ask who invited you to send it again.", "invite_expired"),
            _ => await rules.CheckDomain(invite.Email, cancellation) is null
                ? invite
                : OneTimeLink.Over("Your organization no longer takes addresses of this domain. Ask who invited you.", "domain_not_allowed"),
        };
    }

    /// <param name="name">Checked by the caller.</param>
    public async Task<Result<User>> Accept(string token, string name, string password, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(PeopleRules.Turn, cancellation);
        var found = await Find(token, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await rules.CheckPassword(password, "password", cancellation) is { } weak) return weak;
        var invite = found.Value;
        if (await database.Read(connection => UsersRepository.FindByEmail(connection, invite.NormalizedEmail), cancellation) is not null)
            return OneTimeLink.Over("There is an account with this address already. Sign in with it.", "email_taken");

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var user = new User
        {
            Email = invite.Email,
            NormalizedEmail = invite.NormalizedEmail,
            Name = name,
            Role = Wire.Word<Role>(invite.Role),
            CreatedAt = now,
        };
        NewPassword.Set(user, password, hasher);
        var call = context.ToSubject() with { Actor = new AuditActor(ActorType.User, user.Id, user.Name, context.Ip) };
        return await database.Write(connection =>
        {
            UsersRepository.Insert(connection, user);
            projects.Add(connection, user.Id, invite.Places, now);
            InvitesRepository.Accept(connection, invite.Id, user.Id, now);
            writer.Append(connection, call, new AuditEntry("invite.accepted", "invite", invite.Id, null));
            writer.Append(connection, call, new AuditEntry("user.created", "user", user.Id, null)
            {
                Changes = AuditChanges.Between(new { Email = "", Role = (Role?)null }, new { user.Email, Role = (Role?)user.Role }),
            });
            return user;
        }, cancellation);
    }
}
