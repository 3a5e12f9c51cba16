using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.Pricing;

internal static class PricingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/v2/organization/pricing").WithTags("Costs");
        prices.MapGet("", List).WithSummary("List the entries of the price book, the newest first")
            .WithMetadata(
                new RequestField("project_id", $"Those of one project; '{PriceQuery.Organization}' for the organization's own."),
                new RequestField("kind", "Those of one kind.", [.. Enum.GetValues<PriceKind>().Select(Wire.Word)]));
        prices.MapPost("", Create).WithSummary("Set a price from a moment on; a price of null ends the one before")
            .Replays<IPricingService, PriceEntry>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        prices.MapGet("/{priceId}", Get).WithSummary("Read an entry of the price book");
        prices.MapDelete("/{priceId}", Delete).WithSummary("Take back a price that has not begun");

        var reconciliation = routes.MapGroup("/v2/organization/reconciliation").WithTags("Costs");
        reconciliation.MapGet("", ListReconciliations).WithSummary("List whether sums equalled their rows when they were compared, the newest first");
        reconciliation.MapPost("", Reconcile).WithSummary("Compare all sums with their rows and each cost with its price; repair writes wrong sums anew");

        var project = routes.MapGroup("/v2/projects/{id}").WithTags("Costs");
        project.MapPost("/price_dry_run", DryRun).WithSummary("Say what a project's last days would have cost at other prices; changes nothing");
        project.MapPost("/cost_estimate", Estimate).WithSummary("Estimate what a month of a project costs; what is left out is taken from its last 30 days");
        project.MapGet("/charges", ListCharges).WithSummary("List what a project was charged for beside its model calls, the newest first")
            .WithMetadata(
                new RequestField("kind", "Those of one kind.", [.. new[] { PriceKind.Month, PriceKind.Memory, PriceKind.Tool }.Select(Wire.Word)]),
                new RequestField("run_id", "Those of one run."));
    }

    static async Task<Reply<ListPage<PriceEntry>>> List(HttpContext http, Paging paging, IPricingService service, CancellationToken cancellation) =>
        await service.List(new PriceQuery(QueryFields.Text(http, "project_id"), QueryFields.Word<PriceKind>(http, "kind")), paging.Query, cancellation);

    static async Task<Reply<PriceEntry>> Create(Body<PriceEntryInput> body, IPricingService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<PriceEntry>> Get(string priceId, IPricingService service, CancellationToken cancellation) => await service.Get(priceId, cancellation);

    static async Task<Reply<Deleted>> Delete(string priceId, IPricingService service, CancellationToken cancellation) => await service.Delete(priceId, cancellation);

    static async Task<Reply<ListPage<Reconciliation>>> ListReconciliations(Paging paging, IReconciliationService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<Reconciliation>> Reconcile(Body<ReconciliationInput> body, IReconciliationService service, CancellationToken cancellation) =>
        await service.Check(body.Value, cancellation);

    static async Task<Reply<PriceDryRun>> DryRun(string id, Body<PriceDryRunInput> body, IPricingService service, CancellationToken cancellation) =>
        await service.DryRun(id, body.Value, cancellation);

    static async Task<Reply<CostEstimate>> Estimate(string id, Body<CostEstimateInput> body, IPricingService service, CancellationToken cancellation) =>
        await service.Estimate(id, body.Value, cancellation);

    static async Task<Reply<ListPage<Charge>>> ListCharges(string id, HttpContext http, Paging paging, IPricingService service, CancellationToken cancellation) =>
        await service.ListCharges(id, QueryFields.Word<PriceKind>(http, "kind"), QueryFields.Text(http, "run_id"), paging.Query, cancellation);
}
