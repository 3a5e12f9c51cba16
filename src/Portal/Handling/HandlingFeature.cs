using Portal.Client.Handling;

namespace Portal.Handling;

/// <summary>The team in a thread: who has it, who answers in place of the assistant, and what they tell each other.</summary>
internal static class HandlingFeature
{
    public static IServiceCollection AddHandling(this IServiceCollection services)
    {
        services.AddSingleton<ThreadWaiting>();
        services.AddSingleton<HandlingChanges>();
        services.AddScoped<HandlingService>();
        services.AddScoped<IHandlingService>(provider => provider.GetRequiredService<HandlingService>());
        return services;
    }

    public static void MapHandling(this IEndpointRouteBuilder routes) => HandlingEndpoints.Map(routes);
}
