using Portal.Client.Api;

namespace Portal.Access.TwoFactor;

/// <summary>Where the organization asks for a second factor, a person without one sets it up before anything else.</summary>
internal static class TwoFactorGate
{
    public const string Code = "two_factor_required";
    public const string SetUpPath = "/two-factor/set-up";

    public static ApiError Refusal { get; } = new(403,
        $"Your organization asks everybody for a second factor, and you have none yet. Set it up at {SetUpPath}; then everything works again.", Code);

    /// <summary>The endpoint serves those as well who have yet to set up their second factor.</summary>
    public static TBuilder AllowsSetUp<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AllowedBeforeSetUp());

    public static bool Refuses(HttpContext http, Caller caller) =>
        caller.MustSetUpTwoFactor && http.GetEndpoint()?.Metadata.GetMetadata<AllowedBeforeSetUp>() is null;

    sealed class AllowedBeforeSetUp;
}
