using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Desk;

namespace Portal.Desk;

/// <summary>The desk: the live view of all threads, who is where, and what needs whom.</summary>
internal static class DeskFeature
{
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<IDeskFeed, DeskFeed>();
        services.AddSingleton<Presence>();
        services.AddHostedService<PresenceExpiry>();
        services.AddSingleton<AttentionWriter>();
        services.AddScoped<DeskStreams>();
        services.AddScoped<DeskPresence>();
        services.AddScoped<IDeskEvents, DeskEventsService>();
        services.AddScoped<IDeskService, DeskService>();
        return services;
    }

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var attention = routes.MapGroup("/v2/attention").WithTags("Attention");
        attention.MapGet("", List).WithSummary("List what needs oneself, newest first");
        attention.MapPost("/clear", Clear).WithSummary("Clear what needs oneself, of one thread or of all");
    }

    static async Task<Reply<ListPage<Attention>>> List(Paging paging, IDeskService service, CancellationToken cancellation) =>
        await service.ListAttention(paging.Query, cancellation);

    static async Task<Reply<AttentionClear>> Clear(Body<AttentionClearInput> body, IDeskService service, CancellationToken cancellation) =>
        await service.ClearAttention(body.Value, cancellation);
}
