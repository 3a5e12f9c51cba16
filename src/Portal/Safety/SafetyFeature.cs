using Portal.Client.Policies;
using Portal.Models.Gateway;
using Portal.Safety.Events;
using Portal.Safety.Privacy;

namespace Portal.Safety;

/// <summary>Enforces the policies that hold, and remembers what they did.</summary>
internal static class SafetyFeature
{
    public static IServiceCollection AddSafety(this IServiceCollection services)
    {
        services.AddSingleton<SafetyRecorder>();
        services.AddSingleton<PseudonymStore>();
        services.AddSingleton<Moderator>();
        services.AddHostedService<InjectionWarmUp>();
        services.AddSingleton<IModelGateway, ScreenedGateway>();
        services.AddScoped<ISafetyEventsService, SafetyEventsService>();
        return services;
    }

    public static void MapSafety(this IEndpointRouteBuilder routes) => SafetyEventsEndpoints.Map(routes);
}
