using Portal.Client.Organization;

namespace Portal.Organization;

/// <summary>What holds for the whole portal: its name and logo, time zone, sign-in rules, networks, mail server and backups.</summary>
internal static class OrganizationFeature
{
    public static IServiceCollection AddOrganization(this IServiceCollection services)
    {
        services.AddSingleton<OrganizationCache>();
        services.AddSingleton<IOrganizationSettings>(provider => provider.GetRequiredService<OrganizationCache>());
        services.AddSingleton<StatusReader>();
        services.AddScoped<IOrganizationService, OrganizationService>();
        return services;
    }

    public static void MapOrganization(this IEndpointRouteBuilder routes) => OrganizationEndpoints.Map(routes);
}
