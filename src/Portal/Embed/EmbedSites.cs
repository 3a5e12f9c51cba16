using Microsoft.AspNetCore.Cors.Infrastructure;
using Portal.Access;
using Portal.Data;

namespace Portal.Embed;

/// <summary>What an assistant's allowed origins mean to browsers: who may ask to come in, and who may show the page within theirs.</summary>
internal sealed class EmbedSites(IDatabase database) : ICorsPolicyProvider
{
    public const string Policy = "embed";

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy) return null;
        var origins = await Allowed(context);
        return new CorsPolicyBuilder([.. origins]).WithMethods("POST").WithHeaders("Content-Type").SetPreflightMaxAge(TimeSpan.FromMinutes(10)).Build();
    }

    /// <summary>For the page's own answer, before it is rendered.</summary>
    public async Task AllowFraming(HttpContext http)
    {
        if (await Allowed(http) is { Count: > 0 } origins) SecurityHeaders.AllowFraming(http, origins);
    }

    Task<IReadOnlyList<string>> Allowed(HttpContext http)
    {
        var assistantId = (string)http.GetRouteValue("assistantId")!;
        return database.Read<IReadOnlyList<string>>(
            connection => EmbedRepository.Find(connection, assistantId) is { Enabled: not 0 } embed ? embed.Origins : [], http.RequestAborted);
    }
}
