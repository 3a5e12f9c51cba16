using Portal.Client.Assistants;
using Portal.Models;

namespace Portal.Assistants;

internal static class AssistantsFeature
{
    public static IServiceCollection AddAssistants(this IServiceCollection services)
    {
        services.AddScoped<AssistantStore>();
        services.AddScoped<IAssistantsService, AssistantsService>();
        services.AddScoped<IAssistantVersionsService, AssistantVersionsService>();
        services.AddScoped<IAssistantTransferService, AssistantTransferService>();
        services.AddScoped<IAssistantDraftsService, AssistantDraftsService>();
        services.AddScoped<AssistantTrials>();
        services.AddScoped<TrialRecord>();
        services.AddSingleton<AssistantDirectory>();
        services.AddSingleton<IAssistantDirectory>(provider => provider.GetRequiredService<AssistantDirectory>());
        services.AddSingleton<AssistantUse>();
        services.AddSingleton<IAssistantUse>(provider => provider.GetRequiredService<AssistantUse>());
        services.AddSingleton<IModelUsers>(provider => provider.GetRequiredService<AssistantUse>());
        return services;
    }

    public static void MapAssistants(this IEndpointRouteBuilder routes)
    {
        var assistants = routes.MapGroup("/v2/assistants").WithTags("Assistants");
        AssistantsEndpoints.Map(assistants);
        DraftsEndpoints.Map(assistants);
        TransferEndpoints.Map(assistants);
        VersionsEndpoints.Map(assistants);
    }
}
