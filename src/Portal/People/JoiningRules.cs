using Portal.Access.Setup;
using Portal.Client.Api;
using Portal.Organization;

namespace Portal.People;

/// <summary>What the organization asks of who joins it and of their passwords.</summary>
internal sealed class JoiningRules(IOrganizationSettings organization)
{
    public async ValueTask<int> ShortestPassword(CancellationToken cancellation) => (await organization.Get(cancellation)).SignIn.MinimumPasswordLength;

    /// <summary>Null, or what to do.</summary>
    /// <param name="param">The field's name.</param>
    public async ValueTask<ApiError?> CheckPassword(string password, string param, CancellationToken cancellation)
    {
        var shortest = await ShortestPassword(cancellation);
        return password.Length >= shortest && password.Length <= PasswordRules.Longest
            ? null
            : ApiError.Invalid($"Use a password of {shortest} to {PasswordRules.Longest} characters.", param, "invalid_value");
    }

    /// <summary>Null where addresses of this domain may join.</summary>
    public async ValueTask<ApiError?> CheckDomain(string email, CancellationToken cancellation)
    {
        var allowed = (await organization.Get(cancellation)).SignIn.AllowedEmailDomains;
        var domain = email[(email.LastIndexOf('@') + 1)..];
        return allowed.Count == 0 || allowed.Contains(domain, StringComparer.OrdinalIgnoreCase)
            ? null
            : ApiError.Invalid($"The organization takes addresses of these domains alone: {string.Join(", ", allowed)}.", "email", "domain_not_allowed");
    }
}
