using Microsoft.Extensions.Options;
using Portal.Access.Sessions;
using Portal.Api;
using Portal.Client.Projects;

namespace Portal.Access.OpenId;

/// <summary>The section <c>Portal:OpenId</c>: sign-in through an OpenID Connect provider. Without <c>Authority</c> there is none.</summary>
internal sealed class OpenIdOptions
{
    public const string Section = "Portal:OpenId";

    /// <summary>The issuer, where <c>/.well-known/openid-configuration</c> is found. https, except on this very machine.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    /// <summary>Empty for a public client, which PKCE protects alone.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the button says: Sign in with …</summary>
    public string DisplayName { get; set; } = "your organization";

    /// <summary>The claim whose values are mapped to roles, such as <c>groups</c>; without it roles are given in Portal alone.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>The claim's value to <c>admin</c>, <c>agent</c> or <c>viewer</c>; of several the highest holds.</summary>
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <summary>Email domains that may sign in through the provider; empty allows all.</summary>
    public List<string> AllowedDomains { get; set; } = [];

    /// <summary>Make an account at the first sign-in of somebody who has none.</summary>
    public bool CreateUsers { get; set; }

    /// <summary>
    /// Let the provider sign in an account that exists already with the same verified email. Whoever controls the provider
    /// then controls those accounts; the owner's is never linked.
    /// </summary>
    public bool LinkUsers { get; set; }

    /// <summary>For accounts without a mapped role. With a <see cref="RoleClaim"/> and without this, they are refused.</summary>
    public string? DefaultRole { get; set; }

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Authority);

    /// <summary>Null where nothing gives a role.</summary>
    public Role? RoleOf(IEnumerable<string> values)
    {
        var mapped = values.Where(Roles.ContainsKey).Select(value => Wire.Word<Role>(Roles[value])).Order().ToList();
        return mapped.Count > 0 ? mapped[^1] : DefaultRole is { Length: > 0 } role ? Wire.Word<Role>(role) : RoleClaim is null ? Role.Viewer : null;
    }

    public bool Allows(string email) =>
        AllowedDomains.Count == 0 || AllowedDomains.Any(domain => email.EndsWith($"@{domain.Trim().TrimStart('@')}", StringComparison.OrdinalIgnoreCase));
}

internal sealed class OpenIdOptionsRules : IValidateOptions<OpenIdOptions>
{
    public ValidateOptionsResult Validate(string? name, OpenIdOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    static IEnumerable<string> Errors(OpenIdOptions options)
    {
        if (!options.IsConfigured)
        {
            if (!string.IsNullOrWhiteSpace(options.ClientId)) yield return Error("Authority", "is missing beside ClientId", "Set it to the provider's issuer, such as https://login.example.org");
            yield break;
        }

        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http"))
            yield return Error("Authority", "is no address", "Set it to the provider's issuer, such as https://login.example.org");
        else if (authority.Scheme is "http" && !PortalCookie.IsLoopback(authority.Host))
            yield return Error("Authority", "must begin with https", "Only a provider on this very machine may use http");
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return Error("ClientId", "is missing", "Set it to the id under which the provider knows Portal");
        if (options.DisplayName.Trim().Length is 0 or > 60)
            yield return Error("DisplayName", "must have 1 to 60 characters", "Set it to the provider's name, such as Example Login");
        if (options.Roles.Count > 0 && string.IsNullOrWhiteSpace(options.RoleClaim))
            yield return Error("RoleClaim", "is missing beside Roles", "Set it to the claim that Roles maps, such as groups");
        foreach (var (value, role) in options.Roles)
            if (!IsRole(role)) yield return Error($"Roles:{value}", $"is '{role}', which is no role to give", "Use admin, agent or viewer; ownership is only handed over in Portal");
        if (options.DefaultRole is { Length: > 0 } fallback && !IsRole(fallback))
            yield return Error("DefaultRole", $"is '{fallback}', which is no role to give", "Use admin, agent or viewer");
        if (options.AllowedDomains.FirstOrDefault(domain => Uri.CheckHostName(domain.Trim().TrimStart('@')) is not UriHostNameType.Dns) is { } wrong)
            yield return Error("AllowedDomains", $"holds '{wrong}', which is no domain", "Write domains as example.org");
    }

    static bool IsRole(string word) => Wire.TryWord<Role>(word) is { } role && role is not Role.Owner;

    static string Error(string setting, string problem, string fix) =>
        $"{OpenIdOptions.Section}:{setting} {problem}. {fix} (environment: Portal__OpenId__{setting.Replace(":", "__", StringComparison.Ordinal)}).";
}
