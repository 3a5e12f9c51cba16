namespace Portal.Health;

/// <summary>For whoever restarts the process or sends it calls; asks for no caller and writes no audit row.</summary>
internal static class HealthFeature
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "ok" })).ExcludeFromDescription();
        routes.MapGet("/health/ready", async (Readiness readiness) => await readiness.IsReady()
            ? Results.Json(new { status = "ok" })
            : Results.Json(new { status = "unavailable" }, statusCode: StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription();
    }
}
