using Microsoft.Extensions.DependencyInjection;
using Portal.Client.CannedReplies;
using Portal.Client.Threads.Composing;

namespace Portal.Client.Handling;

static class TeamFeature
{
    public static IServiceCollection AddTeam(this IServiceCollection services)
    {
        services.AddScoped<HandlingWords>();
        services.AddScoped<ProjectPeople>();
        return services.AddScoped<IComposerCommands, CannedCommands>();
    }
}
