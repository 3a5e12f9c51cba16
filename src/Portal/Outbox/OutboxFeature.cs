namespace Portal.Outbox;

/// <summary>What goes out to mailboxes and webhooks, from a queue on disk.</summary>
internal static class OutboxFeature
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxWorker>());
        services.AddSingleton<OutboxRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRetention>());
        return services;
    }
}
