using Portal.Client.Sharing;

namespace Portal.Sharing;

/// <summary>Links by which people of the organization read a thread that is not theirs.</summary>
internal static class SharingFeature
{
    public static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.AddScoped<SharingService>();
        services.AddScoped<ISharingService>(provider => provider.GetRequiredService<SharingService>());
        return services;
    }

    public static void MapSharing(this IEndpointRouteBuilder routes) => SharingEndpoints.Map(routes);
}
