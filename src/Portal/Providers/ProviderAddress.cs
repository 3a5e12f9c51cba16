using Portal.Client.Api;
using Portal.Client.Providers;
using Portal.Models.Gateway;

namespace Portal.Providers;

/// <summary>What may be a provider's address.</summary>
internal static class ProviderAddress
{
    const string Param = "base_url";

    /// <summary>Null, or what is wrong with it.</summary>
    public static ApiError? Check(ProviderKind kind, string? baseUrl)
    {
        if (kind == ProviderKind.Builtin)
            return baseUrl is null ? null : Invalid("The built-in responder has no address. Leave 'base_url' out.");
        if (string.IsNullOrEmpty(baseUrl))
            return ApiError.Invalid("'base_url' is missing. Give the address under which the provider serves its API, such as https://api.openai.com/v1.", Param, "missing_field");
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return Invalid("'base_url' must be an absolute http or https address, such as https://api.openai.com/v1.");
        if (url.UserInfo.Length > 0) return Invalid("'base_url' must not hold a user or password. Send the key as 'api_key'.");
        if (url.Query.Length > 0 || url.Fragment.Length > 0) return Invalid("'base_url' must not hold a query or fragment.");
        return ForbiddenAddresses.Contains(url) ? Invalid("'base_url' is a link-local or metadata address, which Portal never calls.") : null;
    }

    /// <summary>Without the slash at its end, so that the same address is always the same text.</summary>
    public static string? Normalize(string? baseUrl) => baseUrl?.TrimEnd('/');

    static ApiError Invalid(string message) => ApiError.Invalid(message, Param, "invalid_value");
}
