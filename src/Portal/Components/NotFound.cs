using Portal.Client.Shared;

namespace Portal.Components;

internal static class NotFound
{
    /// <summary>An address that names an object which is not there answers 404 as well, with the page that says so.</summary>
    public static IServiceCollection AddPrerenderedStatus(this IServiceCollection services) =>
        services.AddHttpContextAccessor().AddScoped<IPageStatus, PrerenderedStatus>();

    /// <summary>
    /// A browser that opens an address where nothing is gets the page that says so, with status 404. Before the security
    /// headers: the page's own scope has its own nonce.
    /// </summary>
    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app.UseWhen(
        http => HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
        pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
}
