using Portal.Client.Threads;
using Portal.Threads.Search;

namespace Portal.Threads;

/// <summary>Conversations: threads, their messages and branches.</summary>
internal static class ThreadsFeature
{
    public static IServiceCollection AddThreads(this IServiceCollection services)
    {
        services.AddSingleton<RecentReads>();
        services.AddScoped<ThreadAccess>();
        services.AddSingleton<IConversations, Conversations>();
        services.AddSingleton<IThreadCounts, ThreadCounting>();
        services.AddSingleton<IThreadIndex, ThreadIndex>();
        services.AddSingleton<ThreadSealing>();
        services.AddSingleton<ThreadErasure>();
        // Before anything that works with threads.
        services.AddHostedService(provider => provider.GetRequiredService<ThreadErasure>());
        services.AddSingleton<PrivacyCatchUp>();
        services.AddHostedService(provider => provider.GetRequiredService<PrivacyCatchUp>());
        services.AddHostedService<ThreadIndexer>();
        services.AddSingleton<ThreadRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<ThreadRetention>());
        services.AddScoped<ThreadsService>();
        services.AddScoped<IThreadsService>(provider => provider.GetRequiredService<ThreadsService>());
        services.AddScoped<ThreadQueueService>();
        services.AddScoped<IThreadQueueService>(provider => provider.GetRequiredService<ThreadQueueService>());
        services.AddScoped<MessagesService>();
        services.AddScoped<IMessagesService>(provider => provider.GetRequiredService<MessagesService>());
        return services;
    }

    public static void MapThreads(this IEndpointRouteBuilder routes)
    {
        ThreadsEndpoints.Map(routes);
        MessagesEndpoints.Map(routes);
    }
}
