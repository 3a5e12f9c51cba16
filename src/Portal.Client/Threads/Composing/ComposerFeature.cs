using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Threads.Composing;

static class ComposerFeature
{
    public static IServiceCollection AddComposer(this IServiceCollection services)
    {
        services.AddScoped<ComposerWords>();
        services.AddScoped<ITabStorage, TabStorage>();
        services.AddScoped<OutboxSender>();
        return services.AddScoped<IComposerCommands, ThreadCommands>();
    }
}
