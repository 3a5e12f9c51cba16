using Microsoft.Extensions.Options;
using Portal.Keys;

namespace Portal.Outbound;

/// <summary>Section <c>Portal:Outbound</c>.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Portal:Outbound";

    /// <summary>CIDR networks that may be called besides public addresses; the organization's settings add to them.</summary>
    public string[] AllowedNetworks { get; set; } = [];
}

/// <summary>Which other machines Portal connects to.</summary>
internal static class OutboundFeature
{
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboundOptions>().Bind(configuration.GetSection(OutboundOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsRules>();
        services.AddSingleton<OutboundConnections>();
        return services;
    }

    sealed class OutboundOptionsRules : IValidateOptions<OutboundOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboundOptions options) =>
            Array.Find(options.AllowedNetworks, network => !Networks.TryParse(network, out _)) is { } wrong
                ? ValidateOptionsResult.Fail($"{OutboundOptions.Section}:AllowedNetworks holds '{wrong}', which is no network. Write each as 10.0.0.0/8 (environment: Portal__Outbound__AllowedNetworks__0).")
                : ValidateOptionsResult.Success;
    }
}
