using Microsoft.AspNetCore.Cors.Infrastructure;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Embed;
using Portal.Client.Threads;
using Portal.Threads;

namespace Portal.Embed;

/// <summary>An assistant as a chat on a customer's own site: who may show it, visitors and their conversation.</summary>
internal static class EmbedFeature
{
    public static IServiceCollection AddEmbed(this IServiceCollection services)
    {
        services.AddSingleton<VisitorTokens>();
        services.AddSingleton<VisitorDoor>();
        services.AddSingleton<IVisitorCallers, VisitorCallers>();
        services.AddScoped<VisitorsService>();
        services.AddScoped<IEmbedService, EmbedService>();
        services.AddSingleton<EmbedSites>();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider>(provider => provider.GetRequiredService<EmbedSites>());
        return services;
    }

    /// <summary>Before the callers are asked for: a browser's question from another site carries nobody.</summary>
    public static IApplicationBuilder UseEmbed(this IApplicationBuilder app)
    {
        app.UseCors();
        return app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<EmbedPageAttribute>() is not null) await http.RequestServices.GetRequiredService<EmbedSites>().AllowFraming(http);
            await next(http);
        });
    }

    public static void MapEmbed(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/v2/assistants/{assistantId}/embed").WithTags("Embed");
        settings.MapGet("", Get).WithSummary("Read how an assistant is offered on other sites");
        settings.MapPost("", Save).WithSummary("Change how an assistant is offered on other sites: which may show it, its title, greeting and colours")
            .Replays<IEmbedService, EmbedSettings>((service, http, id) => service.Get(id, http.RequestAborted));
        routes.MapGet("/v2/embed/{assistantId}", Look).AllowsAnybody().WithTags("Embed").WithSummary("Read what the chat shows before a word is said");
        routes.MapPost("/v2/embed/{assistantId}/visitors", Enter).AllowsAnybody().RequireCors(EmbedSites.Policy).WithTags("Embed")
            .WithSummary("Come in as a visitor of a site that may show the assistant; answers a token of 15 minutes")
            .Produces<Visitor>(StatusCodes.Status201Created);
        routes.MapPost("/v2/embed/thread", OpenThread).AllowsVisitors().WithTags("Embed").WithSummary("Open the visitor's conversation")
            .Replays<ThreadsService, ChatThread>((service, http, id) => service.Shown(id, http.RequestAborted));
    }

    static async Task<Reply<EmbedSettings>> Get(string assistantId, IEmbedService service, CancellationToken cancellation) => await service.Get(assistantId, cancellation);

    static async Task<Reply<EmbedSettings>> Save(string assistantId, Patch<EmbedInput> patch, IEmbedService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(assistantId, cancellation), input => service.Save(assistantId, input, cancellation));

    static async Task<Reply<EmbedLook>> Look(string assistantId, IEmbedService service, CancellationToken cancellation) => await service.GetLook(assistantId, cancellation);

    static async Task<Reply<Visitor>> Enter(string assistantId, Body<VisitorInput> body, VisitorsService visitors, HttpContext http, CancellationToken cancellation) =>
        Reply.Created(await visitors.Enter(assistantId, http.Request.Headers.Origin.FirstOrDefault(), body.Value, cancellation));

    static async Task<Reply<ChatThread>> OpenThread(IEmbedService service, CancellationToken cancellation) => await service.OpenThread(cancellation);
}
