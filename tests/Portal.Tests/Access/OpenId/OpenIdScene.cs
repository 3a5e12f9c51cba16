namespace Portal.Tests.Access.OpenId;

/// <summary>A provider, and a portal that lets people of example.org in through it who are of the group staff.</summary>
public sealed class OpenIdScene : IAsyncLifetime
{
    internal OpenIdProvider Provider { get; private set; } = null!;

    public PortalHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.Start();
        Host = PortalHost.Start(Provider.Settings(
            ("CreateUsers", "true"), ("AllowedDomains:0", "example.org"), ("RoleClaim", "groups"), ("Roles:staff", "agent"), ("Roles:admins", "admin")));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Somebody new, of the staff, at a provider that tells the truth.</summary>
    internal OpenIdPerson Begin()
    {
        var subject = Guid.NewGuid().ToString("N");
        (Provider.WrongAudience, Provider.WrongNonce, Provider.Denies, Provider.TellsByUserInfo) = (null, null, false, false);
        return Provider.Person = new OpenIdPerson(subject, $"{subject}@example.org") { Groups = ["staff"] };
    }
}
