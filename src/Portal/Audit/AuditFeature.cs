using Portal.Client.Audit;

namespace Portal.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<IActorNames, ActorNames>();
        services.AddHostedService<AuditIndexer>();
        services.AddScoped<IJournal, Journal>();
        services.AddScoped<AuditService>();
        services.AddScoped<IAuditService>(provider => provider.GetRequiredService<AuditService>());
        services.AddScoped<SavedFiltersService>();
        services.AddScoped<ISavedFilters>(provider => provider.GetRequiredService<SavedFiltersService>());
        return services;
    }

    public static void MapAudit(this IEndpointRouteBuilder routes) => AuditEndpoints.Map(routes);
}
