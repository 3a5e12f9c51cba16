using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Approvals;

/// <summary>What rules hold back until a person has decided.</summary>
internal static class ApprovalsFeature
{
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalChanges>();
        services.AddScoped<IApprovalsService, ApprovalsService>();
        return services;
    }

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup("/v2/approvals").WithTags("Policies");
        approvals.MapGet("", List).WithSummary("List what rules hold back until a person has decided, and what was decided")
            .WithMetadata(new RequestField("thread_id", "Of this thread."), new RequestField("status", "With this status.", [.. Enum.GetValues<ApprovalStatus>().Select(Wire.Word)]));
        approvals.MapGet("/{id}", Get).WithSummary("Read one approval, with what waits");
        approvals.MapPost("/{id}", Decide).WithSummary("Approve what waits, so that it goes on, or reject it, so that the reply ends as refused")
            .Replays<IApprovalsService, Approval>((service, http, id) => service.Get(id, http.RequestAborted));
    }

    static async Task<Reply<ListPage<Approval>>> List(HttpContext http, CallContext context, Paging paging, IApprovalsService service, CancellationToken cancellation) =>
        await service.List(new(QueryFields.Word<ApprovalStatus>(http, "status"), QueryFields.Text(http, "thread_id"), context.Caller.NamedProjectId), paging.Query, cancellation);

    static async Task<Reply<Approval>> Get(string id, IApprovalsService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<Approval>> Decide(string id, Body<ApprovalInput> body, IApprovalsService service, CancellationToken cancellation) =>
        await service.Decide(id, body.Value, cancellation);
}
