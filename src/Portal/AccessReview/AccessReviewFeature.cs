using System.ComponentModel;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.AccessReview;
using Portal.Client.Api;

namespace Portal.AccessReview;

internal static class AccessReviewFeature
{
    public static IServiceCollection AddAccessReview(this IServiceCollection services)
    {
        services.AddScoped<ReviewedObjects>();
        services.AddScoped<IAccessReviewService, AccessReviewService>();
        return services;
    }

    public static void MapAccessReview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v2/access", List).WithTags("Access").WithSummary("Who can see a project, assistant, thread or key, and why");

    static async Task<Reply<ListPage<ObjectAccess>>> List(
        [Description("The id of a project, assistant, thread or key; required.")] string? @object, Paging paging, IAccessReviewService service, CancellationToken cancellation) =>
        string.IsNullOrEmpty(@object)
            ? ApiError.Invalid("'object' is missing. It names the project, assistant, thread or key by its id.", "object", "missing_field")
            : await service.List(@object, paging.Query, cancellation);
}
