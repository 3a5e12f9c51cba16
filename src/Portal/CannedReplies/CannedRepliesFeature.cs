using Portal.Client.CannedReplies;

namespace Portal.CannedReplies;

/// <summary>Texts that a project's people send often.</summary>
internal static class CannedRepliesFeature
{
    public static IServiceCollection AddCannedReplies(this IServiceCollection services) =>
        services.AddScoped<ICannedRepliesService, CannedRepliesService>();

    public static void MapCannedReplies(this IEndpointRouteBuilder routes) => CannedRepliesEndpoints.Map(routes);
}
