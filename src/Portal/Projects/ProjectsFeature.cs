using Portal.Access;
using Portal.Client.Projects;

namespace Portal.Projects;

internal static class ProjectsFeature
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddScoped<ProjectsService>();
        services.AddScoped<IProjectsService>(provider => provider.GetRequiredService<ProjectsService>());
        services.AddScoped<IProjectHomeService, ProjectHomeService>();
        services.AddSingleton<IProjectDirectory, ProjectDirectory>();
        services.AddSingleton<IMemberships, Memberships>();
        services.AddSingleton<IProjectPlaces, ProjectPlaces>();
        return services;
    }

    public static void MapProjects(this IEndpointRouteBuilder routes) => ProjectsEndpoints.Map(routes);
}
