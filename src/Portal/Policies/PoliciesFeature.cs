using Portal.Client.Policies;

namespace Portal.Policies;

/// <summary>Safety and privacy rules as versioned objects, and what of them holds where.</summary>
internal static class PoliciesFeature
{
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<PolicyBook>();
        services.AddSingleton<ThreadPolicies>();
        services.AddScoped<PolicyViews>();
        services.AddScoped<PolicyReplays>();
        services.AddScoped<IPoliciesService, PoliciesService>();
        return services;
    }

    public static void MapPolicies(this IEndpointRouteBuilder routes) => PoliciesEndpoints.Map(routes);
}
