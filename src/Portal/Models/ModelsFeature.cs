using Portal.Client.Models;
using Portal.Models.Adapters;
using Portal.Models.Gateway;
using Portal.Models.Responder;
using Portal.Models.Tokens;
using Portal.Providers;

namespace Portal.Models;

/// <summary>The catalogue of models, and the gateway through which every call to one goes.</summary>
internal static class ModelsFeature
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ResponderOptions>().Bind(configuration.GetSection(ResponderOptions.Section))
            .Validate(
                options => options.ChunkDelayMilliseconds is >= 0 and <= ResponderOptions.LongestDelay,
                $"{ResponderOptions.Section}:{nameof(ResponderOptions.ChunkDelayMilliseconds)} must be 0 to {ResponderOptions.LongestDelay}. Leave it out for no delay.")
            .ValidateOnStart();
        services.AddSingleton<TokenCounter>();
        services.AddSingleton<ITokenCounter>(provider => provider.GetRequiredService<TokenCounter>());
        services.AddHostedService<TokenizerWarmUp>();
        services.AddSingleton<UpstreamHttp>();
        services.AddSingleton<ProviderCircuits>();
        services.AddSingleton<IPassageSource, ToolOutputPassages>();
        services.AddSingleton<BuiltInResponder>();
        services.AddSingleton<ChatClients>();
        services.AddSingleton<ModelCatalogue>();
        services.AddSingleton<IModelCatalogue>(provider => provider.GetRequiredService<ModelCatalogue>());
        services.AddSingleton<IModelRoutes>(provider => provider.GetRequiredService<ModelCatalogue>());
        services.AddSingleton<IProviderUsers>(provider => provider.GetRequiredService<ModelCatalogue>());
        services.AddSingleton<IModelStates, ModelStates>();
        services.AddSingleton<ModelGateway>();
        services.AddSingleton<ModerationGateway>();
        services.AddSingleton<CallEstimator>();
        services.AddSingleton<ProviderPressure>();
        services.AddScoped<IModelsService, ModelsService>();
        return services;
    }

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        ModelsEndpoints.Map(routes);
        return routes;
    }
}
