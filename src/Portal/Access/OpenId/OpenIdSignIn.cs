using System.Data;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Access.SignIn;
using Portal.Access.TwoFactor;
using Portal.Access.Users;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.OpenId;

/// <summary>Turns an identity that the provider vouches for into a user of this portal, or says why not.</summary>
internal sealed class OpenIdSignIn(
    IOptions<OpenIdOptions> options, IDatabase database, AuditWriter writer, CallContext context, SecondStep step,
    IOrganizationSettings organization, ILookupNormalizer normalizer, TimeProvider time)
{
    readonly OpenIdOptions settings = options.Value;

    string Provider => settings.DisplayName;

    /// <summary>Where to go on to; or the refusal, which is recorded.</summary>
    public async Task<(string? Next, OpenIdRefusal? Refusal)> Complete(HttpContext http, OpenIdIdentity identity, string back)
    {
        context.Ip ??= CallerMiddleware.AddressOf(http);
        var allowed = (await organization.Get(http.RequestAborted)).SignIn;
        var (user, refusal) = await database.Write(connection => Resolve(connection, identity, allowed), http.RequestAborted);
        if (refusal is not null) return (null, await Refuse(http, refusal, identity.Email, user));
        var proof = new SignInProof(SignInMethod.OpenId, identity.UsedSecondFactor ? SecondFactor.Provider : null);
        return (await step.Continue(http, user!, proof, back), null);
    }

    public async Task<OpenIdRefusal> Refuse(HttpContext http, OpenIdRefusal refusal, string? email = null, User? user = null)
    {
        context.Ip ??= CallerMiddleware.AddressOf(http);
        var entry = new AuditEntry("user.sign_in_failed", "user", user?.Id, null)
        {
            Outcome = AuditOutcome.Denied,
            Status = refusal.Status,
            Changes = AuditChanges.Between(
                new { Method = "", Reason = "", Email = "" },
                new { Method = Api.Wire.Word(SignInMethod.OpenId), refusal.Reason, Email = email ?? "" }),
        };
        // Also for a browser that did not wait for the answer.
        await database.Write(connection =>
        {
            writer.Append(connection, context.ToSubject(), entry);
            return true;
        }, CancellationToken.None);
        return refusal;
    }

    /// <summary>Within one transaction, so that two first sign-ins at once make one account.</summary>
    (User? User, OpenIdRefusal? Refusal) Resolve(IDbConnection connection, OpenIdIdentity identity, Client.Organization.SignInRules rules)
    {
        if (identity.Email is not { } email || !Setup.SetupOptionsRules.IsEmail(email)) return (null, OpenIdRefusal.NoEmail(Provider));
        if (!identity.EmailVerified) return (null, OpenIdRefusal.UnverifiedEmail(Provider));
        if (!settings.Allows(email)) return (null, OpenIdRefusal.WrongDomain(Provider));
        var role = settings.RoleOf(identity.RoleValues);
        if (ExternalIdentitiesRepository.FindUser(connection, identity.Issuer, identity.Subject) is { } known) return Known(connection, known, role);
        if (UsersRepository.FindByEmail(connection, normalizer.NormalizeEmail(email)) is { } same) return Link(connection, same, identity, role);
        if (role is null) return (null, OpenIdRefusal.NoRole(Provider));
        if (!settings.CreateUsers) return (null, OpenIdRefusal.NoAccount);
        if (!AllowsNew(email, rules.AllowedEmailDomains)) return (null, OpenIdRefusal.WrongDomain(Provider));
        return (Create(connection, identity, email, role.Value), null);
    }

    (User?, OpenIdRefusal?) Known(IDbConnection connection, User user, Role? role)
    {
        if (!SignInService.MaySignIn(user)) return (user, OpenIdRefusal.Deactivated);
        // Ownership is neither given nor taken by a provider, and without a claim to map roles stay as they are.
        if (user.Role is Role.Owner || settings.RoleClaim is null) return (user, null);
        if (role is null) return (user, OpenIdRefusal.NoRole(Provider));
        if (role == user.Role) return (user, null);
        var before = user.Role;
        user.Role = role.Value;
        UsersRepository.UpdateProfile(connection, user);
        writer.Append(connection, As(user), new AuditEntry("user.updated", "user", user.Id, null)
        {
            Changes = AuditChanges.Between(new { Role = before }, new { user.Role }),
        });
        return (user, null);
    }

    /// <summary>An address says little about who holds it, so accounts are only connected where the setting says so, and the owner's never.</summary>
    (User?, OpenIdRefusal?) Link(IDbConnection connection, User user, OpenIdIdentity identity, Role? role)
    {
        if (!settings.LinkUsers || user.Role is Role.Owner) return (user, OpenIdRefusal.AccountExists(Provider));
        var (_, refusal) = Known(connection, user, role);
        if (refusal is not null) return (user, refusal);
        ExternalIdentitiesRepository.Insert(connection, identity.Issuer, identity.Subject, user.Id, Now);
        writer.Append(connection, As(user), new AuditEntry("user.linked", "user", user.Id, null)
        {
            Changes = AuditChanges.Between(new { Issuer = "", Subject = "" }, new { identity.Issuer, identity.Subject }),
        });
        return (user, null);
    }

    User Create(IDbConnection connection, OpenIdIdentity identity, string email, Role role)
    {
        var user = new User
        {
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            Name = identity.Name,
            Role = role,
            SecurityStamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)),
            CreatedAt = Now,
        };
        UsersRepository.Insert(connection, user);
        ExternalIdentitiesRepository.Insert(connection, identity.Issuer, identity.Subject, user.Id, Now);
        writer.Append(connection, As(user), new AuditEntry("user.created", "user", user.Id, null)
        {
            Changes = AuditChanges.Between(
                new { Email = "", Role = (Role?)null, Issuer = "", Subject = "" },
                new { user.Email, Role = (Role?)user.Role, identity.Issuer, identity.Subject }),
        });
        return user;
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    CallInfo As(User user) => context.ToSubject() with { Actor = new AuditActor(ActorType.User, user.Id, user.Name, context.Ip) };

    static bool AllowsNew(string email, IReadOnlyList<string> domains) =>
        domains.Count == 0 || domains.Any(domain => email.EndsWith($"@{domain}", StringComparison.OrdinalIgnoreCase));
}
