using Portal.Access;
using Scalar.AspNetCore;

namespace Portal.Api.OpenApi;

/// <summary>The document at <c>/openapi/v2.json</c>, and the page at <c>/docs</c> that shows it.</summary>
internal static class ApiDocs
{
    public static void MapApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        // Everything comes from this portal: no fonts, proxy, telemetry or assistant of another host.
        routes.MapScalarApiReference("/docs", (options, http) =>
        {
            options.Title = "Portal API";
            options.OpenApiRoutePattern = $"{http.Request.PathBase}/openapi/{{documentName}}.json";
            options.AddDocument("v2");
            options.Nonce = http.RequestServices.GetRequiredService<CspNonce>().Value;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.DisableAgent();
            options.DisableMcp();
            options.Favicon = $"{http.Request.PathBase}/favicon.svg";
        });
    }
}
